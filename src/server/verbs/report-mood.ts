/** Hears a hook or plugin of an agent: how that is, and why. */
import {Fault} from '../../core/fault.ts';
import {given} from '../../core/given.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import {clean} from '../../work/rules.ts';
import type {Handler} from '../handler.ts';
import {shownSession} from './shown-session.ts';

export const reportMood: Handler<'report-mood'> = ({world, moods}, {params: {mood, name: other, why}, caller}) => {
  const name = other ?? caller.session;
  if (name === undefined)
    throw new Fault('params-invalid', {verb: 'report-mood', problems: ['--name: this is not said in a session']});
  sessionOf(world.state, name);
  moods.submit(name, 'hook', {mood, ...given({why: why === undefined ? undefined : clean(why)})});
  return shownSession(world, name);
};
