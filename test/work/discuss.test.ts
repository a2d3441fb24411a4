import {expect, test} from 'vitest';
import {followUpOf, isFailure, lineOf, shortOf, stopReasonOf, usableOf} from '../../src/work/discuss.ts';
import {randomOf} from '../kit/random.ts';
import {replyOf, roundsOf} from './replies-sample.ts';

const risk = (severity: 'low' | 'medium' | 'high', text = 'it leaks') => ({risks: [{text, severity}]});
const a = replyOf('ann', {stance: 'for'});

test.each([
  ['nobody differs', [a, replyOf('bob', {stance: 'for'})], undefined],
  ['one is for it, one against', [a, replyOf('bob', {stance: 'against'})], 'disagreement'],
  ['one is for it, one of two minds', [a, replyOf('bob', {stance: 'mixed'})], undefined],
  ['a side cannot be told', [a, replyOf('bob')], undefined],
  ['a high risk', [a, replyOf('bob', risk('high'))], 'risk'],
  ['a high risk that all see', [replyOf('ann', risk('high')), replyOf('bob', risk('high'))], 'risk'],
  ['a medium risk that one sees', [a, replyOf('bob', risk('medium'))], 'risk'],
  [
    'a medium risk that both see',
    [replyOf('ann', risk('medium', 'It leaks.')), replyOf('bob', risk('medium'))],
    undefined,
  ],
  ['a medium risk that the other calls low', [replyOf('ann', risk('low')), replyOf('bob', risk('medium'))], undefined],
  ['a low risk', [a, replyOf('bob', risk('low'))], undefined],
  ['no recommendation', [a, replyOf('bob', {recommendation: ''})], 'recommendation_gap'],
  ['another action', [a, replyOf('bob', {recommendation: 'Drop it now'})], 'recommendation_gap'],
  [
    'the same action in other words',
    [a, replyOf('bob', {recommendation: 'keep the parser, please; keep it'})],
    undefined,
  ],
  ['the opposite of it', [a, replyOf('bob', {recommendation: 'Do not keep it'})], 'recommendation_gap'],
  ['one alone', [replyOf('ann', risk('high'))], undefined],
  ['one alone, the other failed', [replyOf('ann', risk('high')), replyOf('bob', {status: 'timeout'})], undefined],
  ['nobody', [], undefined],
] as const)('%s: %#', (_, replies, reason) => {
  expect(followUpOf(replies)?.reason).toBe(reason);
});

test('a disagreement goes before a risk, and a risk before a gap', () => {
  const all = {stance: 'against', ...risk('high'), recommendation: ''} as const;
  expect(followUpOf([a, replyOf('bob', all)])?.reason).toBe('disagreement');
  expect(followUpOf([a, replyOf('bob', {...all, stance: 'mixed'})])?.reason).toBe('risk');
  expect(followUpOf([a, replyOf('bob', {...all, stance: 'mixed', risks: []})])?.reason).toBe('recommendation_gap');
});

test('the point is told in the words of those who made it', () => {
  const found = followUpOf([a, replyOf('bob', {stance: 'against', position: 'Drop it'})]);
  expect(found?.point).toBe('ann: "Keep it" (for); bob: "Drop it" (against)');
});

const ok = replyOf('ann');
const bad = replyOf('bob', {status: 'failed'});

test.each([
  ['round_one_complete', [[ok, bad]], false],
  ['follow_up_not_needed', [[ok, bad]], true],
  [
    'follow_up_complete',
    [
      [ok, ok],
      [ok, bad],
    ],
    true,
  ],
  [
    'follow_up_failed',
    [
      [ok, ok],
      [bad, bad],
    ],
    true,
  ],
  ['all_participants_failed', [[bad, bad]], true],
  ['all_participants_failed', [], false],
] as const)('it ends with %s: %#', (reason, rounds, enabled) => {
  expect(stopReasonOf(roundsOf(...rounds), enabled)).toBe(reason);
});

test('failed is what heard nobody, and what was ended', () => {
  expect((['all_participants_failed', 'cancelled', 'interrupted'] as const).map(isFailure)).toEqual([true, true, true]);
  expect((['round_one_complete', 'follow_up_failed'] as const).map(isFailure)).toEqual([false, false]);
});

test('a line is one line, and cut', () => {
  expect(lineOf(' a\n  b ')).toBe('a b');
  expect(Array.from(lineOf('字'.repeat(300)))).toHaveLength(200);
});

test('what is listed of a reply is its position, or why there is none', () => {
  expect(shortOf(a, 1)).toEqual({
    round: 1,
    participant: 'ann',
    status: 'ok',
    stance: 'for',
    position: 'Keep it',
    duration_ms: 5,
  });
  expect(shortOf(bad, 2)).toMatchObject({round: 2, status: 'failed', position: 'it went wrong'});
});

const POINTS = ['', 'keep it', 'drop it', 'do not keep it', 'write tests'] as const;
const STANCES = ['for', 'against', 'mixed', undefined] as const;
const STATUSES = ['ok', 'ok', 'ok', 'failed', 'timeout', 'empty'] as const;
const SEVERITIES = ['low', 'medium', 'high'] as const;

/** Some replies, whoever they are of. */
const anyReplies = (seed: number) => {
  const next = randomOf(seed);
  const one = <T>(of: readonly T[]): T => of[next(of.length)] as T;
  return Array.from({length: next(5)}, (_, at) => {
    const stance = one(STANCES);
    return replyOf(`p${at}`, {
      status: one(STATUSES),
      ...(stance === undefined ? {} : {stance}),
      position: one(POINTS) || 'hm',
      recommendation: one(POINTS),
      risks: Array.from({length: next(2)}, () => ({text: one(POINTS) || 'hm', severity: one(SEVERITIES)})),
    });
  });
};

/** What the rule has to give, as far as the replies leave no doubt; else anything. */
const dueOf = (usable: ReturnType<typeof usableOf>): unknown => {
  const stances = usable.map(it => it.stance);
  if (usable.length < 2) return undefined;
  if (stances.includes('for') && stances.includes('against')) return 'disagreement';
  if (usable.some(it => it.parsed.risks.some(({severity}) => severity === 'high'))) return 'risk';
  return usable.some(it => it.parsed.recommendation === '')
    ? expect.stringMatching(/^(?:risk|recommendation_gap)$/u)
    : expect.toBeOneOf(['risk', 'recommendation_gap', undefined]);
};

test.each(Array.from({length: 200}, (_, seed) => seed))('whatever is said, the rule holds its order: seed %i', seed => {
  const replies = anyReplies(seed);
  const reason = followUpOf(replies)?.reason;
  expect(reason).toEqual(dueOf(usableOf(replies)));
  // The order of the panel decides nothing but who is quoted.
  expect(followUpOf(replies.toReversed())?.reason).toBe(reason);
});
