/** What the terminal tests share: engines with an ear, numbers from a seed, cells as text. */
import {BLANK, CELL, CODE_MASK, GRAPHEME, GraphemeTable, WIDTH_SHIFT, type Grid} from '../../src/terminal/cells.ts';
import type {Engine, EngineOptions} from '../../src/terminal/engine.ts';
import {openXtermEngine} from '../../src/terminal/xterm-engine.ts';

/** An engine, and all it said in order. */
export type Heard = Disposable & {
  readonly engine: Engine;
  readonly said: string[];
  readonly graphemes: GraphemeTable;
  readonly write: (text: string) => void;
};

export const openHeard = (options: Partial<EngineOptions> = {}): Heard => {
  const {graphemes = new GraphemeTable()} = options;
  const said: string[] = [];
  const engine = openXtermEngine(
    {cols: 20, rows: 5, history: 100, ...options, graphemes},
    {
      onReply: bytes => said.push(bytes),
      onTitle: title => said.push(`title ${title}`),
      onBell: () => said.push('bell'),
      onNotice: notice => said.push(`notice ${JSON.stringify(notice)}`),
      onProgress: ({state, percent}) => said.push(`progress ${state} ${percent ?? ''}`.trimEnd()),
      onFolder: path => said.push(`folder ${path}`),
      onClipboard: text => said.push(`clipboard ${JSON.stringify(text)}`),
      onStatus: status => said.push(`status ${JSON.stringify(status)}`),
      onPrompt: () => said.push('prompt'),
    },
  );
  const write = (text: string): void => engine.feed(Buffer.from(text));
  return {engine, said, graphemes, write, [Symbol.dispose]: () => engine[Symbol.dispose]()};
};

/** A row as text, the right halves of wide characters left out. */
export const textOf = (row: Uint32Array, graphemes: GraphemeTable): string => {
  let text = '';
  for (let at = 0; at < row.length; at += CELL) {
    const word = row[at] ?? BLANK;
    if (word >>> WIDTH_SHIFT === 0) continue;
    text += word & GRAPHEME ? graphemes.textOf(word & CODE_MASK) : String.fromCodePoint(word & CODE_MASK);
  }
  return text;
};

/** A grid as lines of text, blanks at their ends cut. */
export const pictureOf = (grid: Grid, graphemes = new GraphemeTable()): readonly string[] =>
  Array.from({length: grid.rows}, (_, y) => textOf(grid.row(y), graphemes).trimEnd());

/** The rows an engine says have changed. */
export const changedRows = (engine: Engine): readonly number[] =>
  [...engine.dirty.keys()].filter(y => engine.dirty[y] === 1);

/** One row of an engine's screen. */
export const rowOf = (engine: Engine, y: number): Uint32Array => {
  const row = new Uint32Array(engine.cols * CELL);
  engine.row(y, row);
  return row;
};
