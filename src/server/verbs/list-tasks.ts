/** Lists the tasks, by id. */
import {flagsOf} from '../../core/flags.ts';
import type {Handler} from '../handler.ts';

export const listTasks: Handler<'list-tasks'> = ({world}, {params: {status, label}}) => ({
  tasks: Object.values(world.state.tasks)
    .filter(it => (status === undefined || it.status === status) && (label === undefined || it.labels.includes(label)))
    .map(it => ({...it, flags: [...flagsOf(it, world)]})),
});
