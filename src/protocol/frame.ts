/** Bytes ↔ frames: u32 length (big endian, of kind and payload), a kind byte, the payload. Frozen. */
import {Fault} from '../core/fault.ts';

/** What a payload is. Kinds that are not listed are skipped by whoever reads them. */
export const KIND = {
  /** JSON, one message. */
  control: 0,
  /** u32 number, then terminal bytes for a client that relays them. */
  painted: 1,
  /** What the user's terminal sent. */
  input: 2,
  /** u32 number of the painted frame that the user's terminal has taken. */
  taken: 3,
} as const;

export type Frame = {readonly kind: number; readonly payload: Buffer};

/** A longer frame closes its connection, bytes. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;

const HEAD = 4;

export const encodeFrame = (kind: number, payload: Uint8Array): Buffer => {
  const frame = Buffer.allocUnsafe(HEAD + 1 + payload.length);
  frame.writeUInt32BE(payload.length + 1, 0);
  frame[HEAD] = kind;
  frame.set(payload, HEAD + 1);
  return frame;
};

/** A painted frame: its number goes before the bytes. */
export const encodePainted = (number: number, bytes: Uint8Array): Buffer => {
  const frame = Buffer.allocUnsafe(HEAD + 1 + 4 + bytes.length);
  frame.writeUInt32BE(bytes.length + 5, 0);
  frame[HEAD] = KIND.painted;
  frame.writeUInt32BE(number, HEAD + 1);
  frame.set(bytes, HEAD + 5);
  return frame;
};

export const encodeTaken = (number: number): Buffer => {
  const payload = Buffer.allocUnsafe(4);
  payload.writeUInt32BE(number, 0);
  return encodeFrame(KIND.taken, payload);
};

/** Puts frames together from pieces as they arrive. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #bytes = 0;

  /**
   * Take what arrived and give the frames that are whole.
   *
   * @throws Fault `frame-malformed` for a length of 0 or over {@link MAX_FRAME_BYTES}; the reader is then of no more use
   */
  feed(piece: Buffer): readonly Frame[] {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | undefined {
    if (this.#bytes < HEAD) return undefined;
    const length = this.#front(HEAD).readUInt32BE(0);
    if (length < 1 || length > MAX_FRAME_BYTES)
      throw new Fault('frame-malformed', {reason: `a frame of ${length} bytes`});
    const end = HEAD + length;
    if (this.#bytes < end) return undefined;
    const all = this.#front(end);
    this.#pieces[0] = all.subarray(end);
    this.#bytes -= end;
    return {kind: all[HEAD] ?? 0, payload: all.subarray(HEAD + 1, end)};
  }

  /** The first piece; joined with those behind it only where it is shorter than `size`. */
  #front(size: number): Buffer {
    const [first] = this.#pieces;
    if (first !== undefined && first.length >= size) return first;
    const joined = Buffer.concat(this.#pieces);
    this.#pieces = [joined];
    return joined;
  }
}
