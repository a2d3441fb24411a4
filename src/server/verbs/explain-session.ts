/** Says what a session's mood is judged by. */
import {moodOf} from '../../core/board.ts';
import {given} from '../../core/given.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';

export const explainSession: Handler<'explain-session'> = ({world, moods}, {params: {session_name: name}}) => {
  const session = sessionOf(world.state, name);
  const since = world.signals.sessions[name]?.mood_since;
  return {session: name, mood: moodOf(session, world.signals), ...given({since}), ...moods.explain(session)};
};
