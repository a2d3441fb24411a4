/** Anything a program may write, through the built product with a client attached: nothing breaks, grows or leaks. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from '../smoke/machine.ts';
import {launcher} from '../smoke/product.ts';
import {until} from '../smoke/until.ts';
import {strangersIn} from './fuzz/vocabulary.ts';
import {Window} from './programs/window.ts';

/** 200 at full count make 200 MB. */
const rounds = Number(process.env['ROUNDHOUSE_ROUNDS'] ?? 10);
const ROUND_BYTES = 1e6;
/** No round takes longer unless it hangs, milliseconds. */
const ROUND_MS = 30_000;
/** The most the server may have held at any time, MB: an idle one has about 90, its input would be more. */
const MOST_MB = 400;
const seed = Number(process.env['ROUNDHOUSE_SEED'] ?? 20_261_121);

/** What a terminal answers: reports of place, state, modes, keyboard, sizes, names and colours. */
const REPLY =
  /\u001b\[[?>=]?[\d;]*(?:\$y|[Rncytu])|\u001b\[>4;\d+m|\u001bP(?:[!>]\||[01]\$r|[01]\+r)[^\u0000-\u001f]*\u001b\\|\u001b\](?:4;\d+|1[012]|7501);[^\u0000-\u001f]*(?:\u001b\\|\u0007)|\u001b\[[IO]/gu;

/** The most memory a process has had, MB. */
const peakOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Infinity) / 1024;

test(
  `${rounds} rounds of a million bytes, random, tampered and hostile (seed ${seed})`,
  {timeout: 60_000 + rounds * ROUND_MS},
  async () => {
    await using machine = new Machine();
    const shop = machine.repository();
    const sent: Buffer[] = [];
    const heardPath = join(machine.folder, 'heard');
    using window = new Window({
      argv: [launcher],
      cwd: shop.root,
      env: {...machine.env, COLORTERM: 'truecolor'},
      cols: 100,
      rows: 30,
      onBytes: bytes => sent.push(Buffer.from(bytes)),
    });
    const text = (): string => window.rows.join('\n');
    const comes = (what: string, isThere: () => boolean): Promise<true> =>
      until(what, isThere, {withinMs: ROUND_MS, instead: text});
    await comes('the client shows the planner', () => text().includes('This is the planner'));
    const feeder = join(import.meta.dirname, 'fuzz/feeder.ts');
    window.types(`exec ${process.execPath} ${feeder} ${seed} ${rounds} ${ROUND_BYTES} ${heardPath}\r`);
    for (let round = 1; round <= rounds; round++)
      await comes(`round ${round} is over`, () => Number(/\[round (\d+)\]/u.exec(text())?.[1] ?? 0) >= round);
    await comes('all rounds are over', () => text().includes('[all rounds are over]'));
    const {server} = shop;
    expect(strangersIn(Buffer.concat(sent))).toEqual([]);
    expect(readFileSync(heardPath, 'latin1').replaceAll(REPLY, '').slice(0, 500)).toBe('');
    expect(shop.log.filter(it => 'bug' in it || 'stray' in it)).toEqual([]);
    expect(peakOf(server)).toBeLessThan(MOST_MB);
    window.types('\u0002d');
    await until('the client has left', () => window.isOver);
    expect(await shop.does('list-sessions')).toMatchObject({sessions: [{name: 'planner', status: 'active'}]});
  },
);
