/**
 * Two ends of a stream. Unlike `duplexPair` of Node, what is written arrives in a later turn, as over a socket: a peer cannot
 * answer before the writer has returned.
 */
import {Duplex} from 'node:stream';

class Side extends Duplex {
  other: Side | undefined;

  override _read(): void {
    // Pushed by the other side.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    setImmediate(() => {
      this.other?.arrive(chunk);
      done();
    });
  }

  override _final(done: () => void): void {
    setImmediate(() => {
      this.other?.arrive(null);
      done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    setImmediate(() => this.other?.arrive(null));
    done(error);
  }

  arrive(chunk: Buffer | null): void {
    if (!this.destroyed && !this.readableEnded && this.#isOpen) this.push(chunk);
    this.#isOpen &&= chunk !== null;
  }

  #isOpen = true;
}

/** Make a stream with two ends. */
export const makePair = (): readonly [Duplex, Duplex] => {
  const [one, other] = [new Side(), new Side()];
  one.other = other;
  other.other = one;
  return [one, other];
};
