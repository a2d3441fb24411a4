/**
 * Holds back a character of UTF-8 that was cut by the end of a read. The library loses one that is cut after a byte 0x80,
 * as the joiner of emoji is.
 */

export class CutCharacter {
  /** A copy: who calls may use its bytes again. */
  readonly #held = new Uint8Array(4);
  #count = 0;

  /** Pass on all bytes but the beginning of a character at their end, after what was held. */
  pass(bytes: Uint8Array, on: (bytes: Uint8Array) => void): void {
    let from = 0;
    if (this.#count > 0) {
      const length = lengthOf(this.#held[0] ?? 0);
      while (from < bytes.length && this.#count < length && isContinuation(bytes[from] ?? 0))
        this.#held[this.#count++] = bytes[from++] ?? 0;
      if (from === bytes.length && this.#count < length) return;
      const whole = this.#held.subarray(0, this.#count);
      this.#count = 0;
      on(whole);
    }
    const cut = cutAt(bytes, from);
    for (let at = cut; at < bytes.length; at++) this.#held[this.#count++] = bytes[at] ?? 0;
    if (cut > from) on(bytes.subarray(from, cut));
  }
}

/** How many bytes a character has by its first; 1 for what is none. */
const lengthOf = (byte: number): number =>
  byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc0 && byte < 0xe0 ? 2 : 1;

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** Where a character begins, after `from`, that does not end; the length when there is none. */
const cutAt = (bytes: Uint8Array, from: number): number => {
  for (let at = bytes.length - 1; at >= from && at >= bytes.length - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (isContinuation(byte)) continue;
    return lengthOf(byte) > bytes.length - at ? at : bytes.length;
  }
  return bytes.length;
};
