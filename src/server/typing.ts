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
/** How long Enter comes after a paste is shown; sooner, some agents take it for a part of the paste. Milliseconds. */
const PASTED_MS = 150;
/** How long an agent may take to begin with what it was told, milliseconds. */
const PROOF_MS = 2000;
/** How often a text is pasted, and how often Enter is pressed then, at the most. */
const PASTES = 3;
const ENTERS = 3;
/** Rows by which an Enter that an agent takes for a part of the text makes its prompt longer; one that is taken makes a new one. */
const NEW_ROWS = 1;
/**
 * What agents show in place of a long text: `[Pasted text #1 +22 lines]`, `[Pasted Content 1234 chars]`, `[Pasted ~23 lines]`,
 * `[Pasted Text: 23 lines]` (Claude Code, Codex, OpenCode, Gemini; seen by running them).
 */
const PASTED = /\[pasted\b[^\]]*\]/iu;
/** Letters at the end of a text by which it is found on the screen. */
const END = 12;

/** `stalled`: the program did not react to the Enter; `typed`: no Enter was asked for. */
export type Outcome = 'delivered' | 'typed' | 'stalled';

type Typing = {readonly live: Live; readonly sessions: Sessions; readonly ports: Ports; readonly world: World};

/** Paste text, wait until the program has reacted, then press Enter and wait for a proof that it was read. */
export const typeInto = async (typing: Typing, text: string, isEntered: boolean): Promise<Outcome> => {
  const {live} = typing;
  for (let n = 0; n < PASTES; n++) {
    const before = live.outputAt;
    await paste(typing, text);
    if (!isEntered) return 'typed';
    const end = await enter(typing, text);
    if (end !== 'unseen') return end;
    // A program that draws has read what was typed, too: it had no prompt for it yet.
    if (live.outputAt === before || live.draft > 0 || lettersOf(text) === '') return 'stalled';
  }
  return 'stalled';
};

const paste = async (typing: Typing, text: string): Promise<void> => {
  const {live, ports} = typing;
  const echo = tellsMood(typing) ? shown(typing, text) : heard(typing, ECHO_MS);
  const {bracketedPaste} = live.engine.modes;
  live.pty?.write(encodePaste(text, live.engine.modes));
  await echo;
  if (bracketedPaste) await new Promise<void>(resolve => ports.after(PASTED_MS, resolve));
};

/**
 * Press Enter until there is a proof that it was taken; an agent that is busy may lose it. A text that has left the prompt was
 * taken, too: a turn may be over before it is told. What stays there is a text that is begun: nothing is typed behind it.
 */
const enter = async (typing: Typing, text: string): Promise<'delivered' | 'stalled' | 'unseen'> => {
  const {live} = typing;
  let stand = below(live.engine, text);
  for (let n = 0; n < ENTERS; n++) {
    const proof = proved(typing);
    live.pty?.write(Buffer.from('\r'));
    if (await proof) return 'delivered';
    if (!tellsMood(typing) || moodOf(typing) === 'asks') return 'stalled';
    const now = below(live.engine, text);
    if (now === undefined) return stand === undefined ? 'unseen' : 'delivered';
    // A prompt that is moved down, by what is drawn above it, is moved with all that is below it.
    if (stand !== undefined && now - stand > NEW_ROWS) return 'delivered';
    stand = now;
  }
  live.draft += text.length;
  return 'stalled';
};

/** How many rows are below the one where a text stands, if it is shown. */
const below = (engine: Engine, text: string): number | undefined => {
  const row = placeOf(engine, text);
  if (row === undefined) return undefined;
  const rows = Array.from({length: engine.rows - row}, (_, at) => engine.rowText(row + at));
  return rows.findLastIndex(it => it !== '');
};

const moodOf = ({live, world}: Typing) => world.signals.sessions[live.name]?.mood;
const tellsMood = ({live, world}: Typing): boolean => isTalker(world.state.sessions[live.name]?.agent ?? '');

const lettersOf = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The row where the end of a text stands last, which may begin in the row above, or what is shown in its place. */
const placeOf = (engine: Engine, text: string): number | undefined => {
  const end = lettersOf(text).slice(-END);
  if (end === '') return undefined;
  const rowOf = (y: number): string => (y < 0 ? '' : engine.rowText(y));
  const holds = (words: string): boolean => lettersOf(words).includes(end);
  const ends = (y: number): boolean => holds(rowOf(y)) || (!holds(rowOf(y - 1)) && holds(rowOf(y - 1) + rowOf(y)));
  const rows = Array.from({length: engine.rows}, (_, y) => y).toReversed();
  return rows.find(ends) ?? rows.find(y => PASTED.test(rowOf(y)));
};

/** An agent that tells its mood begins to work; of all others any output will do. */
const proved = (typing: Typing): Promise<boolean> => {
  if (!tellsMood(typing) || moodOf(typing) === 'working') return heard(typing, ECHO_MS);
  const {world} = typing;
  const isAtWork = (): boolean => moodOf(typing) === 'working';
  return within(typing, PROOF_MS, done => world.listen({onSignals: () => void (isAtWork() && done())}));
};

/** The text itself is on the screen, or false when it did not come in time: an agent draws other things besides. */
const shown = (typing: Typing, text: string): Promise<boolean> => {
  const {live, sessions} = typing;
  const isShown = (): boolean => placeOf(live.engine, text) !== undefined;
  return within(typing, ECHO_MS, done => sessions.listen({onOutput: it => void (it === live && isShown() && done())}));
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
