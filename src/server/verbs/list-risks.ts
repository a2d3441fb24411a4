/** Lists the risks that were noted on tasks. */
import type {TaskStatus} from '../../core/nouns/task.ts';
import type {Handler} from '../handler.ts';

const OVER: readonly TaskStatus[] = ['done', 'cancelled', 'archived'];

export const listRisks: Handler<'list-risks'> = ({world}, {params: {all = false}}) => ({
  risks: Object.values(world.state.tasks)
    .filter(it => all || !OVER.includes(it.status))
    .flatMap(({id, notes}) =>
      notes.filter(it => it.kind === 'risk').map(({at, by, text: risk}) => ({task_id: id, at, by, risk})),
    ),
});
