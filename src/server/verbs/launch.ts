/** Brings everything up that was left. */
import {isLive} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';
import {shownSession} from './shown-session.ts';

export const launch: Handler<'launch'> = async ({world, conductor, clients}, {params, caller}) => {
  const how = {env: clients.envFor(caller), isNew: params.new_session === true};
  const troubles = await conductor.launch(caller.actor, how);
  const live = Object.values(world.state.sessions).filter(isLive);
  return {sessions: live.map(it => shownSession(world, it.name)), troubles: [...troubles]};
};
