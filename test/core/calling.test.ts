import {expect, test} from 'vitest';
import {isAmong, moodList, partOfDay, quietMsLeft} from '../../src/core/calling.ts';

/** A time of a day, local as the settings are. */
const at = (hours: number, minutes: number): Date => new Date(2026, 0, 2, hours, minutes, 30);

test.each([
  ['22:00-07:00', at(21, 59), 0],
  ['22:00-07:00', at(22, 0), 9 * 60],
  ['22:00-07:00', at(0, 0), 7 * 60],
  ['22:00-07:00', at(6, 59), 1],
  ['22:00-07:00', at(7, 0), 0],
  ['12:30-13:15', at(12, 29), 0],
  ['12:30-13:15', at(12, 30), 45],
  ['12:30-13:15', at(13, 15), 0],
  ['9:00 - 9:01', at(9, 0), 1],
  ['00:00-23:59', at(23, 59), 0],
  [undefined, at(3, 0), 0],
])('of %s at %s so many minutes are left: %i', (text, now, minutes) =>
  expect(quietMsLeft(text, now)).toBe(minutes * 60_000),
);

test.each(['22:00', '22-7', '24:00-07:00', '22:60-07:00', '22:00-22:00', 'at night', ''])(
  '%j is no part of the day',
  text => expect(partOfDay.safeParse(text).success).toBe(false),
);

test.each([
  ['asks', true],
  ['asks,done,failed', true],
  ['asks, failed', true],
  ['', false],
  ['asks,idle', false],
  ['Asks', false],
])('%j is a list of moods that call: %s', (text, isList) => expect(moodList.safeParse(text).success).toBe(isList));

test('a mood is among those that are written, and no other is', () => {
  expect((['asks', 'done', 'failed'] as const).map(it => isAmong(it, 'failed, asks'))).toEqual([true, false, true]);
});
