/** Verbs that only our own runners call, from the pane of a worker. */
import * as z from 'zod';
import {task} from '../../core/nouns/task.ts';
import {text, verb} from '../entry.ts';
import {ownTask} from './tasks.ts';

export const scriptVerbs = {
  'record-step': verb(() => ({
    group: 'board',
    summary: 'Note how far the steps of a task are done',
    params: z.object({step: z.coerce.number().int().nonnegative().describe('the next one, from 0'), task_id: ownTask}),
    positional: ['step'],
    result: task,
    doors: ['cli'],
    runs: 'server',
    worker: true,
    hidden: true,
    example: 'roundhouse record-step 2',
  })),
  'record-setup': verb(() => ({
    group: 'board',
    summary: 'Note how the set-up of a worktree ended',
    params: z.object({
      task_id: ownTask,
      failed: text('the command that failed; all went well when not given'),
      how: text('how it ended'),
    }),
    positional: ['task_id'],
    result: z.object({task_id: z.string(), log: z.string()}),
    doors: ['cli'],
    runs: 'server',
    worker: true,
    hidden: true,
    example: 'roundhouse record-setup --failed "npm ci" --how "exit status 1"',
  })),
  'commit-work': verb(() => ({
    group: 'project',
    summary: 'Commit all that a task changed in its worktree',
    params: z.object({task_id: ownTask}),
    positional: ['task_id'],
    result: z.object({task_id: z.string(), commit: z.string().optional()}),
    doors: ['cli'],
    runs: 'server',
    worker: true,
    hidden: true,
    example: 'roundhouse commit-work TASK-003',
  })),
};
