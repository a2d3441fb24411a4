/**
 * Holds back a character of UTF-8 that was cut by the end of a read. The library loses one that is cut after a byte 0x80,
 * as the joiner of emoji is.
 */

const NONE = new Uint8Array();

export class CutCharacter {
  #held = NONE;

  /** Pass on all bytes but the beginning of a character at their end, after what was held. */
  pass(bytes: Uint8Array, on: (bytes: Uint8Array) => void): void {
    let rest = bytes;
    if (this.#held.length > 0) {
      const count = Math.min(missing(this.#held), continued(bytes));
      const whole = new Uint8Array([...this.#held, ...bytes.subarray(0, count)]);
      rest = bytes.subarray(count);
      if (rest.length === 0 && missing(whole) > 0) {
        this.#held = whole;
        return;
      }
      on(whole);
    }
    const cut = cutAt(rest);
    this.#held = cut === rest.length ? NONE : rest.slice(cut);
    if (cut > 0) on(cut === rest.length ? rest : rest.subarray(0, cut));
  }
}

/** How many bytes a character has by its first; 1 for what is none. */
const lengthOf = (byte: number): number =>
  byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc0 && byte < 0xe0 ? 2 : 1;

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

const missing = (held: Uint8Array): number => lengthOf(held[0] ?? 0) - held.length;

/** How many bytes at the beginning go on with a character; three at most. */
const continued = (bytes: Uint8Array): number => {
  let count = 0;
  while (count < 3 && count < bytes.length && isContinuation(bytes[count] ?? 0)) count++;
  return count;
};

/** Where a character begins that does not end; the length when there is none. */
const cutAt = (bytes: Uint8Array): number => {
  for (let at = bytes.length - 1; at >= 0 && at >= bytes.length - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (isContinuation(byte)) continue;
    return lengthOf(byte) > bytes.length - at ? at : bytes.length;
  }
  return bytes.length;
};
