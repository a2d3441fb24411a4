/** What a panel is given to read: files, the handoff of a task, what was changed. */
import {basename, resolve} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';
import type {TaskId} from '../core/id.ts';
import {taskOf} from '../core/nouns/task.ts';
import {workspaceOf} from '../core/nouns/workspace.ts';
import {readTextFile} from '../store/text-file.ts';
import type {Reading} from '../work/discussion-prompts.ts';
import {differenceOf} from './difference.ts';
import type {Telling} from './telling.ts';
import {isThere} from './workspace.ts';
import type {World} from './world.ts';

/** What was asked for. */
export type Wanted = {
  readonly files: readonly string[];
  readonly task: TaskId | undefined;
  readonly diff: boolean;
  /** Files are looked for from here. */
  readonly cwd: string;
};

type Own = {readonly world: World; readonly telling: Telling; readonly root: string};

/**
 * Read it all, now: what changes later is not what was discussed.
 *
 * @throws Fault `params-invalid` for a file that cannot be read; `task-unknown`; `worktree-missing`
 */
export const readingsOf = async (own: Own, {files, task, diff, cwd}: Wanted): Promise<readonly Reading[]> => [
  ...(task === undefined ? [] : [await handoffOf(own, task)]),
  ...(await Promise.all(files.map(path => fileOf(path, cwd)))),
  ...(diff ? [await diffOf(own, task)] : []),
];

const handoffOf = async ({world, telling}: Own, task: TaskId): Promise<Reading> => {
  const {text, path} = await telling.handoff(taskOf(world.state, task));
  return {kind: 'task', name: task, text, path};
};

const fileOf = async (said: string, cwd: string): Promise<Reading> => {
  const path = resolve(cwd, said);
  try {
    return {kind: 'file', name: said, text: await readTextFile(path), path};
  } catch (thrown) {
    throw new Fault('params-invalid', {verb: 'discuss', problems: [`--context ${said}: ${reasonOf(thrown)}`]});
  }
};

const diffOf = async ({world, root}: Own, task: TaskId | undefined): Promise<Reading> => {
  if (task === undefined) {
    const {patch} = await differenceOf({path: root, base_commit: 'HEAD'});
    return {kind: 'diff', name: `${basename(root)} against HEAD`, text: patch};
  }
  const {path, base_commit, status} = workspaceOf(world.state, task);
  if (status === 'removed' || !isThere(path)) throw new Fault('worktree-missing', {task});
  return {
    kind: 'diff',
    name: `${task} against ${base_commit.slice(0, 12)}`,
    text: (await differenceOf({path, base_commit})).patch,
  };
};
