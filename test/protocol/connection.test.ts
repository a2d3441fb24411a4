import {once} from 'node:events';
import {duplexPair, type Duplex} from 'node:stream';
import {expect, test, vi} from 'vitest';
import type {Fault} from '../../src/core/fault.ts';
import {Connection, type ConnectionEvents} from '../../src/protocol/connection.ts';
import {encodeFrame, encodeTaken, KIND} from '../../src/protocol/frame.ts';
import type {Message} from '../../src/protocol/message.ts';

const resize: Message = {type: 'resize', cols: 80, rows: 24};

/** One end of a stream as a connection, the other as it is. */
const open = (events: Partial<ConnectionEvents> = {}) => {
  const [near, far] = duplexPair();
  const heard: Message[] = [];
  const closed = vi.fn<(fault?: Fault) => void>();
  const connection = new Connection(near, {onMessage: it => heard.push(it), onClose: closed, ...events});
  const dispose = async (): Promise<void> => {
    connection.close();
    far.destroy();
  };
  return {connection, near, far, heard, closed, [Symbol.asyncDispose]: dispose};
};

const said = (stream: Duplex, text: string): boolean => stream.write(encodeFrame(KIND.control, Buffer.from(text)));

test('what one end sends the other hears, in order', async () => {
  const [a, b] = duplexPair();
  const heard: Message[] = [];
  const receiver = new Connection(b, {onMessage: it => heard.push(it)});
  const sender = new Connection(a, {onMessage: () => undefined});
  sender.send(resize);
  sender.send({type: 'bye', reason: 'detached'});
  await vi.waitFor(() => expect(heard).toEqual([resize, {type: 'bye', reason: 'detached'}]));
  sender.close();
  receiver.close();
});

test('frames of other kinds go to who asked for them', async () => {
  const onFrame = vi.fn<NonNullable<ConnectionEvents['onFrame']>>();
  await using it = open({onFrame});
  it.far.write(encodeTaken(3));
  await vi.waitFor(() => expect(onFrame).toHaveBeenCalledOnce());
  expect(onFrame.mock.lastCall).toMatchObject([{kind: KIND.taken}]);
});

test('an unknown message is skipped, and the next one is heard', async () => {
  await using it = open();
  said(it.far, '{"type":"lease"}');
  said(it.far, JSON.stringify(resize));
  await vi.waitFor(() => expect(it.heard).toEqual([resize]));
});

test.each([
  ['no JSON', encodeFrame(KIND.control, Buffer.from('{'))],
  ['a message that lacks a field', encodeFrame(KIND.control, Buffer.from('{"type":"resize"}'))],
  ['a frame of no length', Buffer.alloc(4)],
  ['a frame beyond all measure', Buffer.from('ffffffff', 'hex')],
])('a peer that sends %s is cut off', async (_, bytes) => {
  await using it = open();
  it.far.write(bytes);
  await vi.waitFor(() => expect(it.closed).toHaveBeenCalledOnce());
  expect(it.closed.mock.lastCall).toMatchObject([{code: 'frame-malformed'}]);
});

test('after a malformed frame nothing more is heard', async () => {
  await using it = open();
  said(it.far, '{');
  said(it.far, JSON.stringify(resize));
  await vi.waitFor(() => expect(it.closed).toHaveBeenCalledOnce());
  expect(it.heard).toEqual([]);
});

test('the last words arrive before the end', async () => {
  await using it = open();
  const bytes: Buffer[] = [];
  it.far.on('data', (piece: Buffer) => bytes.push(piece));
  it.connection.end({type: 'bye', reason: 'shutdown'});
  await once(it.far, 'end');
  expect(Buffer.concat(bytes).subarray(5).toString()).toBe('{"type":"bye","reason":"shutdown"}');
});

test('the end is told once, however often it is closed', async () => {
  await using it = open();
  it.connection.close();
  it.connection.close();
  await once(it.near, 'close');
  expect(it.closed).toHaveBeenCalledOnce();
});

test('nothing is sent after the end', async () => {
  await using it = open();
  it.connection.close();
  expect(() => it.connection.send(resize)).not.toThrow();
  expect(it.connection.isOpen).toBe(false);
});

test('a peer that does not read is cut off, not kept in memory for ever', async () => {
  await using it = open();
  const block = encodeFrame(KIND.painted, Buffer.alloc(4 * 1024 * 1024));
  for (let n = 0; n < 6; n++) it.connection.write(block);
  expect(it.closed.mock.lastCall).toMatchObject([{code: 'frame-malformed', details: {reason: 'it does not read'}}]);
});
