/** Says what a session's mood is judged by, and what else was said. */
import {moodOf} from '../../core/board.ts';
import type {Evidence} from '../../core/evidence.ts';
import {given} from '../../core/given.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';

export const explainSession: Handler<'explain-session'> = ({world, moods, ports}, {params: {session_name: name}}) => {
  const session = sessionOf(world.state, name);
  const now = ports.now().getTime();
  const aged = <T extends Evidence>(it: T) => ({
    ...it,
    age_seconds: Math.max(0, Math.floor((now - Date.parse(it.since)) / 1000)),
  });
  const {others, file, ...verdict} = moods.explain(session);
  const {mood: _, since: _since, ...won} = aged(verdict);
  return {
    session: name,
    mood: moodOf(session, world.signals),
    ...given({since: world.signals.sessions[name]?.mood_since}),
    ...won,
    others: others.map(aged),
    ...(file === undefined
      ? {}
      : {rules: {path: file.path, version: file.rules.version, agent_versions: file.rules.agent_versions}}),
  };
};
