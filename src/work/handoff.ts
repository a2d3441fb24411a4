/** The handoff of a task: all that is known of it, as one Markdown text. It is rendered anew whenever it is read, and never parsed. */
import type {Decision} from '../core/nouns/decision.ts';
import type {Interrupt} from '../core/nouns/interrupt.ts';
import {taskOf, type Task} from '../core/nouns/task.ts';
import type {State} from '../core/state.ts';

type Tables = Pick<State, 'tasks' | 'workspaces' | 'interrupts' | 'decisions'>;

/** A heading with its lines; nothing where there are none. */
const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];

const listed = (items: readonly string[]): readonly string[] => items.map(it => `- ${it}`);

/** A text of several lines as one point of a list. */
const indented = (text: string): string => text.trimEnd().replaceAll('\n', '\n  ');

const place = ({workspaces}: Tables, {id}: Task): readonly string[] => {
  const found = workspaces[id];
  if (found === undefined) return [];
  const {path, branch, base_ref, base_commit} = found;
  return listed([`worktree: ${path}`, `branch: ${branch}`, `base: ${base_ref} at ${base_commit.slice(0, 12)}`]);
};

const scope = ({scope: {write, read}}: Task): readonly string[] =>
  listed([
    ...(write.length === 0 ? [] : [`may change: ${write.join(', ')}`]),
    ...(read.length === 0 ? [] : [`should read: ${read.join(', ')}`]),
  ]);

const question = (it: Interrupt): readonly string[] => [
  `### ${it.id}, ${it.status}: ${it.question}`,
  '',
  ...listed([
    ...it.details.map(indented),
    ...(it.options.length === 0 ? [] : [`options: ${it.options.join(' | ')}`]),
    ...(it.recommended_next_step === undefined ? [] : [`recommended: ${indented(it.recommended_next_step)}`]),
    ...(it.reply === undefined ? [] : [`answer of ${it.reply.by}: ${indented(it.reply.text)}`]),
  ]),
  '',
];

const ruling = ({id, kind, at, by, reason, commit}: Decision): string =>
  [`${id}, ${at}, ${by}: ${kind}`, commit?.slice(0, 12), reason].filter(it => it !== undefined).join(' · ');

const notesOf = ({notes}: Task, kind: 'risk' | undefined): readonly string[] =>
  notes.filter(it => it.kind === kind).map(it => `${it.at}, ${it.by}: ${indented(it.text)}`);

/** Of a task, in the order they were made. */
const own = <T extends {readonly task_id?: string | undefined}>(
  table: Readonly<Record<string, T>>,
  {id}: Task,
): readonly T[] => Object.values(table).filter(it => it.task_id === id);

/**
 * Render the handoff of a task.
 *
 * @param spec stands for what was written about the task, where that is kept elsewhere
 * @throws Fault `task-unknown`
 */
export const handoffOf = (state: Tables, id: string, spec?: string): string => {
  const task = taskOf(state, id);
  const about = [task.description, task.prompt].filter(it => it !== undefined);
  return [
    `# ${task.id} ${task.title}`,
    '',
    ...listed([`status: ${task.status}${task.status_reason === undefined ? '' : ` (${task.status_reason})`}`]),
    ...place(state, task),
    '',
    ...section('What to do', spec === undefined ? about : [spec]),
    ...section('Steps', listed(task.script.map(it => `\`${it}\``))),
    ...section(
      'Acceptance',
      task.acceptance.map(it => `- [ ] ${indented(it)}`),
    ),
    ...section('Scope', scope(task)),
    ...section('After', listed(task.depends_on.map(it => `${it.task} ${state.tasks[it.task]?.title ?? ''}`))),
    ...section('Risks', listed(notesOf(task, 'risk'))),
    ...section('Notes', listed(notesOf(task, undefined))),
    ...section('Questions', own(state.interrupts, task).flatMap(question)),
    ...section('Decisions', listed(own(state.decisions, task).map(ruling))),
  ]
    .join('\n')
    .trimEnd();
};
