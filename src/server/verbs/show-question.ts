/** Shows a question. A worker sees its own. */
import {Fault} from '../../core/fault.ts';
import {questionOf} from '../../core/inbox.ts';
import type {Handler} from '../handler.ts';

export const showQuestion: Handler<'show-question'> = ({world}, {params: {question_id}, caller}) => {
  const found = questionOf(world.state, question_id);
  const isOwn = found.session === caller.session || (found.task_id !== undefined && found.task_id === caller.task);
  if (caller.actor.startsWith('worker:') && !isOwn)
    throw new Fault('actor-refused', {actor: caller.actor, verb: 'show-question'});
  return found;
};
