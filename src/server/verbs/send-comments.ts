/** Sends comments on the work of a task to its worker: one note, one message; work that waited for review goes on. */
import type {Change} from '../../core/event.ts';
import {workerNameOf} from '../../core/id.ts';
import {taskOf, type Task} from '../../core/nouns/task.ts';
import type {Handler} from '../handler.ts';
import {untilSent} from '../outbox.ts';

export const sendComments: Handler<'send-comments'> = async ({world, sessions, outbox}, {params, caller, gone}) => {
  const {task_id, comment} = params;
  const task = taskOf(world.state, task_id);
  const live = sessions.find(workerNameOf(task_id));
  const isAlive = live?.pty !== undefined;
  const text = [`Comments on the work of ${task_id}:`, ...comment.map(it => `- ${it}`)].join('\n');
  await world.commit(caller.actor, [{type: 'task-noted', task_id, text}, ...movesOf(task, isAlive)]);
  const said = {task_id, comments: comment.length};
  if (live === undefined || !isAlive) return {...said, status: taskOf(world.state, task_id).status, outcome: 'noted'};
  const words = readable(text, world.state.sessions[live.name]?.agent);
  // What is not typed is noted all the same.
  const sent = await untilSent(outbox.send(live.name, {text: words, enters: true, patienceMs: WAIT_MS, gone}));
  const outcome = sent ?? 'noted';
  return {...said, status: taskOf(world.state, task_id).status, outcome};
};

/** How long the comments may wait for their turn, milliseconds. */
const WAIT_MS = 50_000;

/** A shell must not run what a comment quotes. */
const readable = (text: string, agent: string | undefined): string =>
  agent === 'shell' ? text.replaceAll(/^/gmu, '# ') : text;

/** The same worker goes on; where none lives, the next one does, from the first step, with the note before it. */
const movesOf = ({id: task_id, status: from}: Task, isAlive: boolean): readonly Change[] => {
  if (from !== 'review_ready' && from !== 'in_review') return [];
  const reason = 'comments on the work';
  const again: Change = {
    type: 'task-moved',
    task_id,
    from,
    to: 'in_progress',
    reason,
    changes: {owner_session: workerNameOf(task_id), step: 0},
  };
  if (isAlive) return [again];
  return [again, {type: 'task-moved', task_id, from: 'in_progress', to: 'ready', reason}];
};
