import {mkdir, readdir, readFile, stat, utimes, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import {expect, test} from 'vitest';
import {readLock, startedOf, type Holder} from '../../src/store/holder.ts';
import {takeLock} from '../../src/store/lock.ts';
import {startScript} from '../fixtures/store/child.ts';
import {openFolder, type Folder} from '../fixtures/store/folder.ts';

const options = {socket: '/tmp/some.sock', version: '1.2.3'};
const CONTENDERS = 40;

const leaveLock = async (folder: Folder, changes: Partial<Holder>): Promise<void> => {
  const holder = {pid: process.pid, started: startedOf(process.pid), host: hostname(), ...options, started_at: ''};
  await mkdir(folder.dir, {recursive: true});
  await writeFile(folder.at('server.lock'), JSON.stringify({...holder, ...changes}));
};

/** Let processes race for the lock, and count what each says. */
const race = async (folder: Folder): Promise<Record<string, number>> => {
  await using all = new AsyncDisposableStack();
  const contenders = Array.from({length: CONTENDERS}, () => all.use(startScript('contender', folder.dir)));
  await Promise.all(contenders.map(it => it.line()));
  for (const it of contenders) it.tell('go\n');
  const said = await Promise.all(contenders.map(it => it.line()));
  const counts: Record<string, number> = {};
  for (const word of said) counts[String(word)] = (counts[String(word)] ?? 0) + 1;
  return counts;
};

test('a lock says who holds it', async () => {
  await using folder = await openFolder();
  await using lock = await takeLock({dir: folder.dir, ...options});
  expect(readLock(folder.dir)).toMatchObject({pid: process.pid, host: hostname(), ...options, alive: true});
  expect(lock.isOurs()).toBe(true);
  expect((await stat(lock.path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder.dir)).toEqual(['server.lock']);
});

test('a lock that is touched is as new as can be', async () => {
  await using folder = await openFolder();
  await using lock = await takeLock({dir: folder.dir, ...options});
  await utimes(lock.path, new Date(0), new Date(0));
  lock.touch();
  expect(Date.now() - (await stat(lock.path)).mtimeMs).toBeLessThan(10_000);
  await lock.release();
  lock.touch();
  expect(readLock(folder.dir)).toBeUndefined();
});

test('a released lock is gone, and may be released again', async () => {
  await using folder = await openFolder();
  const lock = await takeLock({dir: folder.dir, ...options});
  await lock.release();
  await lock.release();
  expect(readLock(folder.dir)).toBeUndefined();
  expect(lock.isOurs()).toBe(false);
});

test('a living holder is named', async () => {
  await using folder = await openFolder();
  await using lock = await takeLock({dir: folder.dir, ...options});
  const again = takeLock({dir: folder.dir, ...options});
  await expect(again).rejects.toMatchObject({code: 'store-locked', details: {pid: process.pid, path: lock.path}});
});

test('the lock of a process that was killed is taken over', async () => {
  await using folder = await openFolder();
  const child = startScript('contender', folder.dir);
  child.tell('go\n');
  expect([await child.line(), await child.line()]).toEqual(['ready', 'held']);
  expect(readLock(folder.dir)).toMatchObject({pid: child.pid, alive: true});
  await child.kill();
  expect(readLock(folder.dir)).toMatchObject({pid: child.pid, alive: false});
  await using lock = await takeLock({dir: folder.dir, ...options});
  expect(lock.isOurs()).toBe(true);
});

test('the lock of an earlier process with the same pid is taken over', async () => {
  await using folder = await openFolder();
  await leaveLock(folder, {started: '1'});
  await using lock = await takeLock({dir: folder.dir, ...options});
  expect(lock.isOurs()).toBe(true);
});

test.each(['', '{"pid": ', '{}', '\0\0\0'])('a lock that names nobody is taken over: %j', async text => {
  await using folder = await openFolder();
  await mkdir(folder.dir);
  await writeFile(folder.at('server.lock'), text);
  expect(readLock(folder.dir)).toBeUndefined();
  await using lock = await takeLock({dir: folder.dir, ...options});
  expect(lock.isOurs()).toBe(true);
});

test('a lock from another host counts as held', async () => {
  await using folder = await openFolder();
  await leaveLock(folder, {pid: 999_999_999, host: 'elsewhere'});
  await expect(takeLock({dir: folder.dir, ...options})).rejects.toMatchObject({code: 'store-locked'});
  expect(readLock(folder.dir)).toMatchObject({host: 'elsewhere', alive: true});
});

test('a lock that another took is not ours, and stays when we release', async () => {
  await using folder = await openFolder();
  await using lock = await takeLock({dir: folder.dir, ...options});
  await leaveLock(folder, {host: 'elsewhere'});
  expect(lock.isOurs()).toBe(false);
  await lock.release();
  expect(readLock(folder.dir)).toMatchObject({host: 'elsewhere'});
});

test('a takeover that died is cleared away', async () => {
  await using folder = await openFolder();
  await leaveLock(folder, {pid: 999_999_999});
  await mkdir(folder.at('server.lock.takeover'));
  await utimes(folder.at('server.lock.takeover'), 1, 1);
  await using lock = await takeLock({dir: folder.dir, ...options});
  expect(lock.isOurs()).toBe(true);
  expect(await readdir(folder.dir)).toEqual(['server.lock']);
});

test('a folder that cannot be made is named', async () => {
  await using folder = await openFolder();
  await writeFile(folder.dir, 'a file in the way');
  await expect(takeLock({dir: folder.dir, ...options})).rejects.toMatchObject({code: 'state-unwritable'});
});

test('one of 40 processes gets a free lock', async () => {
  await using folder = await openFolder();
  expect(await race(folder)).toEqual({held: 1, 'store-locked': CONTENDERS - 1});
}, 60_000);

test('one of 40 processes takes a stale lock over', async () => {
  await using folder = await openFolder();
  await leaveLock(folder, {pid: 999_999_999});
  expect(await race(folder)).toEqual({held: 1, 'store-locked': CONTENDERS - 1});
  expect(await readFile(folder.at('server.lock'), 'utf8')).not.toContain('999999999');
  expect(await readdir(folder.dir)).toEqual(['server.lock']);
}, 60_000);

test('one of 40 processes takes a stale lock over when a takeover died before', async () => {
  await using folder = await openFolder();
  await leaveLock(folder, {pid: 999_999_999});
  await mkdir(folder.at('server.lock.takeover'));
  await utimes(folder.at('server.lock.takeover'), 1, 1);
  expect(await race(folder)).toEqual({held: 1, 'store-locked': CONTENDERS - 1});
}, 60_000);
