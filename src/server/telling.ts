/** What agents are told at their start: the handoff of their task in a template, kept as it was said. Nothing is cut. */
import {join} from 'node:path';
import {undelivered} from '../core/inbox.ts';
import {pathsOf} from '../core/paths.ts';
import {taskOf, type Task} from '../core/nouns/task.ts';
import type {Workspace} from '../core/nouns/workspace.ts';
import type {State} from '../core/state.ts';
import {readBody, writeBody, type Body} from '../store/bodies.ts';
import {readTemplate} from '../store/prompts.ts';
import {handoffOf} from '../work/handoff.ts';
import {fillTemplate, templates, type PromptName, type PromptValues} from '../work/prompts.ts';
import type {Configuration} from './settings.ts';
import type {World} from './world.ts';

/** A prompt as it is said, and where it is kept. */
export type Told = {readonly text: string; readonly path: string; readonly body: Body};

type Own = {readonly world: World; readonly config: Configuration; readonly root: string};

const empty: PromptValues = {
  task: '',
  title: '',
  root: '',
  worktree: '',
  branch: '',
  base: '',
  handoff: '',
  handoff_path: '',
  news: '',
};

export class Telling {
  readonly #own: Own;

  constructor(own: Own) {
    this.#own = own;
  }

  /** What the planner is told. */
  async planner(): Promise<Told> {
    return this.#keep('planner', await this.#fill('planner', {...empty, root: this.#own.root}));
  }

  /**
   * What a worker is told.
   *
   * @param isResumed it knows the task already
   * @throws Fault `template-invalid`
   */
  async worker(session: string, work: {task: Task; workspace: Workspace; isResumed: boolean}): Promise<Told> {
    const {workspace, isResumed} = work;
    const {state} = this.#own.world;
    const task = taskOf(state, work.task.id);
    const handoff = await this.handoff(task);
    const values: PromptValues = {
      task: task.id,
      title: task.title,
      root: this.#own.root,
      worktree: workspace.path,
      branch: workspace.branch,
      base: `${workspace.base_ref} at ${workspace.base_commit.slice(0, 12)}`,
      handoff: await this.#fitting(task, handoff),
      handoff_path: handoff.path,
      news: newsOf(state, task),
    };
    const text = await this.#fill(isResumed ? 'resume' : 'worker', values);
    return this.#keep(session, [text, ...untold(text, values, isResumed)].join('\n\n'));
  }

  /** Render the handoff of a task, and keep it where an agent can read it. */
  async handoff(task: Task): Promise<Told> {
    return this.#write(`handoff-${task.id}.md`, handoffOf(this.#own.world.state, task.id));
  }

  /** @throws Fault `state-unreadable` when it is gone, or changed */
  async told(body: Body): Promise<Told> {
    const {state} = pathsOf(this.#own.root);
    return {text: (await readBody(state, body)).trimEnd(), path: join(state, body.ref), body};
  }

  /** The handoff, or what it is about put into a file when it is too long for a prompt; if need be all of it. */
  async #fitting(task: Task, whole: Told): Promise<string> {
    const {max_prompt_chars: most} = (await this.#own.config.read()).settings;
    if (whole.text.length <= most) return whole.text;
    const about = [task.description, task.prompt].filter(it => it !== undefined).join('\n\n');
    const spec = await this.#write(`spec-${task.id}.md`, about);
    const short = handoffOf(this.#own.world.state, task.id, pointerTo('What to do', spec));
    if (short.length <= most) return short;
    return pointerTo(`All that is known of ${task.id}`, whole);
  }

  async #fill(name: PromptName, values: PromptValues): Promise<string> {
    const path = join(pathsOf(this.#own.root).prompts, `${name}.md`);
    return fillTemplate((await readTemplate(path)) ?? templates[name], values, path);
  }

  /** Each prompt is kept for itself. */
  async #keep(session: string, text: string): Promise<Told> {
    return this.#write(`prompt-${session}-${this.#own.world.state.seq}.md`, text);
  }

  async #write(id: string, text: string): Promise<Told> {
    const {state} = pathsOf(this.#own.root);
    const body = await writeBody(state, {id, text: `${text}\n`});
    return {text, path: join(state, body.ref), body};
  }
}

const pointerTo = (what: string, {text, path, body}: Told): string =>
  `${what} is too long for a prompt (${text.length} characters). Read it first, whole: ${path} (sha256 ${body.sha256})`;

/** What a template of the repository has no place for: answers, which count as read, and the task itself for who is new to it. */
const untold = (text: string, {handoff, handoff_path, news}: PromptValues, isResumed: boolean): readonly string[] => {
  const isKnown = isResumed || [handoff, handoff_path].some(it => text.includes(it));
  return [...(isKnown ? [] : [handoff]), ...(text.includes(news) ? [] : [news])];
};

/** Answers that have not arrived yet. */
const newsOf = (state: State, {id}: Task): string =>
  undelivered(state, id)
    .map(({id: question, question: words, reply}) => `Answer to ${question} "${words}":\n${reply?.text ?? ''}`)
    .join('\n\n');
