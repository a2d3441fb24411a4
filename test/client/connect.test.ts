import {chmodSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {call, callWith} from '../../src/client/call.ts';
import {findServer, helloOf, needServer} from '../../src/client/connect.ts';
import type {Place} from '../../src/client/place.ts';
import {Fault} from '../../src/core/fault.ts';
import {pathsOf} from '../../src/core/paths.ts';
import {Connection} from '../../src/protocol/connection.ts';
import {encodePainted} from '../../src/protocol/frame.ts';
import {PROTOCOL, type Message} from '../../src/protocol/message.ts';
import {openFolder} from '../fixtures/store/folder.ts';

const me = {role: 'verb', version: '0.1.0'} as const;
const hello: Message = {type: 'hello', protocol: PROTOCOL, version: '0.1.0', features: [], pid: 42};

type Tiny = AsyncDisposable & {
  readonly place: Place;
  readonly socket: string;
  readonly folder: string;
  /** What clients said. */
  readonly heard: readonly Message[];
};

/** A folder as a repository's, with a lock that names a socket. */
const openPlace = async () => {
  const folder = await openFolder();
  const place: Place = {root: folder.path, commonDir: join(folder.path, '.git')};
  const dir = join(folder.path, 's');
  const socket = join(dir, 'x.sock');
  mkdirSync(dir, {mode: 0o700});
  mkdirSync(pathsOf(place.root).state, {recursive: true});
  writeFileSync(pathsOf(place.root).lock, JSON.stringify({socket}));
  return {place, folder: dir, socket, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]()};
};

/** A server that answers each message as the test says. */
const openTiny = async (answer: (message: Message, to: Connection) => void): Promise<Tiny> => {
  const {place, folder, socket, ...home} = await openPlace();
  const heard: Message[] = [];
  const open = new Set<Connection>();
  const server = createServer(stream => {
    const connection: Connection = new Connection(stream, {
      onMessage: message => {
        heard.push(message);
        answer(message, connection);
      },
    });
    open.add(connection);
  });
  const listening = Promise.withResolvers<void>();
  server.listen(socket, () => listening.resolve());
  await listening.promise;
  const dispose = async (): Promise<void> => {
    for (const connection of open) connection.close();
    server.close();
    await home[Symbol.asyncDispose]();
  };
  return {place, socket, folder, heard, [Symbol.asyncDispose]: dispose};
};

/** Greets, and answers each request with its own words. */
const echo = (message: Message, to: Connection): void => {
  const answers: Partial<Record<Message['type'], () => void>> = {
    hello: () => to.send(hello),
    request: () => {
      const {id, argv} = message as Extract<Message, {type: 'request'}>;
      to.send({type: 'response', id, out: argv.join(' '), exit: 0});
    },
  };
  answers[message.type]?.();
};

test('the client says hello first, with all it says of itself', async () => {
  await using it = await openTiny(echo);
  const link = await findServer(it.place, {...me, role: 'attach', show: 'planner'});
  expect(it.heard).toEqual([helloOf({...me, role: 'attach', show: 'planner'})]);
  link?.connection.close();
});

test('a hello says who, where and with what environment', () => {
  expect(helloOf(me)).toMatchObject({
    type: 'hello',
    protocol: PROTOCOL,
    pid: process.pid,
    cwd: process.cwd(),
    env: {PATH: process.env['PATH']},
  });
});

test("the server's hello comes with the link", async () => {
  await using it = await openTiny(echo);
  const link = await findServer(it.place, me);
  expect(link?.server).toEqual(hello);
  link?.connection.close();
});

test('a command is answered', async () => {
  await using it = await openTiny(echo);
  const link = await needServer(it.place, me, []);
  expect(await call(link, ['list-tasks', '--json'], 80)).toMatchObject({out: 'list-tasks --json', exit: 0});
  expect(it.heard.at(-1)).toEqual({type: 'request', id: 1, argv: ['list-tasks', '--json'], cols: 80});
  link.connection.close();
});

test('a verb is sent with its params by name to a server that knows how', async () => {
  await using it = await openTiny((message, to) => {
    if (message.type === 'hello') to.send({...hello, features: ['params']});
    else echo(message, to);
  });
  const link = await needServer(it.place, me, []);
  await callWith(link, 'create-task', {title: 'tidy'});
  expect(it.heard.at(-1)).toEqual({type: 'request', id: 1, argv: ['create-task'], params: {title: 'tidy'}});
  link.connection.close();
});

test('params by name are not sent to a server that would not read them', async () => {
  await using it = await openTiny(echo);
  const link = await needServer(it.place, me, []);
  expect(() => callWith(link, 'list-tasks', {})).toThrow(expect.objectContaining({code: 'server-older'}));
  expect(it.heard).toHaveLength(1);
  link.connection.close();
});

test('what comes before anybody listens is not lost', async () => {
  await using it = await openTiny((_, to) => {
    to.send(hello);
    to.send({type: 'resize', cols: 1, rows: 2});
  });
  const link = await needServer(it.place, me, []);
  await new Promise(setImmediate);
  const heard: Message[] = [];
  link.listen({onMessage: message => heard.push(message)});
  await vi.waitFor(() => expect(heard).toEqual([{type: 'resize', cols: 1, rows: 2}]));
  link.connection.close();
});

test('a first frame that comes right after the hello is not lost', async () => {
  await using it = await openTiny((_, to) => {
    to.send(hello);
    to.write(encodePainted(1, Buffer.from('first')));
  });
  const link = await needServer(it.place, me, []);
  await new Promise(setImmediate);
  const frames: string[] = [];
  link.listen({onMessage: () => undefined, onFrame: frame => frames.push(frame.payload.subarray(4).toString())});
  await vi.waitFor(() => expect(frames).toEqual(['first']));
  link.connection.close();
});

test('an end that comes right after the hello is not lost', async () => {
  await using it = await openTiny((_, to) => {
    to.send(hello);
    to.end();
  });
  const link = await needServer(it.place, me, []);
  await vi.waitFor(() => expect(link.connection.isOpen).toBe(false));
  const onClose = vi.fn<() => void>();
  link.listen({onMessage: () => undefined, onClose});
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});

test('a server that refuses says why', async () => {
  await using it = await openTiny((_, to) =>
    to.end({type: 'bye', reason: 'refused', fault: new Fault('store-locked', {pid: 7, path: '/x'}).toJSON()}),
  );
  await expect(findServer(it.place, me)).rejects.toMatchObject({code: 'store-locked'});
});

test('a server that goes without a word is told', async () => {
  await using it = await openTiny((_, to) => to.close());
  await expect(findServer(it.place, me)).rejects.toMatchObject({code: 'connection-lost'});
});

test('a server that goes instead of answering is told', async () => {
  await using it = await openTiny((message, to) => {
    const answers: Partial<Record<Message['type'], () => void>> = {hello: () => to.send(hello)};
    (answers[message.type] ?? (() => to.close()))();
  });
  const link = await needServer(it.place, me, []);
  await expect(call(link, ['list-tasks'])).rejects.toMatchObject({code: 'connection-lost'});
});

test('where no lock is, no server runs', async () => {
  await using it = await openPlace();
  rmSync(pathsOf(it.place.root).lock);
  expect(await findServer(it.place, me)).toBeUndefined();
});

test.each(['', '{', '{}', '{"socket":7}', 'null'])('a lock that says %j names no server', async text => {
  await using it = await openPlace();
  writeFileSync(pathsOf(it.place.root).lock, text);
  expect(await findServer(it.place, me)).toBeUndefined();
});

test('where nobody listens, no server runs', async () => {
  await using it = await openPlace();
  expect(await findServer(it.place, me)).toBeUndefined();
});

test.each([0o755, 0o777, 0o710, 0o701])(
  'a folder of mode %o is not ours alone, and nothing is sent there',
  async mode => {
    await using it = await openTiny(echo);
    chmodSync(it.folder, mode);
    await expect(findServer(it.place, me)).rejects.toMatchObject({
      code: 'socket-foreign',
      details: {path: it.socket},
    });
    expect(it.heard).toEqual([]);
  },
);

test('a server that cannot start says so with its exit code', async () => {
  await using it = await openPlace();
  const program = join(it.folder, 'server.mjs');
  writeFileSync(program, 'process.exit(7);\n');
  await expect(needServer(it.place, me, [program])).rejects.toMatchObject({
    code: 'server-start-failed',
    details: {reason: 'it ended with code 7'},
  });
});

test('a server that tells why it cannot start is quoted', async () => {
  await using it = await openPlace();
  const program = join(it.folder, 'server.mjs');
  const fault = new Fault('state-newer', {path: '/p', found: 2, known: 1}).toJSON();
  writeFileSync(program, `process.send(${JSON.stringify(fault)}, () => process.exit(4));\n`);
  await expect(needServer(it.place, me, [program])).rejects.toMatchObject({code: 'state-newer'});
});

test('a state folder that cannot be made is named', async () => {
  await using it = await openPlace();
  const {home, state} = pathsOf(it.place.root);
  rmSync(home, {recursive: true});
  writeFileSync(home, 'a file in the way');
  await expect(needServer(it.place, me, ['x'])).rejects.toMatchObject({
    code: 'state-unwritable',
    details: {path: state},
  });
});
