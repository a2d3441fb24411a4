import {expect, test} from 'vitest';
import {CutCharacter} from '../../src/terminal/cut-character.ts';
import {randomOf} from '../kit/random.ts';

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

test('who calls may use its bytes again', () => {
  const cut = new CutCharacter();
  const parts: Buffer[] = [];
  const bytes = Buffer.alloc(2);
  for (const [first = 0, second = 0] of [Buffer.from('界').subarray(0, 2), Buffer.from('界').subarray(2)]) {
    bytes.set([first, second]);
    cut.pass(second === 0 ? bytes.subarray(0, 1) : bytes, part => parts.push(Buffer.from(part)));
    bytes.fill(0x58);
  }
  expect(Buffer.concat(parts).toString()).toBe('界');
});
