/** A session as verbs give it: its record with what is known of it at the moment. */
import {moodOf} from '../../core/board.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import type {Result} from '../../protocol/verbs.ts';
import type {World} from '../world.ts';

/** @throws Fault `session-unknown` */
export const shownSession = ({state, signals}: World, name: string): Result<'open-session'> => {
  const session = sessionOf(state, name);
  const {mood: _, mood_since: _since, ...known} = signals.sessions[name] ?? {};
  return {...session, ...known, mood: moodOf(session, signals)};
};
