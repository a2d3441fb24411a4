/** One discussion as lines: who sits there, what each said, where they stand, and what it came to. Pure. */
import {ageOf} from './age.ts';
import type {Discussion, ReplyStatus, RoundNumber, ShortReply, Stance, StopReason} from './nouns/discussion.ts';
import type {Mood} from './nouns/session.ts';
import {saidWords, type Said} from './said.ts';
import {sanitise} from './sanitise.ts';
import {mark} from './signs.ts';
import type {View} from './view.ts';
import {columnsOf, wrapText} from './width.ts';

/** A piece of a line: text in a tone, or the sign of a mood. */
export type Part =
  | {readonly text: string; readonly tone?: 'quiet' | 'accent' | 'asking' | 'good' | 'danger'}
  | {readonly mood: Mood};

type Line = {
  readonly parts: readonly Part[];
  /** At the right half of the line. */
  readonly beside?: readonly Part[];
};

/** A line about a discussion. */
export type Detail = Line & {readonly key: string; readonly it: Discussion};

const quiet = (text: string): Text => ({text, tone: 'quiet'});

/** Tells that there is more than fits. */
export const moreOf = (it: Discussion): Detail => ({
  key: `${it.id} more`,
  it,
  parts: [quiet(`    ${mark.cut} Enter shows all`)],
});

/** How one that sits there is: as agents are. */
const replyMoods: Readonly<Record<ReplyStatus, Mood>> = {
  ok: 'done',
  empty: 'idle',
  failed: 'failed',
  timeout: 'failed',
  locked: 'suspended',
  missing: 'failed',
  cancelled: 'gone',
};

/** How a discussion is. */
export const moodOfDiscussion = (it: Discussion): Mood => {
  if (it.status === 'running') return 'working';
  if (it.status === 'failed') return it.stop_reason === 'cancelled' ? 'gone' : 'failed';
  return 'done';
};

/** Why it ended, in words. */
const endings: Readonly<Record<StopReason, string>> = {
  round_one_complete: 'one round',
  follow_up_not_needed: 'no follow-up needed',
  follow_up_complete: 'ended with the follow-up',
  follow_up_failed: 'the follow-up failed; round 1 stands',
  all_participants_failed: 'nobody could be heard',
  cancelled: 'cancelled',
  interrupted: 'cut off: the server ended',
};

const topics = {disagreement: 'the disagreement', risk: 'the risk', recommendation_gap: 'the recommendations'} as const;

/** A time in a few characters, to the second. */
const secondsText = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 120) return `${Math.floor(seconds)}s`;
  return `${Math.floor(seconds / 60)}m ${String(Math.floor(seconds % 60)).padStart(2, '0')}s`;
};

const repliesOf = ({replies}: Discussion, round: RoundNumber): readonly ShortReply[] =>
  replies.filter(it => it.round === round);

/** How long the round that runs has run; the second begins when the slowest of the first has answered. */
const waitedOf = (it: Discussion, now: number): number => {
  const before = it.round === 1 ? 0 : Math.max(0, ...repliesOf(it, 1).map(({duration_ms}) => duration_ms));
  return now - Date.parse(it.started_at) - before;
};

/** What each said last. */
const lastOf = (it: Discussion): readonly ShortReply[] =>
  it.panel.flatMap(({name}) => it.replies.findLast(reply => reply.participant === name && reply.status === 'ok') ?? []);

/** Do they stand against each other: by rule when it has ended, else as far as they have answered. */
export const isOpposed = (it: Discussion): boolean => {
  if (it.counts !== undefined) return it.counts.disagreements > 0;
  const stances = lastOf(it).map(({stance}) => stance);
  return stances.includes('for') && stances.includes('against');
};

/** How far it is, or what came of it and when; for the right of its line. */
export const standingOf = (it: Discussion, now: number): string => {
  if (it.status === 'running')
    return `${repliesOf(it, it.round).length}/${it.panel.length} ${secondsText(waitedOf(it, now))}`;
  return ageOf(it.ended_at, now);
};

/** What is known besides the record, and how much room there is. */
export type Telling = {
  readonly cols: number;
  readonly now: number;
  /** Rows of a position at the most; all of it is in the artifact. */
  readonly positionRows: number;
  /** Its topic stands above already. */
  readonly isTold: boolean;
  /** What it came to, where that was read. */
  readonly said: View['panel']['said'];
};

/** All there is to say of one. */
export const detailsOf = (it: Discussion, telling: Telling): readonly Detail[] => {
  const {cols, isTold, said} = telling;
  const told = said?.id === it.id ? said.lines : [];
  const lines: readonly Line[] = [
    ...(isTold ? [] : wrapText(sanitise(it.topic), cols - 6).map(text => ({parts: [{text: `${INDENT}${text}`}]}))),
    ...headOf(it, cols),
    ...stancesOf(it, cols),
    ...roundsOf(it, telling),
    ...told.flatMap(line => saidLines(line, cols)),
    ...(told.length > 0 ? [] : countsOf(it)),
  ];
  return lines.map((line, n) => ({key: `${it.id} ${n}`, it, ...line}));
};

type Text = Extract<Part, {text: string}>;
/** What stays on one line. */
type Piece = readonly Text[];

const INDENT = '    ';
const DOT = ` ${mark.dot} `;

/** Pieces behind each other with dots between them, going on below where a line is full. */
const flowing = (opening: Text, pieces: readonly Piece[], cols: number): readonly Line[] => {
  const lines: Part[][] = [];
  let used = Infinity;
  for (const piece of pieces) {
    const width = piece.reduce((sum, {text}) => sum + columnsOf(text), 0);
    const before = lines.length === 0 ? opening : {text: INDENT};
    const isFitting = used + DOT.length + width < cols;
    if (isFitting) lines.at(-1)?.push(quiet(DOT), ...piece);
    else lines.push([before, ...piece]);
    used = width + (isFitting ? used + DOT.length : columnsOf(before.text));
  }
  return lines.map(parts => ({parts}));
};

const headOf = (it: Discussion, cols: number): readonly Line[] => {
  const how = it.stop_reason === undefined ? 'going on' : endings[it.stop_reason];
  const by = it.opened_by === 'user' ? undefined : `by ${it.opened_by}`;
  const session = it.session === 'main' ? undefined : it.session;
  const pieces = [it.task_id, session, by].flatMap(word => (word === undefined ? [] : [[quiet(sanitise(word))]]));
  return flowing({text: INDENT}, [[{text: how, tone: it.status === 'failed' ? 'danger' : 'accent'}], ...pieces], cols);
};

const stanceTones: Readonly<Record<Stance, 'good' | 'danger' | 'asking'>> = {
  for: 'good',
  against: 'danger',
  mixed: 'asking',
};

const stancesOf = (it: Discussion, cols: number): readonly Line[] => {
  const last = lastOf(it);
  const sides = (['for', 'against', 'mixed'] as const).flatMap((stance): readonly Piece[] => {
    const names = last.filter(reply => reply.stance === stance).map(reply => sanitise(reply.participant));
    return names.length === 0 ? [] : [[{text: stance, tone: stanceTones[stance]}, {text: ` ${names.join(', ')}`}]];
  });
  if (sides.length === 0) return [];
  const isDiffering = isOpposed(it);
  return flowing(isDiffering ? {text: `  ${mark.comment} differ: `, tone: 'asking'} : {text: INDENT}, sides, cols);
};

/** From this width on, rounds stand beside each other. */
const BESIDE_COLS = 64;

const roundsOf = (it: Discussion, telling: Room): readonly Line[] => {
  const first = roundOf(it, 1, telling);
  if (it.round === 1) return first.map(parts => ({parts}));
  if (telling.cols < BESIDE_COLS) return [...first, ...roundOf(it, 2, telling)].map(parts => ({parts}));
  const half = {...telling, cols: telling.cols >> 1};
  const left = roundOf(it, 1, half);
  const right = roundOf(it, 2, half);
  return Array.from({length: Math.max(left.length, right.length)}, (_, n) => ({
    parts: left[n] ?? [],
    beside: right[n] ?? [],
  }));
};

type Room = Pick<Telling, 'cols' | 'now' | 'positionRows'>;

const roundOf = (it: Discussion, round: RoundNumber, {cols, now, positionRows}: Room): readonly (readonly Part[])[] => {
  const why = round === 2 && it.follow_up_reason !== undefined ? `, on ${topics[it.follow_up_reason]}` : '';
  const width = Math.min(16, Math.max(...it.panel.map(({name}) => name.length)));
  return [
    [{text: `    round ${round}`, tone: 'accent'}, quiet(why)],
    ...it.panel.flatMap(({name}): readonly (readonly Part[])[] => {
      const reply = repliesOf(it, round).find(({participant}) => participant === name);
      const said = wrapText(sanitise(reply?.position ?? ''), cols - 8).filter(text => text !== '');
      return [
        seatOf(it, reply, {name: sanitise(name).slice(0, width).padEnd(width), round, now}),
        ...rowsOf(said, positionRows).map(text => [quiet(`      ${text}`)]),
      ];
    }),
  ];
};

/** The first rows, with a sign where there are more. */
const rowsOf = (rows: readonly string[], most: number): readonly string[] =>
  rows.slice(0, most).map((row, at) => (at === most - 1 && rows.length > most ? `${row} ${mark.cut}` : row));

/** One that sits there: is waited for, has said where it stands, or why nothing came of it. */
const seatOf = (
  it: Discussion,
  reply: ShortReply | undefined,
  {name, round, now}: {readonly name: string; readonly round: RoundNumber; readonly now: number},
): readonly Part[] => {
  if (reply !== undefined) {
    const {status, stance, duration_ms} = reply;
    const word: Part =
      status === 'ok'
        ? {text: (stance ?? '').padEnd(10), ...(stance === undefined ? {} : {tone: stanceTones[stance]})}
        : {text: status.padEnd(10), tone: 'danger'};
    return [
      {text: '    '},
      {mood: replyMoods[status]},
      {text: ` ${name} `},
      word,
      quiet(duration_ms < 10_000 ? `${(duration_ms / 1000).toFixed(1)}s` : secondsText(duration_ms)),
    ];
  }
  const isAsked = it.status === 'running' && it.round === round;
  const how = isAsked ? `waiting   ${secondsText(waitedOf(it, now))}` : 'not asked';
  return [{text: '    '}, {mood: isAsked ? 'working' : 'gone'}, {text: ` ${name} `}, quiet(how)];
};

const saidTones: Readonly<Partial<Record<Said['kind'], 'good' | 'asking' | 'danger' | 'quiet'>>> = {
  agreed: 'good',
  differ: 'asking',
  risk: 'danger',
  unheard: 'danger',
  alone: 'asking',
  open: 'quiet',
};

/** Cells of the words before what is said. */
const WORD_COLS = 10;

const saidLines = ({kind, text}: Said, cols: number): readonly Line[] =>
  wrapText(sanitise(text), cols - WORD_COLS - 5).map((line, n) => ({
    parts: [
      {
        text: `    ${(n === 0 ? saidWords[kind] : '').padEnd(WORD_COLS)}`,
        ...(saidTones[kind] === undefined ? {} : {tone: saidTones[kind]}),
      },
      {text: line},
    ],
  }));

/** How much of each there is, until it is read what. */
const countsOf = ({counts}: Discussion): readonly Line[] => {
  if (counts === undefined) return [];
  const {agreements, disagreements, risks} = counts;
  const words = [`agreed ${agreements}`, `differ ${disagreements}`, `risks ${risks}`];
  return [{parts: [quiet(`    ${words.join(` ${mark.dot} `)}`)]}];
};
