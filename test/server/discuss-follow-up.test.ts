import {writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {openTable, reply, saying} from './table.ts';

const SECOND = '*"The roundtable goes on"*';

/** An agent that says one thing first, and another one when it is asked again. */
const turns = (first: unknown, second: string) => ({
  does: `case "$1" in ${SECOND}) ${second};; *) ${saying(first)};; esac\n`,
});
const then = (first: unknown, second: unknown) => turns(first, saying(second));
const against = reply({position: 'Drop it', stance: 'against', recommendation: 'Drop it', reasons: ['it is slow']});

test.concurrent.each([
  ['disagreement', against, 'ann: "Keep it" (for); bob: "Drop it" (against)'],
  ['risk', reply({risks: [{text: 'it leaks', severity: 'high'}]}), 'bob: "it leaks" (high risk)'],
  ['risk', reply({risks: [{text: 'it leaks', severity: 'medium'}]}), 'bob: "it leaks" (medium risk)'],
  ['recommendation_gap', reply({recommendation: ''}), 'bob recommends nothing'],
  ['recommendation_gap', reply({recommendation: 'Write a test first'}), 'ann: "Keep it"; bob: "Write a test first"'],
] as const)('one more round is held for a %s, about that point alone', async (reason, said, point) => {
  await using table = await openTable({
    ann: {says: reply({reasons: ['a secret reason']})},
    bob: then(said, reply()),
  });
  const found = await table.asks(['discuss', 'Do we keep it?', '--follow-up-once']);
  expect(found.out).toMatchObject({
    round: 2,
    follow_up_enabled: true,
    follow_up_reason: reason,
    stop_reason: 'follow_up_complete',
  });
  const artifact = await table.artifact();
  expect(artifact).toMatchObject({
    follow_up_reason: reason,
    follow_up_point: point,
    rounds: [{prompt_role: 'initial'}, {index: 2, prompt_role: 'follow_up'}],
  });
  const [, second = ''] = table.asked('bob');
  for (const part of [point, 'ann: Keep it', 'You are bob.']) expect(second).toContain(part);
  expect(second).not.toContain('a secret reason');
  expect(table.asked('ann')).toHaveLength(2);
});

test.concurrent('there is no third round, however they disagree', async () => {
  await using table = await openTable({ann: {says: reply()}, bob: {says: against}});
  const found = await table.asks(['discuss', 'x', '--follow-up-once']);
  expect(found.out).toMatchObject({stop_reason: 'follow_up_complete', counts: {disagreements: 1, agreements: 0}});
  expect([table.asked('ann'), table.asked('bob')].map(it => it.length)).toEqual([2, 2]);
});

test.concurrent('who has no conversation that goes on is given in the second round what it read in the first', async () => {
  await using table = await openTable({ann: {says: reply()}, bob: {says: against}});
  writeFileSync(table.repository.at('plan.md'), 'first the shelves');
  await table.asks(['discuss', 'x', '--follow-up-once', '--context', 'plan.md']);
  expect(table.asked('ann').map(it => it.includes('first the shelves'))).toEqual([true, true]);
  expect(table.asked('ann')[1]).toContain('The roundtable goes on');
});

test.concurrent('without --follow-up-once there is one round', async () => {
  await using table = await openTable({ann: {says: reply()}, bob: {says: against}});
  const found = await table.asks(['discuss', 'x']);
  expect(found.out).toMatchObject({stop_reason: 'round_one_complete', round: 1, counts: {disagreements: 1}});
  expect(await table.artifact()).toMatchObject({follow_up_reason: null, follow_up_enabled: false});
});

test.concurrent('where all say the same there is none either', async () => {
  await using table = await openTable({ann: {says: reply()}, bob: {says: reply()}});
  const found = await table.asks(['discuss', 'x', '--follow-up-once']);
  expect(found.out).toMatchObject({stop_reason: 'follow_up_not_needed', round: 1});
});

test.concurrent('a second round that nobody answers leaves the first as it was', async () => {
  await using table = await openTable({ann: turns(reply(), 'exit 1'), bob: turns(against, 'exit 1')});
  const found = await table.asks(['discuss', 'x', '--follow-up-once']);
  expect(found).toMatchObject({exit: 0, out: {status: 'done', stop_reason: 'follow_up_failed'}});
  expect(await table.artifact()).toMatchObject({
    synthesis: {
      positions: [{participant: 'ann'}, {participant: 'bob'}],
      disagreements: [{by: {ann: 'for', bob: 'against'}}],
    },
    errors: [expect.stringContaining('ann, round 2: failed'), expect.stringContaining('bob, round 2: failed')],
  });
});

test.concurrent('who changes its mind is taken at its last word', async () => {
  await using table = await openTable({ann: {says: reply()}, bob: then(against, reply({position: 'Yes, keep it'}))});
  const found = await table.asks(['discuss', 'x', '--follow-up-once']);
  expect(found.out).toMatchObject({counts: {agreements: 1, disagreements: 0}, synthesis: {agreements: ['Keep it']}});
});

test.concurrent('a moderator words the outcome, beside what the rule found', async () => {
  const words = {does: 'echo "They agree to keep it."\n'};
  await using table = await openTable(
    {ann: {says: reply()}, bob: {says: against}, mod: words},
    'discuss_moderator: mod\n',
  );
  const found = await table.asks(['discuss', 'x', '--panel', 'ann,bob']);
  expect(found.out).toMatchObject({
    synthesis: {agreements: [], disagreements: [{by: {ann: 'for', bob: 'against'}}]},
    moderation: {agent: 'mod', status: 'ok', text: 'They agree to keep it.'},
  });
  expect(table.asked('mod')[0]).toContain('"disagreements"');
  expect(await table.artifact()).toMatchObject({moderator: 'rule', moderation: {agent: 'mod'}});
});

test.concurrent('a moderator that fails costs nothing but its words', async () => {
  await using table = await openTable(
    {ann: {says: reply()}, bob: {says: reply()}, mod: {does: 'echo "no credit" >&2\nexit 1\n'}},
    'discuss_moderator: mod\n',
  );
  const found = await table.asks(['discuss', 'x', '--panel', 'ann,bob']);
  expect(found).toMatchObject({exit: 0, out: {moderation: {status: 'failed', error: 'no credit', text: ''}}});
});
