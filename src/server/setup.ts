/**
 * Sets worktrees up: the commands run in the worker's own pane, before the program of the worker takes their place there. The
 * runner is `cli/setup.ts`; it tells how they ended.
 */
import {join} from 'node:path';
import type {Change} from '../core/event.ts';
import {Fault} from '../core/fault.ts';
import {workerNameOf, type TaskId} from '../core/id.ts';
import {pathsOf} from '../core/paths.ts';
import {tellFailure, type SetupFailure} from '../core/setup.ts';
import {taskOf} from '../core/nouns/task.ts';
import {workspaceMoves, workspaceOf} from '../core/nouns/workspace.ts';
import type {Actor} from '../core/stamp.ts';
import {writeBody} from '../store/bodies.ts';
import type {GraphemeTable} from '../terminal/cells.ts';
import {linesOf, printedLines} from '../terminal/lines.ts';
import type {Commands} from './commands.ts';
import type {Sessions} from './sessions.ts';
import type {World} from './world.ts';

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly commands: Commands;
  readonly graphemes: GraphemeTable;
  readonly root: string;
  /** Our own program, as `roundhouse` on PATH. */
  readonly program: string;
};

/**
 * Runs the set-up, then becomes the program behind it: whatever the set-up was like, the program starts with the signals of a
 * fresh one. A key that interrupts is for the command that runs; the runner says what came of it.
 */
const FIRST = 'trap : INT QUIT; "$0" run-setup "$1" || exit; shift; exec "$@"';

export class Setup {
  readonly #own: Own;
  /** What is recorded when the program of a worker begins, by session, as things are then. */
  readonly #begun = new Map<string, () => readonly Change[]>();

  constructor(own: Own) {
    this.#own = own;
  }

  /**
   * Is anything to be run in a worktree before a worker starts there?
   *
   * @throws Fault `commands-unallowed`
   */
  async isDue(actor: Actor): Promise<boolean> {
    return (await this.#own.commands.allowed(actor)).length > 0;
  }

  /**
   * The words that run the set-up before a program, and are put in front of it.
   *
   * @param begun is recorded when the set-up is over, not before
   * @throws Fault `commands-unallowed`
   */
  async before(actor: Actor, session: string, begun: () => readonly Change[]): Promise<readonly string[]> {
    const {commands, program} = this.#own;
    const allowed = await commands.allowed(actor);
    this.#begun.set(session, begun);
    return ['/bin/sh', '-c', FIRST, program, JSON.stringify(allowed)];
  }

  /** It went well: the program of the worker begins. @throws Fault `move-illegal` when none was under way */
  async done(actor: Actor, id: TaskId): Promise<string> {
    const {world} = this.#own;
    this.#checkUnderWay(id);
    const name = workerNameOf(id);
    const log = await this.#keepLog(id);
    await world.commit(actor, [
      {type: 'workspace-moved', workspace_id: id, from: 'pending_setup', to: 'present', changes: {set_up: true}},
      ...(this.#begun.get(name)?.() ?? []),
    ]);
    this.#begun.delete(name);
    this.#own.sessions.begins(name);
    return log.path;
  }

  /** A command failed: the task is blocked, and its worktree stays as it is. @throws Fault `move-illegal`, as above */
  async failed(actor: Actor, id: TaskId, failure: SetupFailure): Promise<string> {
    const {world} = this.#own;
    this.#checkUnderWay(id);
    const log = await this.#keepLog(id);
    const {reason, note: text} = tellFailure(failure, log);
    const {status: from} = taskOf(world.state, id);
    await world.commit(actor, [
      ...(from === 'in_progress' ? [{type: 'task-moved', task_id: id, from, to: 'blocked', reason} as const] : []),
      {type: 'task-noted', task_id: id, text},
    ]);
    return log.path;
  }

  #checkUnderWay(id: TaskId): void {
    const {state} = this.#own.world;
    taskOf(state, id);
    const {status: from} = workspaceOf(state, id);
    const legal = workspaceMoves[from] ?? [];
    if (from !== 'pending_setup')
      throw new Fault('move-illegal', {what: `the worktree of ${id}`, from, to: 'present', legal});
  }

  /** Keep all that the pane has shown. */
  async #keepLog(id: TaskId): Promise<{readonly printed: readonly string[]; readonly path: string}> {
    const {state} = pathsOf(this.#own.root);
    const engine = this.#own.sessions.find(workerNameOf(id))?.engine;
    const printed = engine === undefined ? [] : printedLines(linesOf(engine, this.#own.graphemes));
    const {ref} = await writeBody(state, {id: `setup-${id}.log`, text: `${printed.join('\n').trimEnd()}\n`});
    return {printed, path: join(state, ref)};
  }
}
