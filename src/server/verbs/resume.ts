/** Lets suspended sessions go on. */
import type {Handler} from '../handler.ts';
import {shownSession} from './shown-session.ts';

export const resume: Handler<'resume'> = async ({world, conductor, clients}, {params: {names = []}, caller}) => {
  const {sessions} = world.state;
  const asked = names.length === 0 ? Object.keys(sessions).filter(it => sessions[it]?.status === 'suspended') : names;
  const troubles = await conductor.wake(caller.actor, names, clients.envFor(caller));
  return {sessions: asked.map(it => shownSession(world, it)), troubles: [...troubles]};
};
