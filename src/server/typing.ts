/** Typing into a session for someone, and reading its text. */
import {isTalker} from '../core/agents.ts';
import type {Engine} from '../terminal/engine.ts';
import {encodePaste} from '../terminal/encode.ts';
import type {Ports} from './ports.ts';
import type {Live} from './live.ts';
import type {Sessions} from './sessions.ts';
import type {World} from './world.ts';

/** How long the program may take to show what was typed, milliseconds. */
const ECHO_MS = 1500;
/** How long after a paste Enter comes; sooner, some agents take it for a part of the paste. Milliseconds. */
const PASTED_MS = 150;
/** How long an agent may take to begin with what it was told, milliseconds. */
const PROOF_MS = 5000;

/** `stalled`: the program did not react to the Enter; `typed`: no Enter was asked for. */
export type Outcome = 'delivered' | 'typed' | 'stalled';

type Typing = {readonly live: Live; readonly sessions: Sessions; readonly ports: Ports; readonly world: World};

/** Paste text, wait until the program has reacted, then press Enter and wait for a proof that it was read. */
export const typeInto = async (typing: Typing, text: string, isEntered: boolean): Promise<Outcome> => {
  const {live, ports} = typing;
  const echo = heard(typing, ECHO_MS);
  const {bracketedPaste} = live.engine.modes;
  const rest = bracketedPaste ? new Promise<void>(resolve => ports.after(PASTED_MS, resolve)) : undefined;
  live.pty?.write(encodePaste(text, live.engine.modes));
  await echo;
  await rest;
  if (!isEntered) return 'typed';
  const proof = proved(typing);
  live.pty?.write(Buffer.from('\r'));
  return (await proof) ? 'delivered' : 'stalled';
};

/** An agent that tells its mood begins to work; of all others any output will do. */
const proved = (typing: Typing): Promise<boolean> => {
  const {live, world} = typing;
  const moodOf = () => world.signals.sessions[live.name]?.mood;
  const tells = isTalker(world.state.sessions[live.name]?.agent ?? '') && moodOf() !== 'working';
  if (!tells) return heard(typing, ECHO_MS);
  return within(typing, PROOF_MS, done => world.listen({onSignals: () => void (moodOf() === 'working' && done())}));
};

/** The next output of a session, or false when none came in time. */
const heard = (typing: Typing, ms: number): Promise<boolean> =>
  within(typing, ms, done => typing.sessions.listen({onOutput: it => void (it === typing.live && done())}));

const within = ({ports}: Typing, ms: number, listen: (done: () => void) => Disposable): Promise<boolean> =>
  new Promise(resolve => {
    const listening = listen(() => end(true));
    const timer = ports.after(ms, () => end(false));
    const end = (isDone: boolean): void => {
      listening[Symbol.dispose]();
      timer[Symbol.dispose]();
      resolve(isDone);
    };
  });

/** The newest lines above the screen, as text. */
export const historyText = (engine: Engine, lines: number): readonly string[] => {
  const from = Math.max(0, engine.historyLines - lines);
  return Array.from({length: engine.historyLines - from}, (_, at) => engine.historyText(from + at));
};

/**
 * The last rows of the live screen, top first. Blank rows at the end are left out, and those between others count as one: how
 * far a program's prompt is from its last words is a matter of the terminal's size.
 */
export const lastRows = (engine: Engine, count: number): readonly string[] => {
  const rows: string[] = [];
  for (let y = engine.rows - 1; y >= 0 && rows.length < count; y--) {
    const text = engine.rowText(y);
    if (text !== '' || (rows.at(-1) ?? '') !== '') rows.push(text);
  }
  return rows.toReversed();
};
