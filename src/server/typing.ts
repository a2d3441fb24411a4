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
/** How often Enter is pressed at the most. */
const ENTERS = 3;
/**
 * What agents show in place of a long text: `[Pasted text #1 +22 lines]`, `[Pasted Content 1234 chars]`, `[Pasted ~23 lines]`,
 * `[Pasted Text: 23 lines]` (Claude Code, Codex, OpenCode, Gemini; seen by running them).
 */
const PASTED = /\[pasted\b[^\]]*\]/giu;
/** Letters at the end of a text by which it is found on the screen. */
const END = 12;

/** `stalled`: the program did not react to the Enter; `typed`: no Enter was asked for. */
export type Outcome = 'delivered' | 'typed' | 'stalled';

type Typing = {readonly live: Live; readonly sessions: Sessions; readonly ports: Ports; readonly world: World};

/** Paste text, wait until the program has reacted, then press Enter and wait for a proof that it was read. */
export const typeInto = async (typing: Typing, text: string, isEntered: boolean): Promise<Outcome> => {
  const {live, ports} = typing;
  const old = copiesOf(live.engine, text).length;
  const echo = tellsMood(typing) ? shown(typing, text, old) : heard(typing, ECHO_MS);
  const {bracketedPaste} = live.engine.modes;
  live.pty?.write(encodePaste(text, live.engine.modes));
  await echo;
  if (bracketedPaste) await new Promise<void>(resolve => ports.after(PASTED_MS, resolve));
  if (!isEntered) return 'typed';
  return (await enter(typing, text, old)) ? 'delivered' : 'stalled';
};

/**
 * Press Enter until there is a proof that it was taken; an agent that is busy may lose it. A text that has left the prompt was
 * taken, too: a turn may be over before it is told. What stays there is a text that is begun: nothing is typed behind it.
 *
 * @param old copies of the text that were on the screen before
 */
const enter = async (typing: Typing, text: string, old: number): Promise<boolean> => {
  const {live} = typing;
  let stand = standOf(typing, text, old);
  let now = stand;
  for (let n = 0; n < ENTERS && !isTouched(typing); n++) {
    if (await pressed(typing)) return true;
    if (stand === undefined || live.pty === undefined) return false;
    now = standOf(typing, text, 0);
    if (isSent(stand, now)) return true;
    stand = now ?? stand;
  }
  if (stand === undefined) return false;
  // An agent that hides its prompt for a while shows it again with the text.
  if (now !== undefined) live.draft += text.length;
  return now === undefined;
};

/** Press Enter. @returns whether there is a proof that it was taken */
const pressed = (typing: Typing): Promise<boolean> => {
  const proof = proved(typing);
  typing.live.pty?.write(Buffer.from('\r'));
  return proof;
};

/** An Enter would answer a form, or send what a person has begun. */
const isTouched = ({live, world}: Typing): boolean => showsForm(world, live.name) || live.draft > 0;

/**
 * How many rows are below the last copy of a text in an agent's terminal; undefined where there are no more than those before.
 * A prompt that is moved, by what is drawn above it, is moved with all that is below it.
 */
const standOf = (typing: Typing, text: string, old: number): number | undefined => {
  const {engine} = typing.live;
  const copies = copiesOf(engine, text);
  const row = tellsMood(typing) && copies.length > old ? copies.at(-1) : undefined;
  return row === undefined ? undefined : rowsOf(engine).filter((it, y) => y > row && it !== '').length;
};

/** An Enter that is taken brings at least an answer and a new prompt; one that is taken for a part of the text, one row. */
const isSent = (before: number, now = before): boolean => now - before >= 2;

/** Does a program ask something itself? What its task asks is no question on its screen. */
export const showsForm = ({signals}: World, session: string): boolean => {
  const {mood, mood_source: source} = signals.sessions[session] ?? {};
  return mood === 'asks' && source !== 'task';
};

const moodOf = ({live, world}: Typing) => world.signals.sessions[live.name]?.mood;
const tellsMood = ({live, world}: Typing): boolean => isTalker(world.state.sessions[live.name]?.agent ?? '');

const lettersOf = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The rows in which copies of a text end, or what is shown in their place, from the top. Few letters are all that a row ends with. */
const copiesOf = (engine: Engine, text: string): readonly number[] => {
  const letters = Array.from(lettersOf(text));
  if (letters.length === 0) return [];
  const end = letters.slice(-END).join('\n*') + (letters.length < END ? '$' : '');
  const rows = rowsOf(engine);
  return [...endsIn(rows.map(lettersOf), new RegExp(end, 'gmu')), ...endsIn(rows, PASTED)].toSorted((a, b) => a - b);
};

/** The rows in which finds end, which may begin in one above. */
const endsIn = (rows: readonly string[], pattern: RegExp): readonly number[] => {
  const all = rows.join('\n');
  return [...all.matchAll(pattern)].map(it => all.slice(0, it.index + it[0].length).split('\n').length - 1);
};

const rowsOf = (engine: Engine): readonly string[] => Array.from({length: engine.rows}, (_, y) => engine.rowText(y));

/** An agent that tells its mood begins to work; of all others any output will do. */
const proved = (typing: Typing): Promise<boolean> => {
  if (!tellsMood(typing) || moodOf(typing) === 'working') return heard(typing, ECHO_MS);
  const {world} = typing;
  const isAtWork = (): boolean => moodOf(typing) === 'working';
  return within(typing, PROOF_MS, done => world.listen({onSignals: () => void (isAtWork() && done())}));
};

/** Another copy of the text is on the screen, or false when it did not come in time: an agent draws other things besides. */
const shown = (typing: Typing, text: string, old: number): Promise<boolean> => {
  const {live, sessions} = typing;
  const isShown = (): boolean => copiesOf(live.engine, text).length > old;
  return within(typing, ECHO_MS, done => sessions.listen({onOutput: it => void (it === live && isShown() && done())}));
};

/** The next output of a session, or false when none came in time. */
const heard = (typing: Typing, ms: number): Promise<boolean> =>
  within(typing, ms, done => typing.sessions.listen({onOutput: it => void (it === typing.live && done())}));

/** Wait for something, or false when it did not come in time. */
export const within = (
  {ports}: Pick<Typing, 'ports'>,
  ms: number,
  listen: (done: () => void) => Disposable,
): Promise<boolean> =>
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
