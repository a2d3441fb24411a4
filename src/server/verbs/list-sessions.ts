/** Lists the sessions, planner first. */
import {isLive} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';
import {shownSession} from './shown-session.ts';

export const listSessions: Handler<'list-sessions'> = ({world}, {params}) => ({
  sessions: Object.values(world.state.sessions)
    .filter(it => params.active_only !== true || isLive(it))
    .toSorted((a, b) => Number(b.kind === 'planner') - Number(a.kind === 'planner'))
    .map(it => shownSession(world, it.name)),
});
