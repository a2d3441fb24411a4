/** Lists what agents have used, from what each keeps of its conversation. */
import {sessionOf, type Session} from '../../core/nouns/session.ts';
import type {Result} from '../../protocol/verbs.ts';
import type {Caller} from '../caller.ts';
import type {Handler} from '../handler.ts';
import type {Server} from '../server.ts';

type Row = Result<'list-usage'>['usage'][number];

export const listUsage: Handler<'list-usage'> = async (server, {params: {names = []}, caller}) => {
  const {state} = server.world;
  const sessions = names.length === 0 ? Object.values(state.sessions) : names.map(it => sessionOf(state, it));
  const env = server.clients.envFor(caller);
  const rows = await Promise.all(sessions.map(it => rowOf(server, it, env)));
  return {usage: rows.filter(it => it !== undefined)};
};

/** Of a session whose agent keeps nothing, or has not begun, there is nothing to tell. */
const rowOf = async ({launcher, sessions}: Server, session: Session, env: Caller['env']): Promise<Row | undefined> => {
  const {name, agent, conversation} = session;
  if (conversation === undefined) return undefined;
  const spent = await launcher.spentIn(agent, {conversation, env: sessions.find(name)?.env ?? env});
  if (spent === undefined) return undefined;
  const cost = spent.cost_usd === undefined ? {} : {cost_usd: Number(spent.cost_usd.toFixed(4))};
  const most = Math.max(...(spent.limits ?? []).map(it => it.used_percent));
  return {
    session: name,
    agent,
    conversation,
    ...spent,
    ...cost,
    ...(Number.isFinite(most) ? {limit_percent: most} : {}),
  };
};
