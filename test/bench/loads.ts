/** What floods a pane: text made from a seed, the same in every run. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Stage} from './stage.ts';

/** Distinct text that is then repeated: enough for no cache to know it, quick to make. */
const DISTINCT_BYTES = 4_000_000;
const SEED = 12_345;

const words =
  'the build server compiled module warning error note at line in file src lib test index main value return const function class import export default async await promise buffer stream socket pane window session client attach detach render frame cursor scroll region margin history resize layout'.split(
    ' ',
  );

type Random = (below: number) => number;

/** Whole numbers from 0, by xorshift. */
const makeRandom = (): Random => {
  let state = SEED;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
};

const word = (random: Random): string => words[random(words.length)] ?? '';

/** Plain lines as a compiler writes them, of 85 columns on average. */
const asciiLine = (random: Random): string => {
  const length = 20 + random(130);
  let line = '';
  while (line.length < length) line += `${word(random)} `;
  return `${line}\n`;
};

const coloured: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => `\u001b[${30 + random(8)}m${text}\u001b[0m `,
  (text, random) => `\u001b[1;${90 + random(8)}m${text}\u001b[m `,
  (text, random) => `\u001b[38;5;${random(256)}m${text}\u001b[39m `,
  (text, random) => `\u001b[38;2;${random(256)};${random(256)};${random(256)};48;5;${random(256)}m${text}\u001b[0m `,
];

/** Words in 16, 256 and 24-bit colours, as a test runner or `bat` writes them. */
const sgrLine = (random: Random): string => {
  const count = 6 + random(14);
  let line = '';
  for (let at = 0; at < count; at++) line += coloured[random(coloured.length)]?.(word(random), random) ?? '';
  return `${line}\n`;
};

/** Lines of 199 columns, none like another: what fills a history. */
const wideLine = (random: Random): string => `${`${String(random(1e8))} `.padEnd(9)}${'abcdefghij'.repeat(19)}\n`;

const lineOf = {ascii: asciiLine, sgr: sgrLine, wide: wideLine};

export type LoadName = keyof typeof lineOf;
/** A file, and its size in bytes. */
export type Load = {readonly path: string; readonly bytes: number};

/**
 * Make a load.
 *
 * @param megabytes the least it holds, 1e6 bytes each
 */
export const makeLoad = (stage: Stage, name: LoadName, megabytes: number): Load => {
  const random = makeRandom();
  const lines: string[] = [];
  for (let made = 0; made < Math.min(DISTINCT_BYTES, megabytes * 1e6);) {
    const line = lineOf[name](random);
    lines.push(line);
    made += line.length;
  }
  const distinct = Buffer.from(lines.join(''));
  const all = Buffer.concat(Array.from({length: Math.ceil((megabytes * 1e6) / distinct.length)}, () => distinct));
  const path = join(stage.dir, `${name}.txt`);
  writeFileSync(path, all);
  return {path, bytes: all.length};
};
