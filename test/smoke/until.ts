/** Waiting in real time: on a condition, with a bound, and with words for what was waited for. */
import {setTimeout} from 'node:timers/promises';
import {startedOf} from '../../src/store/holder.ts';

/** How long anything may take that is not told otherwise, milliseconds. */
const LONGEST_MS = 10_000;
const LOOK_MS = 10;

/** What to say when it does not come about. */
type Waiting = {readonly withinMs?: number; readonly instead?: () => string};

/**
 * Look again and again until there is something to see.
 *
 * @param what    a sentence that would then hold: `the server has ended`
 * @param look    gives what was waited for; undefined or false means that it is not there yet
 * @param instead what is there in its place, for the message
 * @throws Error when it did not come about in time
 */
export const until = async <T>(
  what: string,
  look: () => T | undefined | false,
  {withinMs = LONGEST_MS, instead}: Waiting = {},
): Promise<T> => {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end)
      throw new Error(`after ${withinMs} ms it is not so that ${what}${instead === undefined ? '' : `\n${instead()}`}`);
    await setTimeout(LOOK_MS);
  }
};

/** Wait for what comes by itself, but not for ever. */
export const within = async <T>(what: string, coming: Promise<T>, withinMs: number = LONGEST_MS): Promise<T> => {
  const bound = new AbortController();
  const late = async (): Promise<never> => {
    await setTimeout(withinMs, undefined, {signal: bound.signal});
    throw new Error(`after ${withinMs} ms it is not so that ${what}`);
  };
  try {
    return await Promise.race([coming, late()]);
  } finally {
    bound.abort();
  }
};

/** Ask again and again until the answer is as it should be. */
export const untilSeen = async <T>(
  what: string,
  ask: (time: number) => Promise<T>,
  {isRight, withinMs = LONGEST_MS}: {readonly isRight: (answer: T) => boolean; readonly withinMs?: number},
): Promise<T> => {
  const end = performance.now() + withinMs;
  for (let time = 1; ; time++) {
    const answer = await ask(time);
    if (isRight(answer)) return answer;
    if (performance.now() > end)
      throw new Error(`after ${withinMs} ms it is not so that ${what}\n${JSON.stringify(answer)}`);
    await setTimeout(LOOK_MS);
  }
};

/** Does a process run? One that has ended and that nobody asked about yet does not. */
export const isRunning = (pid: number): boolean => startedOf(pid) !== undefined;

/** Wait until a process has ended. */
export const hasEnded = async (pid: number): Promise<void> => {
  await until(`process ${pid} has ended`, () => !isRunning(pid));
};
