/** Plays the steps of a reply: decides what must be known before the first byte, then writes piece by piece. */
import {callOf} from './hands.ts';
import type {Ask} from './ask.ts';
import type {Gates} from './gates.ts';
import type {Writer} from './protocols/protocol.ts';
import type {Reply} from './reply.ts';
import type {Failure, From, Seen, Step} from './step.ts';

/** How the writing of a reply ended. */
export type Ending = {readonly end: 'whole' | 'cut'} | {readonly end: 'failed'; readonly failure: Failure};

/** What a reply is played with. `gone` tells that nobody listens any more. */
export type Stage = {
  readonly ask: Ask;
  readonly writer: Writer;
  readonly gates: Gates;
  readonly gone: AbortSignal;
  /** A failure that is not due any more is passed over. */
  readonly isDue: (step: Extract<Step, {does: 'fail'}>) => boolean;
  /** Refuse the request before the first byte. */
  readonly refuse: (failure: Failure) => void;
};

/** A text comes in pieces of so many characters. */
const PIECE = 24;

/** Write a reply. */
export const play = async ({steps, seen}: Reply, stage: Stage): Promise<Ending> => {
  let isBegun = false;
  const begin = (): void => {
    if (!isBegun) stage.writer.begin();
    isBegun = true;
  };
  for (const step of steps) {
    if (stage.gone.aborted) return {end: 'cut'};
    if (step.does === 'fail') {
      if (!stage.isDue(step)) continue;
      const {failure} = step;
      if (isBegun) stage.writer.fail(failure);
      else stage.refuse(failure);
      return {end: 'failed', failure};
    }
    // What waits first and says nothing yet can still be refused.
    if (step.does !== 'wait') begin();
    if (!(await acts[step.does](step as never, stage, seen))) return {end: 'cut'};
  }
  begin();
  stage.writer.end();
  return {end: 'whole'};
};

type Plain = Exclude<Step, {does: 'fail'}>;
/** Do a step. @returns whether the reply goes on */
type Act<D extends Plain['does']> = (
  step: Extract<Plain, {does: D}>,
  stage: Stage,
  seen: Seen,
) => boolean | Promise<boolean>;

const acts: {readonly [D in Plain['does']]: Act<D>} = {
  say: ({text}, {writer}, seen) => {
    for (const piece of piecesOf(known(text, seen))) writer.text(piece);
    return true;
  },
  think: ({text}, {writer}, seen) => {
    writer.think(known(text, seen));
    return true;
  },
  answer: ({value}, stage) => {
    answer(value, stage);
    return true;
  },
  call: ({uses}, {ask, writer}, seen) => {
    for (const use of uses) writer.call(callOf(use, ask, seen));
    return true;
  },
  wait: async ({gate}, {gates, gone}) => {
    await gates.pass(gate, gone);
    return !gone.aborted;
  },
  hang: async (_, {gone}) => {
    await ended(gone);
    return false;
  },
  cut: () => false,
};

const known = (text: From<string>, seen: Seen): string => (typeof text === 'string' ? text : text(seen));

const piecesOf = (text: string): readonly string[] =>
  Array.from({length: Math.ceil(text.length / PIECE)}, (_, at) => text.slice(at * PIECE, (at + 1) * PIECE));

/** Claude Code takes JSON by a tool of its own; the others as text. */
const answer = (value: unknown, {ask, writer}: Stage): void => {
  const name = 'StructuredOutput';
  const isGiven = ask.results.some(it => /^structured output/iu.test(it));
  if (ask.tools.some(it => it.name === name) && !isGiven) writer.call({name, args: value as Record<string, unknown>});
  else writer.text(JSON.stringify(value));
};

const ended = async (gone: AbortSignal): Promise<void> => {
  if (gone.aborted) return;
  const {promise, resolve} = Promise.withResolvers<void>();
  gone.addEventListener('abort', () => resolve(), {once: true});
  await promise;
};
