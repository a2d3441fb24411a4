import {chmodSync, lstatSync, readlinkSync, rmSync, writeFileSync} from 'node:fs';
import {createConnection} from 'node:net';
import {once} from 'node:events';
import type {Duplex} from 'node:stream';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {agentLinkOf, aimAgentLink, makeDoor, socketPath} from '../../src/server/door.ts';
import {openFolder} from '../fixtures/store/folder.ts';

const silent = {say: () => undefined, bug: () => undefined};
const modeOf = (path: string): number => lstatSync(path).mode & 0o777;

test('the socket of a repository lies in a folder of ours alone', async () => {
  await using folder = await openFolder();
  const dir = join(folder.path, 's');
  expect(socketPath('/shop/.git', {ROUNDHOUSE_SOCKET_DIR: dir})).toMatch(/\/s\/[0-9a-f]{16}\.sock$/u);
  expect(modeOf(dir)).toBe(0o700);
});

test('repositories do not share a socket, and each finds its own again', async () => {
  await using folder = await openFolder();
  const env = {ROUNDHOUSE_SOCKET_DIR: join(folder.path, 's')};
  const [a, b, again] = ['/a/.git', '/b/.git', '/a/.git'].map(it => socketPath(it, env));
  expect([a === b, a === again]).toEqual([false, true]);
});

test.each([0o755, 0o770, 0o701])('a folder that is there with mode %o is refused', async mode => {
  await using folder = await openFolder();
  chmodSync(folder.path, mode);
  expect(() => socketPath('/shop/.git', {ROUNDHOUSE_SOCKET_DIR: folder.path})).toThrow(
    expect.objectContaining({code: 'socket-foreign', details: {path: folder.path}}),
  );
});

test('a path that no socket can have is told with its length', async () => {
  await using folder = await openFolder();
  const dir = join(folder.path, 'ü'.repeat(40));
  expect(() => socketPath('/shop/.git', {ROUNDHOUSE_SOCKET_DIR: dir})).toThrow(
    expect.objectContaining({code: 'socket-path-long'}),
  );
});

test('a door that is open lets in, and is for us alone', async () => {
  await using folder = await openFolder();
  const path = join(folder.path, 'x.sock');
  const accept = vi.fn<(socket: Duplex) => void>(socket => void socket.destroy());
  const door = makeDoor(path, accept, silent);
  await door.open();
  await once(createConnection(path), 'close');
  expect([accept.mock.calls.length, modeOf(path)]).toEqual([1, 0o600]);
  door.close();
});

test('a socket that was removed is made again', async () => {
  await using folder = await openFolder();
  const path = join(folder.path, 'x.sock');
  const door = makeDoor(path, socket => socket.destroy(), silent);
  await door.open();
  rmSync(path);
  await door.open();
  await once(createConnection(path), 'close');
  door.close();
});

test('a file that a dead server left is replaced', async () => {
  await using folder = await openFolder();
  const path = join(folder.path, 'x.sock');
  writeFileSync(path, '');
  const door = makeDoor(path, socket => socket.destroy(), silent);
  await door.open();
  expect(lstatSync(path).isSocket()).toBe(true);
  door.close();
  expect(lstatSync(path, {throwIfNoEntry: false})).toBeUndefined();
});

test('the link to the SSH agent is aimed anew, but never at itself', async () => {
  await using folder = await openFolder();
  const link = agentLinkOf(join(folder.path, 'x.sock'));
  aimAgentLink(link, '/tmp/first');
  aimAgentLink(link, '/tmp/second');
  aimAgentLink(link, link);
  expect([link.endsWith('/x.agent'), readlinkSync(link)]).toEqual([true, '/tmp/second']);
});
