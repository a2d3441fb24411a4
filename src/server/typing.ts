/** Typing into a session for someone, and reading its text. */
import type {Engine} from '../terminal/engine.ts';
import {encodePaste} from '../terminal/encode.ts';
import type {Ports} from './ports.ts';
import type {Live} from './live.ts';
import type {Sessions} from './sessions.ts';

/** How long the program may take to show what was typed, milliseconds. */
const ECHO_MS = 1500;

type Typing = {readonly live: Live; readonly sessions: Sessions; readonly ports: Ports};

/**
 * Paste text, wait until the program has reacted, then press Enter and wait again.
 *
 * @returns `stalled` when it did not react to the Enter, `typed` when no Enter was asked for
 */
export const typeInto = async (
  typing: Typing,
  text: string,
  isEntered: boolean,
): Promise<'delivered' | 'typed' | 'stalled'> => {
  const {live} = typing;
  const echo = heard(typing);
  live.pty?.write(encodePaste(text, live.engine.modes));
  await echo;
  if (!isEntered) return 'typed';
  const reaction = heard(typing);
  live.pty?.write(Buffer.from('\r'));
  return (await reaction) ? 'delivered' : 'stalled';
};

/** The next output of a session, or false when none came in time. */
const heard = ({live, sessions, ports}: Typing): Promise<boolean> =>
  new Promise(resolve => {
    const listening = sessions.listen({
      onOutput: it => {
        if (it === live) end(true);
      },
    });
    const timer = ports.after(ECHO_MS, () => end(false));
    const end = (isHeard: boolean): void => {
      listening[Symbol.dispose]();
      timer[Symbol.dispose]();
      resolve(isHeard);
    };
  });

/** The newest lines above the screen, as text. */
export const historyText = (engine: Engine, lines: number): readonly string[] => {
  const from = Math.max(0, engine.historyLines - lines);
  return Array.from({length: engine.historyLines - from}, (_, at) => engine.historyText(from + at));
};
