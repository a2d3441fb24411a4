/** Puts several smaller tasks in the place of one. The parts inherit its contract, and its dependents wait for all of them. */
import type {Change} from '../../core/event.ts';
import type {DecisionId, TaskId} from '../../core/id.ts';
import {checkMove} from '../../core/moves.ts';
import {taskMoves, taskOf, type Task} from '../../core/nouns/task.ts';
import type {State} from '../../core/state.ts';
import type {Handler} from '../handler.ts';
import {withdrawn} from './withdrawn.ts';

export const splitTask: Handler<'split-task'> = async ({world, conductor}, {params, caller}) => {
  const {task_id, title: titles} = params;
  const check = (): Task => {
    const whole = taskOf(world.state, task_id);
    checkMove(taskMoves, task_id, {from: whole.status, to: 'cancelled'});
    return whole;
  };
  check();
  await conductor.closeWorker(task_id);
  const whole = check();
  const ids = titles.map((_, ahead) => world.nextId('task', ahead) as TaskId);
  const reason = [`split into ${ids.join(', ')}`, params.reason].filter(it => it !== undefined).join(': ');
  await world.commit(caller.actor, [
    ...titles.map((title, at) => partOf(whole, ids[at] as TaskId, title)),
    ...dependents(world.state, task_id, ids),
    ...withdrawn(world.state, task_id),
    {type: 'task-moved', task_id, from: whole.status, to: 'cancelled', reason},
    {
      type: 'decision-recorded',
      decision: {id: world.nextId('decision') as DecisionId, kind: 'cancel', task_id, reason},
    },
  ]);
  return {task: taskOf(world.state, task_id), parts: ids.map(it => taskOf(world.state, it))};
};

/** A part begins without steps: those of the whole are for the whole. */
const partOf = (
  {acceptance, labels, depends_on, scope, prompt, description, id: part_of}: Task,
  id: TaskId,
  title: string,
): Change => ({
  type: 'task-created',
  task: {
    id,
    title,
    script: [],
    acceptance,
    labels,
    depends_on,
    scope,
    part_of,
    status: 'ready',
    ...(prompt === undefined ? {} : {prompt}),
    ...(description === undefined ? {} : {description}),
  },
});

const dependents = ({tasks}: State, whole: TaskId, parts: readonly TaskId[]): readonly Change[] =>
  Object.values(tasks)
    .filter(it => it.depends_on.some(on => on.task === whole))
    .map(({id: task_id, depends_on}) => ({
      type: 'task-updated',
      task_id,
      changes: {
        depends_on: depends_on.flatMap(on =>
          on.task === whole ? parts.map(task => ({task, kind: 'order' as const})) : [on],
        ),
      },
    }));
