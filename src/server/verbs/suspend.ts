/** Ends programs so that they go on another day. */
import {isLive} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';
import {shownSession} from './shown-session.ts';

export const suspend: Handler<'suspend'> = async ({world, conductor}, {params: {names = []}}) => {
  const live = Object.values(world.state.sessions).filter(isLive);
  await conductor.suspend(names);
  const asked = names.length === 0 ? live.map(it => it.name) : names;
  return {sessions: asked.map(it => shownSession(world, it))};
};
