/** Which rows of a session changed since somebody last looked, for any number of lookers. */
import type {Engine} from '../../terminal/engine.ts';

/** The engine knows what is dirty for one reader; this keeps it for many, as a counter a row. */
export class RowStamps {
  readonly #engine: Engine;
  #stamps: Uint32Array;
  #count = 1;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#stamps = new Uint32Array(engine.rows).fill(this.#count);
  }

  /** Take over what the engine marked. @returns the newest stamp: rows with a higher one will have changed after now */
  sweep(): number {
    const {dirty, rows} = this.#engine;
    if (this.#stamps.length !== rows) this.#stamps = new Uint32Array(rows);
    this.#count++;
    for (let y = 0; y < rows; y++) if (dirty[y] !== 0) this.#stamps[y] = this.#count;
    this.#engine.clean();
    return this.#count;
  }

  /** Did a row change after a stamp? */
  isNewer(y: number, than: number): boolean {
    return (this.#stamps[y] ?? 0) > than;
  }
}
