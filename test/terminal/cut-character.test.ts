import {expect, test} from 'vitest';
import {CutCharacter} from '../../src/terminal/cut-character.ts';
import {randomOf} from './kit.ts';

const passed = (bytes: Uint8Array, sizes: () => number): Buffer => {
  const cut = new CutCharacter();
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = sizes();
    cut.pass(bytes.subarray(at, at + size), part => parts.push(Buffer.from(part)));
    at += size;
  }
  return Buffer.concat(parts);
};

test('no character is cut, wherever reads end', () => {
  const cut = new CutCharacter();
  for (const byte of Buffer.from('a\u200dé界👍z'))
    cut.pass(Uint8Array.of(byte), part => expect(Buffer.from(part).toString()).not.toContain('\ufffd'));
});

test.each([1, 2, 3])('all bytes come through in their order (seed %i)', seed => {
  const random = randomOf(seed);
  const bytes = Buffer.from(Array.from({length: 4000}, () => (random(3) === 0 ? random(128) : 128 + random(128))));
  const whole = Buffer.concat([bytes, Buffer.from('.')]);
  expect(passed(whole, () => 1 + random(5)).equals(whole)).toBe(true);
});
