/** Waits until a session is in one of some moods. */
import {moodOf} from '../../core/board.ts';
import {Fault} from '../../core/fault.ts';
import {sessionOf, type Mood} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';
import type {World} from '../world.ts';
import {shownSession} from './shown-session.ts';

const AT_REST: readonly Mood[] = ['idle', 'asks', 'done', 'failed', 'gone'];

/** Less than the minute after which clients of MCP take a tool for dead. */
const WAIT_S = 50;

export const waitSession: Handler<'wait-session'> = async ({world, ports}, {params, gone}) => {
  const {name, until: moods = AT_REST, timeout: seconds = WAIT_S} = params;
  const isThere = (): boolean => {
    const mood = moodOf(sessionOf(world.state, name), world.signals);
    // Somebody who looks on must not keep others from being told that it is done.
    const isDone = mood === 'idle' && world.signals.sessions[name]?.mood_seen === true;
    return moods.includes(mood) || (isDone && moods.includes('done'));
  };
  if (!isThere()) {
    const wanted = moods.join(' or ');
    await waitFor(world, isThere, fail => {
      const timer = ports.after(seconds * 1000, () =>
        fail(new Fault('wait-timeout', {session: name, seconds, wanted})),
      );
      gone.addEventListener('abort', () => fail(new Fault('connection-lost', {})));
      return timer;
    });
  }
  return shownSession(world, name);
};

/** Look again at each change until it holds, or something ends the wait. */
const waitFor = (
  world: World,
  holds: () => boolean,
  limit: (fail: (fault: Fault) => void) => Disposable,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      listening[Symbol.dispose]();
      timer[Symbol.dispose]();
      settle();
    };
    const look = (): void => {
      if (holds()) end(resolve);
    };
    const timer = limit(fault => end(() => reject(fault)));
    const listening = world.listen({onEvents: look, onSignals: look});
  });
