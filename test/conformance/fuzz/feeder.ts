/**
 * The program in the pane: writes random bytes, recordings that were tampered with, and hostile sequences, from a seed; keeps
 * what it is told. After each round it takes its terminal back to the start and asks where the cursor is, which must be answered.
 *
 * argv: seed, rounds, bytes a round, file for what it is told
 */
import {appendFileSync, globSync, readFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {randomOf} from '../../kit/random.ts';
import {hostile} from './hostile.ts';

const [seed, rounds, roundBytes] = process.argv.slice(2, 5).map(Number) as [number, number, number];
const heardPath = process.argv[5] ?? '';
const random = randomOf(seed);
const recordings = globSync(join(import.meta.dirname, '../../fixtures/recordings/*.vt'))
  .sort()
  .map(it => readFileSync(it));
/** Ends what may be unfinished, and takes back what was set. */
const RESET = '\u0018\u001b\\\u001bc\u001b[!p';

let heard = '';
const take = (bytes: Buffer): void => {
  heard = (heard + bytes.toString('latin1')).slice(-4096);
  appendFileSync(heardPath, bytes);
};

/** A terminal takes what it can; the rest is offered again, and meanwhile answers are read. */
const write = async (bytes: Buffer): Promise<void> => {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done, Math.min(4096, bytes.length - done));
    } catch {
      await sleep(1);
    }
    await new Promise<void>(resolve => void setImmediate(resolve));
  }
};

const noise = (): Buffer => Buffer.from(Array.from({length: 1024}, () => random(256)));

/** A stretch of a recording: bytes changed, parts left out or said twice. */
const tampered = (): Buffer => {
  const whole = recordings[random(recordings.length)] ?? Buffer.alloc(0);
  const from = random(whole.length);
  const piece = Buffer.from(whole.subarray(from, from + 4096));
  for (let times = random(20); times > 0; times--) piece[random(piece.length)] = random(256);
  const cut = random(piece.length);
  return random(3) === 0 ? Buffer.concat([piece.subarray(cut), piece.subarray(0, cut)]) : piece;
};

const makers = [noise, tampered, tampered, () => hostile(random)];

process.stdin.setRawMode(true);
process.stdin.on('data', take);
for (let round = 1; round <= rounds; round++) {
  for (let made = 0; made < roundBytes;) {
    const piece = makers[random(makers.length)]?.() ?? noise();
    made += piece.length;
    await write(piece);
  }
  await write(Buffer.from(RESET));
  heard = '';
  await write(Buffer.from(`[round ${round}]\u001b[6n`));
  while (!/\u001b\[1;\d+R$/u.test(heard)) await sleep(1);
}
await write(Buffer.from('\r\n[all rounds are over]'));
await sleep(1e9);
