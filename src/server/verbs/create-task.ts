/** Writes a task on the board. */
import type {TaskId} from '../../core/id.ts';
import {taskOf} from '../../core/nouns/task.ts';
import {checkDepends} from '../../work/depends.ts';
import type {Handler} from '../handler.ts';
import {contractOf} from './contract.ts';

export const createTask: Handler<'create-task'> = async ({world}, {params, caller}) => {
  const id = world.nextId('task') as TaskId;
  const contract = {
    script: [],
    acceptance: [],
    labels: [],
    depends_on: [],
    scope: {write: [], read: []},
    ...contractOf(params),
  };
  checkDepends(
    world.state,
    id,
    contract.depends_on.map(it => it.task),
  );
  const status = params.draft === true ? 'draft' : 'ready';
  await world.commit(caller.actor, [{type: 'task-created', task: {...contract, id, title: params.title, status}}]);
  return taskOf(world.state, id);
};
