import {expect, test} from 'vitest';
import type {Reply} from '../../src/core/artifact.ts';
import {usableOf, type Usable} from '../../src/work/discuss.ts';
import {isSame} from '../../src/work/sameness.ts';
import {countsOf, synthesisOf} from '../../src/work/synthesis.ts';
import {randomOf} from '../kit/random.ts';
import {replyOf, roundsOf} from './replies-sample.ts';

const table = (participants: readonly string[], ...rounds: readonly (readonly Reply[])[]) =>
  synthesisOf({topic: 'Keep it?', participants: [...participants], rounds: roundsOf(...rounds)});
const both = ['ann', 'bob'];

test('an agreement is what all state, whatever its case and full stop', () => {
  const found = table(both, [
    replyOf('ann', {reasons: ['It is fast.', 'it is small']}),
    replyOf('bob', {position: 'it is  FAST', recommendation: 'Keep it!'}),
  ]);
  expect(found.agreements).toEqual(['It is fast.']);
  expect(countsOf(found)).toEqual({agreements: 1, disagreements: 0, risks: 0});
});

test.each([
  ['Choose option A', 'Choose option'],
  ['Keep it', 'Do not keep it'],
  ['a > b', 'a < b'],
  ['Keep it?', 'Keep it'],
  ['use C', 'use C++'],
  ['wait 5 days', 'wait 50 days'],
])('%j and %j are no agreement', (one, other) => {
  const said = (name: string, recommendation: string) => replyOf(name, {position: `${name} thinks`, recommendation});
  expect(table(both, [said('ann', one), said('bob', other)])).toMatchObject({
    agreements: [],
    confidence: 'medium',
    recommendations: [{supported_by: ['ann']}, {supported_by: ['bob']}],
  });
});

test('with one that can be used there is a single view, and no agreement', () => {
  expect(table(both, [replyOf('ann'), replyOf('bob', {status: 'timeout'})])).toMatchObject({
    agreements: [],
    single_view: 'ann',
    missing_participants: ['bob'],
    confidence: 'low',
  });
});

test('with none there is nothing', () => {
  expect(table(both, [replyOf('ann', {status: 'failed'}), replyOf('bob', {status: 'empty'})])).toMatchObject({
    agreements: [],
    positions: [],
    missing_participants: both,
    single_view: null,
    confidence: 'none',
  });
});

test('sides that differ are a disagreement; the same words for a position then say nothing', () => {
  const found = table(both, [
    replyOf('ann', {stance: 'for', position: 'See below', recommendation: 'Keep it'}),
    replyOf('bob', {stance: 'against', position: 'See below', recommendation: 'Drop it'}),
  ]);
  expect(found).toMatchObject({
    agreements: [],
    disagreements: [{point: 'Keep it?', by: {ann: 'for', bob: 'against'}}],
    confidence: 'low',
  });
});

test('a risk is listed once, by its worst severity, with all who see it, in either round', () => {
  const risks = (text: string, severity: 'low' | 'high') => ({risks: [{text, severity}]});
  const found = table(
    both,
    [replyOf('ann', risks('It leaks', 'low')), replyOf('bob')],
    [replyOf('ann'), replyOf('bob', risks('it leaks.', 'high'))],
  );
  expect(found.risks).toEqual([{text: 'It leaks', severity: 'high', raised_by: both}]);
});

test('one that fell silent in the second round stands by its first word', () => {
  const found = table(
    both,
    [replyOf('ann', {stance: 'for'}), replyOf('bob', {stance: 'against', position: 'Drop it'})],
    [replyOf('ann', {stance: 'for'}), replyOf('bob', {status: 'timeout'})],
  );
  expect(found).toMatchObject({
    disagreements: [{by: {bob: 'against'}}],
    missing_participants: [],
    confidence: 'low',
    positions: [{participant: 'ann'}, {position: 'Drop it'}],
  });
});

const WORDS = ['keep it', 'Keep it.', 'drop it', 'do not keep it', 'write tests', ''] as const;
const STATUSES = ['ok', 'ok', 'ok', 'timeout', 'failed'] as const;
const names = ['ann', 'bob', 'cat'];

const anyRound = (seed: number): Reply[] => {
  const next = randomOf(seed);
  const one = <T>(of: readonly T[]): T => of[next(of.length)] as T;
  const some = (): string[] => Array.from({length: next(3)}, () => one(WORDS)).filter(it => it !== '');
  return names.map(name =>
    replyOf(name, {
      status: one(STATUSES),
      position: one(WORDS) || 'hm',
      reasons: some(),
      recommendation: one(WORDS),
      open_questions: some(),
      risks: some().map(text => ({text, severity: one(['low', 'medium', 'high'] as const)})),
      ...one([{}, {stance: 'for'} as const, {stance: 'against'} as const]),
    }),
  );
};

/** All that was said of anything. */
const wordsOf = ({parsed: it}: Usable): readonly string[] => [
  it.position,
  ...it.reasons,
  it.recommendation,
  ...it.open_questions,
  ...it.risks.map(({text}) => text),
];

const isStated = ({parsed: it}: Usable, text: string): boolean =>
  [it.position, it.recommendation, ...it.reasons].some(words => isSame(words, text));

test.each(Array.from({length: 200}, (_, seed) => seed))('nothing is added, and nobody is forgotten: seed %i', seed => {
  const rounds = seed % 2 === 0 ? [anyRound(seed)] : [anyRound(seed), anyRound(seed + 1000)];
  const found = table(names, ...rounds);
  const usable = rounds.flatMap(usableOf);
  const last = names.flatMap(name => usable.findLast(it => it.participant === name) ?? []);
  const listed = [
    ...found.agreements,
    ...found.risks.map(it => it.text),
    ...found.recommendations.map(it => it.text),
    ...found.open_questions,
    ...found.positions.map(it => it.position),
  ];
  const said = new Set(usable.flatMap(wordsOf));
  expect(listed.filter(it => !said.has(it))).toEqual([]);
  expect([...last.map(it => it.participant), ...found.missing_participants].toSorted()).toEqual(names);
  expect(found.agreements.filter(text => last.length < 2 || !last.every(it => isStated(it, text)))).toEqual([]);
  const risks = usable.flatMap(it => it.parsed.risks);
  expect(risks.filter(({text}) => !found.risks.some(it => isSame(it.text, text)))).toEqual([]);
});
