import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {emptyBook, leaseBook, type Lease, type LeaseBook, type LeaseId} from '../../src/core/nouns/lease.ts';
import {isRunning} from '../../src/server/leases.ts';
import {LeaseFile} from '../../src/store/lease-file.ts';
import {prune} from '../../src/work/leases.ts';
import {startScript, type Child} from '../fixtures/store/child.ts';
import {openFolder, type Folder} from '../fixtures/store/folder.ts';

const lease = (n: number): Lease => ({
  id: `HEAVY-${String(n).padStart(8, '0')}` as LeaseId,
  holder: {repo: '/shop', session: 'planner', kind: 'session', pid: n, started: 's'},
  purpose: 'test',
  granted_at: '2026-01-02T03:04:05.000Z',
  expires_at: '2026-01-02T03:34:05.000Z',
});
const fileIn = (folder: Folder): LeaseFile => new LeaseFile(folder.at('leases.json'));
const add =
  (n: number) =>
  (book: LeaseBook): {book: LeaseBook; answer: number} => ({
    book: {...book, leases: [...book.leases, lease(n)]},
    answer: n,
  });

test('a machine without the file has no leases, and reading makes none', async () => {
  await using folder = await openFolder();
  expect(fileIn(folder).read()).toEqual(emptyBook);
  expect(existsSync(folder.dir)).toBe(false);
});

test('a change is written whole, counted, and seen by another reader', async () => {
  await using folder = await openFolder();
  const changed = await fileIn(folder).change(add(1));
  expect(changed).toEqual({before: emptyBook, after: {...emptyBook, revision: 1, leases: [lease(1)]}, answer: 1});
  expect(fileIn(folder).read()).toEqual(changed.after);
});

test('a change that changes nothing writes nothing', async () => {
  await using folder = await openFolder();
  await fileIn(folder).change(add(1));
  const text = readFileSync(folder.at('leases.json'), 'utf8');
  await fileIn(folder).change(book => ({book, answer: undefined}));
  expect(readFileSync(folder.at('leases.json'), 'utf8')).toBe(text);
});

test('a change that is refused leaves the file as it was', async () => {
  await using folder = await openFolder();
  await fileIn(folder).change(add(1));
  const refused = fileIn(folder).change(() => {
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  expect(fileIn(folder).read()).toMatchObject({revision: 1, leases: [lease(1)]});
  await fileIn(folder).change(add(2));
  expect(fileIn(folder).read()).toMatchObject({revision: 2, leases: [lease(1), lease(2)]});
});

test('changes of many at once are all kept', async () => {
  await using folder = await openFolder();
  const files = Array.from({length: 5}, () => fileIn(folder));
  const numbers = Array.from({length: 6}, (_, n) => n * 5);
  await Promise.all(files.flatMap((file, at) => numbers.map(n => file.change(add(n + at + 1)))));
  const {leases, revision} = fileIn(folder).read();
  expect(revision).toBe(30);
  expect(leases.map(it => it.holder.pid).toSorted((a, b) => a - b)).toEqual(Array.from({length: 30}, (_, n) => n + 1));
});

test.each(['', '{"version":1,', 'null', '{"version":1,"leases":"none"}', '\u0000\u0000'])(
  'a file that says %j is set aside with a word, and the one before it is used',
  async text => {
    await using folder = await openFolder();
    await fileIn(folder).change(add(1));
    await fileIn(folder).change(add(2));
    writeFileSync(folder.at('leases.json'), text);
    expect(fileIn(folder).read()).toMatchObject({leases: [lease(1)]});
    const {mended, after} = await fileIn(folder).change(add(3));
    expect(mended).toContain(`was unreadable and is now ${folder.at('leases.json.damaged')}`);
    expect(mended).toContain('the state before its last change was taken');
    expect(after.leases).toEqual([lease(1), lease(3)]);
    expect(readFileSync(folder.at('leases.json.damaged'), 'utf8')).toBe(text);
    expect(await fileIn(folder).change(add(4))).not.toHaveProperty('mended');
  },
);

test('where the one before it cannot be read either, that all is forgotten is said', async () => {
  await using folder = await openFolder();
  await fileIn(folder).change(add(1));
  writeFileSync(folder.at('leases.json'), '{');
  writeFileSync(folder.at('leases.json.1'), '{');
  const {mended, after} = await fileIn(folder).change(add(2));
  expect(mended).toContain('all leases are forgotten');
  expect(after.leases).toEqual([lease(2)]);
});

test('a file of a newer version is refused, and not touched', async () => {
  await using folder = await openFolder();
  await fileIn(folder).change(add(1));
  const text = '{"version":2,"leases":{}}';
  writeFileSync(folder.at('leases.json'), text);
  expect(() => fileIn(folder).read()).toThrow('newer roundhouse');
  await expect(fileIn(folder).change(add(2))).rejects.toThrow('newer roundhouse');
  expect(readFileSync(folder.at('leases.json'), 'utf8')).toBe(text);
});

test('a folder that cannot be made is a fault', async () => {
  await using folder = await openFolder();
  writeFileSync(folder.dir, '');
  await expect(fileIn(folder).change(add(1))).rejects.toThrow('cannot write');
});

test('who watches is told of changes by others', async () => {
  await using folder = await openFolder();
  const told = Promise.withResolvers<void>();
  using _watching = await fileIn(folder).watch(() => told.resolve());
  await fileIn(folder).change(add(1));
  await told.promise;
});

const isFull = Number(process.env['ROUNDHOUSE_ROUNDS'] ?? 10) >= 100;
const ROUNDS = isFull ? 2 : 1;
/** Each is a Node of its own: forty take a machine of two processors a while. */
const CROWD = isFull ? 40 : 16;
const LIMIT = 3;

/** Processes of two repositories that ask, hold and release without end. */
const openCrowd = (path: string, round: number): readonly Child[] =>
  Array.from({length: CROWD}, (_, n) =>
    startScript('lessee', path, n % 2 === 0 ? '/shop' : '/bank', String(LIMIT), String(round * CROWD + n + 1)),
  );

test(
  'many processes of two repositories lose nothing and never hold too many, also when they are killed',
  {timeout: 120_000},
  async () => {
    await using folder = await openFolder();
    const path = folder.at('leases.json');
    for (let round = 0; round < ROUNDS; round++) {
      const crowd = openCrowd(path, round);
      const said = await Promise.all(
        crowd.map(async (child, n) => {
          // Each is killed after a grant or two, wherever it is then: waiting, writing, holding.
          const lines = [await child.line()];
          if (n % 3 === 0) lines.push(await child.line());
          return [...lines, ...(await child.kill())].filter(it => it !== undefined);
        }),
      );
      const grants = said.flat().map(it => it.slice(1).split(' ').map(Number) as [number, number]);
      expect(grants.length).toBeGreaterThanOrEqual(CROWD);
      expect(Math.max(...grants.map(([, held]) => held))).toBeLessThanOrEqual(LIMIT);
      // Every change of the file had a number of its own: none was written over.
      const revisions = grants.map(([revision]) => revision);
      expect(new Set(revisions).size).toBe(revisions.length);
      const book = leaseBook.parse(JSON.parse(readFileSync(path, 'utf8')));
      expect(book.revision).toBeGreaterThanOrEqual(Math.max(...revisions));
      expect(existsSync(`${path}.damaged`)).toBe(false);
      // They are dead: whoever looks next finds every lease and every place free.
      const left = prune(book, {now: Date.now(), isAlive: isRunning});
      expect([left.leases, left.queue]).toEqual([[], []]);
    }
  },
);
