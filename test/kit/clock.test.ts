import {expect, test} from 'vitest';
import {Clock, durationOf} from './clock.ts';

test('time stands still until it is told to pass', () => {
  const clock = new Clock();
  const ran: string[] = [];
  const before = clock.now();
  clock.after(ran, 1000, () => ran.push('late'));
  clock.after(ran, 500, () => ran.push('early'));
  clock.pass(999);
  expect(ran).toEqual(['early']);
  clock.pass(1);
  expect(ran).toEqual(['early', 'late']);
  expect(clock.now() - before).toBe(1000);
});

test('short timers pass by themselves, and those they start', () => {
  const clock = new Clock();
  const ran: string[] = [];
  clock.after(ran, 30, () => {
    ran.push('first');
    clock.after(ran, 150, () => ran.push('second'));
  });
  clock.after(ran, 5000, () => ran.push('never'));
  expect(clock.passSoon()).toBe(true);
  expect(ran).toEqual(['first', 'second']);
  expect(clock.passSoon()).toBe(false);
  expect(clock.waits).toEqual([4820]);
});

test('a timer that starts itself anew is found out', () => {
  const clock = new Clock();
  const again = (): void => void clock.after(clock, 10, again);
  again();
  expect(() => clock.passSoon()).toThrow('something keeps itself awake');
});

test("an owner's timers are dropped together", () => {
  const clock = new Clock();
  const [mine, yours] = [{}, {}];
  const ran: string[] = [];
  clock.after(mine, 10, () => ran.push('mine'));
  using disposed = clock.after(yours, 10, () => ran.push('disposed'));
  disposed[Symbol.dispose]();
  clock.after(yours, 10, () => ran.push('yours'));
  clock.drop(mine);
  clock.pass(20);
  expect(ran).toEqual(['yours']);
});

test.each([
  ['30 s', 30_000],
  ['1.5 min', 90_000],
  ['2 h', 7_200_000],
  ['150 ms', 150],
])('%s is a duration', (words, ms) => expect(durationOf(words)).toBe(ms));

test('a duration without a unit is refused', () => expect(() => durationOf('30')).toThrow('"30" is no duration'));
