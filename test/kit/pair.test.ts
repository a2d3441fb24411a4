import {setImmediate as turn} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {makePair} from './pair.ts';

test('what is written arrives in a later turn, in order', async () => {
  const [one, other] = makePair();
  const heard: string[] = [];
  other.on('data', (bytes: Buffer) => heard.push(bytes.toString()));
  one.write('a');
  one.write('b');
  expect(heard).toEqual([]);
  expect(one.writableLength).toBe(2);
  await turn();
  await turn();
  await turn();
  expect(heard.join('')).toBe('ab');
  expect(one.writableLength).toBe(0);
});

test('an end that is destroyed ends the other', async () => {
  const [one, other] = makePair();
  other.resume();
  one.destroy();
  await turn();
  await turn();
  expect(other.readableEnded).toBe(true);
});
