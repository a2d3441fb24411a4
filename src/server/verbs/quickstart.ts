/** Says how work goes here. */
import {isLive} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';

export const quickstart: Handler<'quickstart'> = async ({root, config, world}) => {
  const {planner_agent, worker_agent} = (await config.read()).settings;
  const live = Object.values(world.state.sessions).filter(isLive);
  return {root, planner_agent, worker_agent, sessions: live.map(it => it.name)};
};
