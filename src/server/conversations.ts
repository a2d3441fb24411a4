/**
 * Finds out which conversation an agent has, where the agent itself names it, so that the same one goes on another day. And
 * forgets one that does not go on: the next start begins anew.
 */
import {builtInAgents, type BuiltInAgent} from '../core/agents.ts';
import type {Change} from '../core/event.ts';
import {isLive, type Session} from '../core/nouns/session.ts';
import {isPending} from '../core/nouns/workspace.ts';
import {builtIn} from './agents/agent.ts';
import type {Moods} from './agents/mood.ts';
import type {Live} from './live.ts';
import type {Ports} from './ports.ts';
import type {PtyExit} from './pty.ts';
import type {Sessions} from './sessions.ts';
import type {Told} from '../work/witness.ts';
import type {World} from './world.ts';

type Own = {readonly world: World; readonly sessions: Sessions; readonly ports: Ports; readonly moods: Moods};

/** At most one look at a session in this time after it wrote something, milliseconds. */
const EVERY_MS = 2000;
/** And in this once its conversation is known: a person may begin another one in it. */
const KNOWN_MS = 30_000;
/** An agent that ends sooner, and not well, did not find the conversation it was to go on with; milliseconds. */
const AT_ONCE_MS = 15_000;

const isBuiltIn = (kind: string): kind is BuiltInAgent => (builtInAgents as readonly string[]).includes(kind);

const finderOf = (kind: string) => (isBuiltIn(kind) ? builtIn[kind].conversationOf : undefined);

/** Watch the sessions of a server. */
export const watchConversations = (own: Own): void => {
  const {world, sessions, ports} = own;
  const due = new Set<Live>();
  const lookSoon = (live: Live): void => world.background('look for a conversation', () => look(own, live));
  sessions.listen({
    onOutput: live => {
      const {agent = '', conversation} = world.state.sessions[live.name] ?? {};
      if (due.has(live) || finderOf(agent) === undefined) return;
      due.add(live);
      ports.after(conversation === undefined ? EVERY_MS : KNOWN_MS, () => {
        due.delete(live);
        lookSoon(live);
      });
    },
    // Later nobody can say which it was.
    onClosing: lookSoon,
    onEnding: (name, exit) => forgotten(own, name, exit),
  });
};

/** Record which conversation a running agent has by now. */
const look = async ({world, moods}: Own, live: Live): Promise<void> => {
  const session = world.state.sessions[live.name];
  if (session === undefined || live.pty === undefined) return;
  const {cwd, agent, name, conversation} = session;
  const found = finderOf(agent)?.({pid: live.pty.pid, cwd, env: live.env, startedAt: live.startedAt});
  if (found === undefined) return;
  const other = otherWith(Object.values(world.state.sessions), session, found);
  moods.submit(name, 'conversation', other === undefined ? undefined : sharedWith(other));
  if (other === undefined && found !== conversation)
    await world.commit('system', [{type: 'session-conversed', session: name, conversation: found}]);
};

/** Both would write into one record, and only one can go on with it. */
const sharedWith = ({name}: Session): Told => ({
  mood: 'asks',
  why: `it has opened the conversation of ${name}, which has it open too`,
  way_out: `end one of them, or begin another conversation here; only ${name} comes back to this one`,
});

const otherWith = (sessions: readonly Session[], own: Session, id: string): Session | undefined =>
  sessions.find(it => it.name !== own.name && isLive(it) && it.agent === own.agent && it.conversation === id);

/** An agent that was to go on and ended at once would do so each time. */
const forgotten = ({world, sessions, ports}: Own, name: string, {code}: PtyExit): readonly Change[] => {
  const live = sessions.find(name);
  if (live === undefined || !live.goesOn || live.isEnding || code === 0) return [];
  // It did not come to the agent: what was to make its worktree ready has failed.
  if (isPending(world.state, world.state.sessions[name]?.task_id)) return [];
  return ports.now().getTime() - live.startedAt < AT_ONCE_MS ? [{type: 'session-conversed', session: name}] : [];
};
