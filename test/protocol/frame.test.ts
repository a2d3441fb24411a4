import {expect, test} from 'vitest';
import {encodeFrame, encodePainted, encodeTaken, FrameReader, KIND, MAX_FRAME_BYTES} from '../../src/protocol/frame.ts';

const lengthOf = (bytes: number): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes);
  return head;
};

const stream = Buffer.concat([
  encodeFrame(KIND.control, Buffer.from('{"type":"größe"}')),
  encodeFrame(KIND.input, Buffer.alloc(0)),
  encodePainted(7, Buffer.from('\u001b[H')),
  encodeFrame(99, Buffer.from('of a later version')),
  encodeTaken(7),
]);
const whole = [...new FrameReader().feed(stream)];

/** The frames of pieces that arrive one after the other, copied as they come. */
const read = (pieces: readonly Buffer[]) => {
  const reader = new FrameReader();
  return pieces.flatMap(piece => reader.feed(piece).map(({kind, payload}) => ({kind, payload: Buffer.from(payload)})));
};

test.each([
  ['a message', encodeFrame(KIND.control, Buffer.from('{}')), '00000003007b7d'],
  ['a painted frame', encodePainted(258, Buffer.from('hi')), '0000000701000001026869'],
  ['input', encodeFrame(KIND.input, Buffer.from('a')), '000000020261'],
  ['a frame that was taken', encodeTaken(0xffff_fffe), '0000000503fffffffe'],
  ['nothing', encodeFrame(KIND.input, Buffer.alloc(0)), '0000000102'],
])('%s has these bytes for ever', (_, frame, hex) => {
  expect(frame.toString('hex')).toBe(hex);
});

test('frames that arrive together come apart', () => {
  expect(whole.map(it => [it.kind, it.payload.toString('latin1').length])).toEqual([
    [0, 18],
    [2, 0],
    [1, 7],
    [99, 18],
    [3, 4],
  ]);
});

test('frames survive every split in two', () => {
  const splits = Array.from({length: stream.length + 1}, (_, at) => [stream.subarray(0, at), stream.subarray(at)]);
  expect(splits.filter(pieces => JSON.stringify(read(pieces)) !== JSON.stringify(whole))).toEqual([]);
});

test.each([1, 2, 3, 5, 7])('frames survive pieces of %i bytes', size => {
  const pieces = Array.from({length: Math.ceil(stream.length / size)}, (_, at) =>
    stream.subarray(at * size, (at + 1) * size),
  );
  expect(read(pieces)).toEqual(whole);
});

test('a frame of the greatest length is read', () => {
  const payload = Buffer.alloc(MAX_FRAME_BYTES - 1, 'x');
  expect(new FrameReader().feed(encodeFrame(KIND.painted, payload))).toHaveLength(1);
});

test.each([0, MAX_FRAME_BYTES + 1, 0xffff_ffff])('a length of %i bytes is refused before its payload comes', bytes => {
  expect(() => new FrameReader().feed(lengthOf(bytes))).toThrow(
    expect.objectContaining({code: 'frame-malformed', message: expect.stringContaining(`${bytes} bytes`)}),
  );
});

test('frames before a malformed one are not lost', () => {
  const reader = new FrameReader();
  expect(reader.feed(encodeTaken(1))).toHaveLength(1);
  expect(() => reader.feed(lengthOf(0))).toThrow('a frame of 0 bytes');
});

test('a large frame that comes in many pieces is put together in time', () => {
  const frame = encodeFrame(KIND.painted, Buffer.alloc(2 * 1024 * 1024, 'x'));
  const pieces = Array.from({length: frame.length / 512}, (_, at) => frame.subarray(at * 512, (at + 1) * 512));
  const reader = new FrameReader();
  const started = performance.now();
  for (const piece of pieces) reader.feed(piece);
  expect(performance.now() - started).toBeLessThan(300);
});
