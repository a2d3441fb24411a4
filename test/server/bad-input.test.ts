/** Bad input to every verb: a clear fault that says what to do, and nothing changed. The rows come from the table of verbs. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type * as z from 'zod';
import {flagOf, kindOf, parseArgv} from '../../src/protocol/argv.ts';
import {verbNames, type VerbName} from '../../src/protocol/names.ts';
import {entryOf} from '../../src/protocol/verbs.ts';
import {answer} from '../../src/server/dispatch.ts';
import {openHouse, type House} from './house.ts';

type Fields = Readonly<Record<string, unknown>>;
/** A call, by words or by names, and how it must end. */
type Row = {
  readonly verb: VerbName;
  readonly words?: readonly string[];
  readonly params?: Fields;
  readonly ends: {readonly exit: number; readonly code: string; readonly says: string; readonly hint: string};
};

/** What a field may name, and what is said where there is no such thing. */
const STRANGERS: Readonly<Record<string, {given: unknown; code: string; says: string; hint: string}>> = {
  task_id: {given: '99', code: 'task-unknown', says: 'no task "TASK-099"', hint: 'list-tasks'},
  depends_on: {given: ['99'], code: 'depends-unknown', says: 'depend on "TASK-099": no such task', hint: 'list-tasks'},
  name: {given: 'nobody', code: 'session-unknown', says: 'nobody"', hint: 'running: '},
  names: {given: ['nobody'], code: 'session-unknown', says: 'nobody"', hint: 'running: '},
  session_name: {given: 'nobody', code: 'session-unknown', says: 'nobody"', hint: 'running: '},
  question_id: {given: '99', code: 'question-unknown', says: 'no question "INT-099"', hint: 'list-inbox'},
  decision_id: {given: '99', code: 'decision-unknown', says: 'no decision "DEC-099"', hint: 'list-decisions'},
  lease_id: {given: 'HEAVY-00000000', code: 'lease-unknown', says: 'no lease "HEAVY-00000000"', hint: 'held: HEAVY-'},
};

/** What is there, so that all but one thing of a call is right; and nobody waits. */
const HERE: Fields = {
  task_id: '1',
  name: 'worker-task-001',
  session_name: 'worker-task-001',
  question_id: '1',
  decision_id: '1',
  task_status: undefined,
  wait: 0,
  timeout: 0,
};

/** One of each thing. */
const furnished = async (): Promise<House> => {
  const house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  await house.asks(['ask', 'which port?'], house.worker('TASK-001'));
  await house.asks(['record-decision', 'note', '1']);
  await house.asks(['acquire-lease', '--session-name', 'worker-task-001', '--purpose', 'test']);
  return house;
};

const fieldsOf = (verb: VerbName): readonly (readonly [string, z.ZodType])[] =>
  Object.entries(entryOf(verb).params.shape) as [string, z.ZodType][];

/** A call of a verb that is in order: that of its example, about what is there. */
const rightOf = (verb: VerbName): Fields => {
  const [, ...words] = (entryOf(verb).example.match(/"[^"]*"|\S+/gu) ?? []).map(it => it.replaceAll('"', ''));
  const {params} = parseArgv(words);
  return Object.fromEntries(
    Object.entries(params).map(([name, it]) => [name, Object.hasOwn(HERE, name) ? HERE[name] : it]),
  );
};

/** A field as the command line calls it. */
const writtenOf = (verb: VerbName, name: string): string =>
  entryOf(verb).positional?.includes(name) === true ? name.replaceAll('_', ' ') : flagOf(name);

const usage = (verb: VerbName, says: string): Row['ends'] => ({
  exit: 2,
  code: 'params-invalid',
  says,
  hint: `roundhouse ${verb} --help shows how it is written`,
});

/** All that a server keeps. */
const traces = ({server, ptys, repository}: House): readonly unknown[] => [
  server.world.state.seq,
  ptys.map(it => [it.typed, it.signals]),
  ...['.roundhouse/state/events.jsonl', '../host/roundhouse/leases.json'].map(it =>
    readFileSync(join(repository.root, it), 'utf8'),
  ),
];

/** Make the calls. Each must end as it says, be told in two lines, and leave no trace. */
const refuses = async (house: House, rows: readonly Row[]): Promise<void> => {
  const before = traces(house);
  for (const {verb, words = [], params, ends} of rows) {
    const gone = AbortSignal.timeout(1000);
    const asked = {argv: [verb, ...words], params, caller: house.user, gone};
    const {exit, fault, err = ''} = await answer(house.server, asked);
    await house.server.world.settled();
    const {seq} = house.server.world.state;
    const {code, message = '', hint = ''} = fault ?? {};
    const row = JSON.stringify([verb, ...words, params]);
    expect([row, {exit, code, seq}]).toEqual([row, {exit: ends.exit, code: ends.code, seq: before[0]}]);
    expect(`${row} ${message}`).toContain(ends.says);
    expect(`${row} ${hint}`).toContain(ends.hint);
    if (params === undefined) expect(err).toBe(`roundhouse: ${message}\n  ${hint}`);
  }
  expect(traces(house)).toEqual(before);
};

test.concurrent('a flag that a verb does not have is refused by every verb', async () => {
  await using house = await furnished();
  const rows = verbNames.map((verb): Row => {
    const ends = {exit: 2, code: 'flag-unknown', says: `${verb} has no flag "--frobnicate"`, hint: `${verb} --help`};
    return {verb, words: ['--frobnicate'], ends};
  });
  await refuses(house, rows);
});

test.concurrent('an argument that a verb does not have is refused by every verb', async () => {
  await using house = await furnished();
  const rows = verbNames.map(verb => ({
    verb,
    params: {...rightOf(verb), frobnicate: 1},
    ends: usage(verb, 'no argument "frobnicate"; it has '),
  }));
  await refuses(house, rows);
});

test.concurrent('a flag without its value is refused by every verb', async () => {
  await using house = await furnished();
  const rows = verbNames.flatMap(verb =>
    fieldsOf(verb)
      .filter(([, schema]) => kindOf(schema) !== 'flag')
      .map(([name]) => ({verb, words: [flagOf(name)], ends: usage(verb, `${flagOf(name)} needs a value`)})),
  );
  expect(rows.length).toBeGreaterThan(verbNames.length);
  await refuses(house, rows);
});

test.concurrent('what must be given and is not is named by every verb', async () => {
  await using house = await furnished();
  const rows = verbNames.flatMap(verb =>
    fieldsOf(verb)
      .filter(([, schema]) => !schema.safeParse(undefined).success)
      .map(([name]) => {
        const {[name]: _, ...params} = rightOf(verb);
        return {verb, params, ends: usage(verb, `${name} is missing`)};
      }),
  );
  expect(rows.length).toBeGreaterThan(20);
  await refuses(house, rows);
});

test.concurrent('a task that only a worker may leave out is missed from anybody else', async () => {
  await using house = await furnished();
  const verbs = ['show-task', 'request-review', 'show-diff', 'show-handoff', 'commit-work'] as const;
  await refuses(house, [
    ...verbs.map(verb => ({verb, words: [], ends: usage(verb, 'task id is missing')})),
    {verb: 'record-step', words: ['1'], ends: usage('record-step', 'task id is missing')},
    {verb: 'request-input', words: ['--summary', 'why?'], ends: usage('request-input', 'task id is missing')},
  ]);
});

test.concurrent('a value of another kind is refused by every verb', async () => {
  await using house = await furnished();
  const rows = verbNames.flatMap(verb =>
    fieldsOf(verb).map(([name]) => ({
      verb,
      params: {...rightOf(verb), [name]: {}},
      ends: usage(verb, `${verb}: ${name}: invalid `),
    })),
  );
  expect(rows.length).toBeGreaterThan(100);
  await refuses(house, rows);
});

test.concurrent('a word that is no value of a field is refused by every verb', async () => {
  await using house = await furnished();
  const rows = verbNames.flatMap(verb =>
    fieldsOf(verb)
      .filter(([, schema]) => kindOf(schema) !== 'flag')
      .filter(([, schema]) => !schema.safeParse(kindOf(schema) === 'list' ? ['Ärger'] : 'Ärger').success)
      .map(([name]) => ({
        verb,
        words: [`${flagOf(name)}=Ärger`],
        ends: usage(verb, `${writtenOf(verb, name)}: `),
      })),
  );
  expect(rows.length).toBeGreaterThan(10);
  await refuses(house, rows);
});

test.concurrent('what is not there is named by every verb, with where to look', async () => {
  await using house = await furnished();
  const rows = verbNames
    .filter(verb => entryOf(verb).runs === 'server' && verb !== 'open-session')
    .flatMap(verb =>
      fieldsOf(verb).flatMap(([name]) => {
        const stranger = STRANGERS[name];
        if (stranger === undefined) return [];
        const {given, ...ends} = stranger;
        return [{verb, params: {...rightOf(verb), [name]: given}, ends: {exit: 3, ...ends}}];
      }),
    );
  expect(rows.length).toBeGreaterThan(35);
  await refuses(house, rows);
});
