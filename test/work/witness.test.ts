import {expect, test} from 'vitest';
import {moodRules} from '../../src/core/rules.ts';
import {makeReader} from '../../src/work/rules.ts';
import {Witness} from '../../src/work/witness.ts';

const at = (second: number): string => `2026-01-02T03:04:0${second}.000Z`;

const reader = makeReader({
  kind: 'parrot',
  path: '/rules/parrot.yaml',
  rules: moodRules.parse({
    version: 1,
    titles: [{id: 'flies', match: '^flies', mood: 'working'}],
    screen: [
      {id: 'cage', match: 'covered', freeze: true},
      {id: 'asks', match: 'cracker\\?', mood: 'asks'},
      {id: 'sings', match: 'la la', mood: 'working'},
    ],
  }),
});

const witness = (): Witness => {
  const it = new Witness();
  it.readBy(reader, at(0));
  return it;
};

/** The evidence as `source mood`. */
const told = (it: Witness): readonly string[] => it.evidence.map(({source, mood}) => `${source} ${mood}`);

test('a title is read once the rules are there', () => {
  const it = new Witness();
  it.title('flies high', at(0));
  expect([told(it), it.hasSpoken]).toEqual([[], false]);
  it.readBy(reader, at(1));
  expect([told(it), it.hasSpoken]).toEqual([['title working'], true]);
});

test('a title that no rule knows says nothing any more', () => {
  const it = witness();
  it.title('flies', at(1));
  it.title('a parrot', at(2));
  expect([told(it), it.hasSpoken]).toEqual([[], true]);
});

test('a screen that no rule knows leaves what was read, but a question must be seen', () => {
  const it = witness();
  it.screen(['la la'], at(1));
  it.screen(['?#!'], at(2));
  expect(told(it)).toEqual(['screen working']);
  it.screen(['cracker?'], at(3));
  it.screen(['?#!'], at(4));
  expect(told(it)).toEqual([]);
});

test.each(['covered', 'covered: cracker?', 'covered: la la'])('a screen of %j leaves all as it was', row => {
  const it = witness();
  it.screen(['cracker?'], at(1));
  it.screen([row], at(2));
  expect(it.evidence).toEqual([{source: 'screen', mood: 'asks', rule: 'parrot:asks', since: at(1)}]);
});

test('evidence is as old as its mood', () => {
  const it = witness();
  it.title('flies low', at(1));
  it.title('flies high', at(2));
  expect(it.evidence[0]?.since).toBe(at(1));
});

test.each([
  ['busy', ['progress working']],
  ['normal', ['progress working']],
  ['paused', ['progress working']],
  ['error', ['progress failed']],
  ['none', []],
] as const)('a progress of %s says %j', (state, said) => {
  const it = witness();
  it.progress({state: 'normal', percent: 5}, at(1));
  it.progress({state}, at(2));
  expect(told(it)).toEqual(said);
});

test('what a hook says counts until it says something else', () => {
  const it = witness();
  it.tell('hook', {mood: 'asks', why: 'approve: ls'}, at(1));
  expect(it.evidence).toEqual([{source: 'hook', mood: 'asks', why: 'approve: ls', since: at(1)}]);
  it.tell('hook', undefined, at(2));
  expect(it.evidence).toEqual([]);
});

test('when the program is gone, nothing of it works or asks', () => {
  const it = witness();
  it.status({state: 'working'}, at(1));
  it.title('flies', at(1));
  it.screen(['cracker?'], at(1));
  it.progress({state: 'error'}, at(1));
  it.drop();
  expect(told(it)).toEqual(['progress failed']);
});
