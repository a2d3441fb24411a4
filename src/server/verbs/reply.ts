/** Answers a question. What was asked of a human, a human answers. */
import {Fault} from '../../core/fault.ts';
import {questionOf} from '../../core/inbox.ts';
import type {Handler} from '../handler.ts';

export const reply: Handler<'reply'> = ({world, questions, clients}, {params, caller}) => {
  const question = questionOf(world.state, params.question_id);
  if (question.audience === 'human' && caller.actor !== 'user')
    throw new Fault('audience-refused', {actor: caller.actor, audience: 'human'});
  return questions.reply(caller.actor, question, {
    text: params.text.join('\n'),
    replace: params.replace === true,
    hold: params.hold === true,
    env: clients.envFor(caller),
  });
};
