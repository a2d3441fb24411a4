/** Records a question that nothing waits for, and may wait for its answer. */
import {Fault} from '../../core/fault.ts';
import {given} from '../../core/given.ts';
import type {Interrupt} from '../../core/nouns/interrupt.ts';
import {taskOf} from '../../core/nouns/task.ts';
import type {Caller} from '../caller.ts';
import type {Handler} from '../handler.ts';
import type {Server} from '../server.ts';

export const ask: Handler<'ask'> = async (server, {params, caller, gone}) => {
  const {question, task_id, detail = [], option = [], recommended_next_step, priority = 'normal', wait = 0} = params;
  const {audience = nextAbove(caller)} = params;
  await checkAudience(server, caller, audience);
  if (task_id !== undefined) taskOf(server.world.state, task_id);
  const {session} = caller;
  const asked = await server.questions.ask(caller.actor, {
    audience,
    blocking: false,
    priority,
    question,
    details: detail,
    options: option,
    ...given({task_id, session, recommended_next_step}),
  });
  return wait === 0 ? asked : server.questions.answerTo(asked, wait * 1000, gone);
};

const nextAbove = ({actor}: Caller): 'planner' | 'human' => (actor === 'planner' ? 'human' : 'planner');

/** Workers reach the person through the planner, unless it is allowed. @throws Fault `audience-refused` */
const checkAudience = async ({config}: Server, {actor}: Caller, audience: Interrupt['audience']): Promise<void> => {
  if (audience !== 'human' || !actor.startsWith('worker:')) return;
  const {workers_may_ask_people: isAllowed} = (await config.read()).settings;
  if (!isAllowed) throw new Fault('audience-refused', {actor, audience});
};
