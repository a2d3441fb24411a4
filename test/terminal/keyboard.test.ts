import {expect, test} from 'vitest';
import {openHeard} from './kit.ts';

test.each([
  ['', 0],
  ['\u001b[>5u', 5],
  ['\u001b[>1u\u001b[>8u', 8],
  ['\u001b[>1u\u001b[>8u\u001b[<u', 1],
  ['\u001b[>1u\u001b[>8u\u001b[<9u', 0],
  ['\u001b[=3u', 3],
  ['\u001b[=3u\u001b[=8;2u', 11],
  ['\u001b[=3u\u001b[=1;3u', 2],
  ['\u001b[>255u', 31],
  ['\u001b[>5u\u001b[?1049h', 0],
  ['\u001b[>5u\u001b[?1049h\u001b[>2u\u001b[?1049l', 5],
  ['\u001b[>5u\u001bc', 0],
  ['\u001b[<u\u001b[>4u', 4],
])('after %j the flags are %i, and told so', (bytes, flags) => {
  using it = openHeard();
  it.write(`${bytes}\u001b[?u`);
  expect(it.engine.modes.kittyFlags).toBe(flags);
  expect(it.said).toEqual([`\u001b[?${flags}u`]);
});

test('pushing without end forgets the oldest', () => {
  using it = openHeard();
  it.write('\u001b[>1u'.repeat(1000));
  it.write('\u001b[<31u');
  expect(it.engine.modes.kittyFlags).toBe(1);
  it.write('\u001b[<u');
  expect(it.engine.modes.kittyFlags).toBe(0);
});

test.each([
  ['\u001b[>4;2m', 2],
  ['\u001b[>4;1m', 1],
  ['\u001b[>4;2m\u001b[>4m', 0],
  ['\u001b[>4;2m\u001b[>4n', 0],
  ['\u001b[>4;2m\u001bc', 0],
  ['\u001b[>1;2m', 0],
])('after %j other keys are modified as %i says', (bytes, expected) => {
  using it = openHeard();
  it.write(`${bytes}\u001b[?4m`);
  expect(it.engine.modes.modifyOtherKeys).toBe(expected);
  expect(it.said).toEqual([`\u001b[>4;${expected}m`]);
});
