import {expect, test} from 'vitest';
import {emptyState} from '../../src/core/state.ts';
import {SCHEMA_VERSION} from '../../src/store/schema.ts';
import {checkVersion, migrate, type Step} from '../../src/store/migrate.ts';

const appending = (word: string): Step => ({
  state: raw => `${String(raw)} ${word}`,
  event: raw => `${String(raw)} ${word}!`,
});
const table = {1: appending('two'), 2: appending('three')};

test('an old state is lifted one version at a time', () => {
  expect(migrate('one', 1, {part: 'state', known: 3, table})).toBe('one two three');
});

test('an old event is lifted from the version of its file', () => {
  expect(migrate('two', 2, {part: 'event', known: 3, table})).toBe('two three!');
});

test('what is of this version stays as it is', () => {
  expect(migrate('three', 3, {part: 'state', known: 3, table})).toBe('three');
});

test('a missing step is a bug', () => {
  expect(() => migrate('zero', 0, {part: 'state', known: 3, table})).toThrow('no step from format 0 to 1');
});

test('a newer version is refused by name', () => {
  expect(() => checkVersion('/x/db.json', 4, 3)).toThrow('/x/db.json was written by a newer roundhouse (format 4');
});

test('a state from before there were discussions has none', () => {
  const {discussions: _, conversations: __, ...old} = emptyState();
  expect(migrate(old, 1, {part: 'state'})).toEqual(emptyState());
  expect(SCHEMA_VERSION).toBe(2);
});
