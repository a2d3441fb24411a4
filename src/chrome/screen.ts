/** The in-memory terminal that Ink draws on: a stream for Ink at one side, cells at the other. Owns an engine, knows no React. */
import {PassThrough, Writable} from 'node:stream';
import type {GraphemeTable} from '../terminal/cells.ts';
import {CELL} from '../terminal/cells.ts';
import type {Engine} from '../terminal/engine.ts';
import {openXtermEngine} from '../terminal/xterm-engine.ts';

/**
 * What Ink draws on. Its writes are parsed before they return. It says that it is no terminal: then Ink neither clears it nor
 * brackets its frames nor hides a cursor, which would also write to our standard error when the process ends.
 */
class Stdout extends Writable {
  readonly isTTY = false;
  readonly columns: number;
  readonly rows: number;

  constructor(size: {readonly cols: number; readonly rows: number}, onText: (text: string) => void) {
    super({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        onText(chunk.toString());
        done();
      },
    });
    this.columns = size.cols;
    this.rows = size.rows;
  }
}

export type ScreenOptions = {
  readonly cols: number;
  readonly rows: number;
  readonly graphemes: GraphemeTable;
};

/** A screen of a fixed size; another size is another screen. */
export class Screen implements Disposable {
  readonly stdout: Writable;
  /** Nobody types on it: keys are dealt with in the server's main thread. */
  readonly stdin: NodeJS.ReadableStream = new PassThrough();
  readonly #rows: number;
  readonly #width: number;
  readonly #engine: Engine;
  #changed = false;

  constructor({cols, rows, graphemes}: ScreenOptions) {
    // One row more than is shown: Ink ends each frame with a line feed, which must not scroll.
    const size = {cols: Math.max(2, cols), rows: rows + 1};
    const silent = {onReply: () => {}, onTitle: () => {}, onBell: () => {}};
    this.#rows = rows;
    this.#width = cols * CELL;
    this.#engine = openXtermEngine({...size, history: 0, graphemes}, silent);
    this.stdout = new Stdout(size, text => this.#feed(text));
  }

  /** Was something drawn since the last `copy`? */
  get changed(): boolean {
    return this.#changed;
  }

  /** Copy all cells. @param into `cols * rows * CELL` values */
  copy(into: Uint32Array): void {
    for (let y = 0; y < this.#rows; y++) this.#engine.row(y, into.subarray(y * this.#width, (y + 1) * this.#width));
    this.#engine.clean();
    this.#changed = false;
  }

  /** End the stream first, so that Ink writes nothing more when it is unmounted. */
  [Symbol.dispose](): void {
    this.stdout.destroy();
    this.#engine[Symbol.dispose]();
  }

  /** Ink ends lines with a bare line feed, as a terminal driver would not pass it on. */
  #feed(text: string): void {
    this.#engine.feed(Buffer.from(text.replaceAll('\n', '\r\n')));
    this.#changed = true;
  }
}
