import {describe, expect, test} from 'vitest';
import {z} from 'zod';
import {parseArgv} from '../../src/protocol/argv.ts';
import {isVerb, verbNames} from '../../src/protocol/names.ts';
import {entryOf, verbs} from '../../src/protocol/verbs.ts';

/** An example as a shell would split it. */
const wordsOf = (example: string): readonly string[] =>
  (example.match(/"[^"]*"|\S+/gu) ?? []).map(word => word.replaceAll('"', ''));

const shapeOf = (schema: unknown): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

/** Fields of the rows of a verb's table. */
const rowFields = (name: (typeof verbNames)[number]): readonly string[] => {
  const {result, table} = entryOf(name);
  const list: unknown = result instanceof z.ZodObject ? result.shape[table?.list ?? ''] : undefined;
  return list instanceof z.ZodArray ? shapeOf(list.element) : [];
};
const withTable = verbNames.filter(it => entryOf(it).table !== undefined && it !== 'list-events');

describe.each(verbNames)('%s', name => {
  const entry = entryOf(name);

  test('has an example that can be read', () => {
    const [program, ...argv] = wordsOf(entry.example);
    expect(program).toBe('roundhouse');
    expect(parseArgv(argv)).toMatchObject({verb: name});
  });

  test('is summed up in a line, imperative, without a full stop', () => {
    expect(entry.summary).toMatch(/^[A-Z][^\n]*[^.\s]$/u);
  });

  test('has words without flags that are among its params', () => {
    expect((entry.positional ?? []).filter(it => !Object.hasOwn(entry.params.shape, it))).toEqual([]);
  });

  test('has a description of each param', () => {
    const silent = Object.entries(entry.params.shape).filter(
      ([, schema]) => ((schema as z.ZodType).description ?? '') === '',
    );
    expect(silent).toEqual([]);
  });

  test('has a door', () => {
    expect(entry.doors).not.toEqual([]);
  });
});

test.each(withTable)('the table of %s has columns that its rows have', name => {
  expect(entryOf(name).table?.columns.filter(it => !rowFields(name).includes(it))).toEqual([]);
});

test('every entry has its name, and every name its entry', () => {
  expect(Object.keys(verbs).toSorted()).toEqual([...verbNames].toSorted());
});

test('verbs are named by verb and noun', () => {
  expect(verbNames.filter(it => !/^[a-z]+-[a-z]+$/u.test(it))).toEqual([
    'ask',
    'consult',
    'discuss',
    'gc',
    'reply',
    'suspend',
    'resume',
    'launch',
    'quickstart',
    'dashboard',
    'resources',
    'heavy',
    'attach',
    'init',
    'doctor',
    'completion',
    'skill',
    'config',
    'health',
    'shutdown',
  ]);
});

test('what a worker may call is about its own task, session or lease, or only lists', () => {
  const allowed = verbNames.filter(it => entryOf(it).worker === true);
  const free = allowed.filter(it => !Object.hasOwn(entryOf(it).params.shape, 'task_id'));
  expect(free.toSorted()).toEqual([
    'acquire-lease',
    'heavy',
    'list-leases',
    'list-sessions',
    'list-tasks',
    'read-screen',
    'release-lease',
    'renew-lease',
    'report-mood',
    'resources',
    'show-question',
  ]);
});

test('across versions one may attach, list and shut down', () => {
  const old = verbNames.filter(it => entryOf(it).anyVersion === true);
  expect(old.toSorted()).toEqual([
    'attach',
    'dashboard',
    'list-events',
    'list-leases',
    'list-sessions',
    'list-tasks',
    'shutdown',
  ]);
});

test.each(['toString', '__proto__', '', 'List-Tasks'])('%j is no verb', name => {
  expect(isVerb(name)).toBe(false);
});
