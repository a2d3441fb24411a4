/** Where a sequence that a terminal sends ends. Nothing here depends on how the bytes were cut into reads. */

const ESC = 0x1b;
const BEL = 0x07;
/** A terminal's answer that is longer is not waited for. */
const LONGEST_STRING = 65_536;
const LONGEST_CSI = 256;

/** How long a sequence is, in bytes: `more` when its end has not come yet, `none` when it is no such sequence. */
export type Extent = number | 'more' | 'none';

/** The extent of the UTF-8 character at `at`; `none` when the bytes are not UTF-8. */
export const characterExtent = (bytes: Uint8Array, at: number): Extent => {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 'none';
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next];
    if (byte === undefined) return 'more';
    if ((byte & 0xc0) !== 0x80) return 'none';
  }
  return length;
};

/** The extent of the `CSI` at `at`, its two first bytes included. */
export const csiExtent = (bytes: Uint8Array, at: number): Extent => {
  const first = bytes[at + 2];
  if (first === undefined) return 'more';
  // The Linux console's F1 to F5 are CSI [ and a letter; the old mouse report is CSI M and three bytes.
  if (first === 0x5b) return bytes.length > at + 3 ? 4 : 'more';
  if (first === 0x4d) return bytes.length > at + 5 ? 6 : 'more';
  for (let end = at + 2; end < at + LONGEST_CSI; end++) {
    const byte = bytes[end];
    if (byte === undefined) return 'more';
    if (byte >= 0x40 && byte < 0x7f) return end + 1 - at;
    if (byte < 0x20 || byte > 0x3f) return 'none';
  }
  return 'none';
};

/**
 * The extent of the string at `at`, up to and with its terminator (ST, or BEL). Only the strings that terminals send
 * are taken for one: after Escape and the same letter a person may go on typing.
 */
export const stringExtent = (bytes: Uint8Array, at: number): Extent => {
  const kind = bytes[at + 1];
  const first = bytes[at + 2];
  if (first === undefined) return 'more';
  const isDigit = first >= 0x30 && first <= 0x39;
  const isAnswer =
    (kind === 0x5d && isDigit) ||
    (kind === 0x50 && (isDigit || (first >= 0x21 && first <= 0x3e))) ||
    (kind === 0x5f && first === 0x47);
  if (!isAnswer) return 'none';
  for (let end = at + 2; end < at + LONGEST_STRING; end++) {
    const byte = bytes[end];
    if (byte === undefined) return 'more';
    if (byte === BEL) return end + 1 - at;
    if (byte === ESC) {
      if (bytes.length <= end + 1) return 'more';
      // Another sequence than ST cuts the string off, and is read by itself.
      return bytes[end + 1] === 0x5c ? end + 2 - at : end - at;
    }
    if (byte < 0x20) return end - at;
  }
  return LONGEST_STRING;
};

/** Numbers of a CSI: parameters by `;`, each with its parts by `:`; what is left out is `undefined`. */
export const parametersOf = (text: string): readonly (readonly (number | undefined)[])[] =>
  text.split(';').map(it => it.split(':').map(part => (part === '' ? undefined : Number(part))));
