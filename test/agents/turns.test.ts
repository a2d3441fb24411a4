/** Real agents in our pseudo-terminal, read by our engine, against the scripted model: whole turns of each. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Bench} from '../kit/agents/bench.ts';
import {manners} from '../kit/agents/manners.ts';
import {absenceOf, kinds} from '../kit/agents/packages.ts';
import type {Kind} from '../kit/model/ask.ts';

const desk = join(import.meta.dirname, '../kit/agents/desk.ts');
const all = kinds.map(kind => ({kind, absence: absenceOf(kind)}));
for (const {absence} of all) if (absence !== undefined) process.stderr.write(`skipped: ${absence}\n`);

/** OpenCode takes many seconds to start on a machine that does other things. */
const patient = {timeout: 120_000};

/** What each tells of itself, by reports where it has them, else by titles, in a turn in which it asks the person once, in this order; more may come between. */
const told: Readonly<Record<Kind, readonly (string | RegExp)[]>> = {
  codex: ['working', 'blocked', 'working', 'done'],
  claude: ['working', 'blocked', 'working', 'done'],
  opencode: ['OC | A scripted session'],
  gemini: [/Working/u, /Action Required/u, /Working/u, /Ready/u],
};

test.for(all)(
  '$kind asks before it runs a command, tells its states, and ends',
  patient,
  async ({kind, absence}, {skip}) => {
    skip(absence !== undefined, absence);
    await using bench = await Bench.open();
    const {model} = bench;
    model
      .when(/^make tea$/u)
      .runs('echo hot > tea.txt; cat tea.txt', {asks: 'May I make tea?'})
      .says(({last}) => `the tea is ${last}`);
    const agent = bench.start(kind);
    await agent.becomesReady();
    await agent.says('make tea');
    await agent.answers(agent.manners.permission);
    await agent.pane.sees('the tea is hot');
    expect(bench.reads('tea.txt')).toBe('hot\n');
    const turn = await model.hears(/^make tea$/u, {results: 1});
    expect(turn.ask).toMatchObject({kind, turn: 1, cwd: bench.shop, results: [expect.stringContaining('hot')]});
    await agent.pane.until('it has told all its states', () => missingIn(agent.pane.told, told[kind]).length === 0);
    expect(await agent.leaves()).toBe(0);
  },
);

test.for(all)('$kind edits a file without a terminal, and goes on by id', patient, async ({kind, absence}, {skip}) => {
  skip(absence !== undefined, absence);
  await using bench = await Bench.open();
  bench.model
    .when(/^write$/u)
    .writes('tea.txt', 'hot\n')
    .reads('tea.txt')
    .edits('tea.txt', {old: 'hot', fresh: 'cold'})
    .says('written');
  bench.model.onTurn(2).says('and again');
  const first = await bench.runs(kind, 'write');
  expect([first.code, first.out.includes('written')]).toEqual([0, true]);
  expect(bench.reads('tea.txt')).toBe('cold\n');
  const second = await bench.runs(kind, 'once more', {id: first.id});
  expect([second.code, second.out.includes('and again'), second.id]).toEqual([0, true, first.id]);
});

test.for(all)(
  '$kind finds a tool of an MCP server under its own name for it',
  patient,
  async ({kind, absence}, {skip}) => {
    skip(absence !== undefined, absence);
    await using bench = await Bench.open();
    bench.model
      .when(/^make tea$/u)
      .calls('desk__make', {what: 'tea'})
      .says(({last}) => `so it is ${last}`);
    const server = {name: 'desk', argv: [process.execPath, desk]};
    const {out} = await bench.runs(kind, 'make tea', {server});
    expect(out).toMatch(/so it is .*made tea/u);
  },
);

const asking = all.filter(({kind}) => manners[kind].trust !== undefined);

test.for(asking)('$kind asks whether the folder is trusted, once', patient, async ({kind, absence}, {skip}) => {
  skip(absence !== undefined, absence);
  await using bench = await Bench.open();
  const agent = bench.start(kind, {trusts: []});
  const {trust} = manners[kind];
  if (trust !== undefined) await agent.answers(trust);
  // Gemini CLI ends, to be started again.
  await agent.pane.until('it is ready, or over', () => agent.pane.exit?.code === 199 || agent.isReady);
  const again = bench.start(kind);
  await again.becomesReady();
  expect(bench.model.turns).toEqual([]);
});

/** What of an order is not found in it. */
const missingIn = (found: readonly string[], order: readonly (string | RegExp)[]): readonly (string | RegExp)[] => {
  const left = [...order];
  for (const it of found) {
    const [next] = left;
    if (typeof next === 'string' ? it === next : next?.test(it) === true) left.shift();
  }
  return left;
};
