import {expect, test} from 'vitest';
import {addressed, fitted, followUpPrompt, initialPrompt, moderatorPrompt} from '../../src/work/discussion-prompts.ts';
import {synthesisOf} from '../../src/work/synthesis.ts';
import {randomOf} from '../kit/random.ts';
import {replyOf, roundsOf} from './replies-sample.ts';

const reading = (name: string, length: number) =>
  ({kind: 'file', name, text: 'x'.repeat(length), path: `/${name}`}) as const;

test('what fits is given whole; what is too long is cut to what the others leave', () => {
  expect(fitted([reading('a', 10), reading('b', 20)], 100).map(it => it.text)).toEqual([
    'x'.repeat(10),
    'x'.repeat(20),
  ]);
  const cut = fitted([reading('a', 10), reading('b', 500), reading('c', 500)], 110);
  expect(cut.map(it => it.context.given)).toEqual([10, 50, 50]);
  expect(cut[1]?.text).toBe(`${'x'.repeat(50)}\n[cut: the first 50 of 500 characters; the whole is in /b]`);
});

test.each(Array.from({length: 50}, (_, seed) => seed))('readings never take more than they may: seed %i', seed => {
  const next = randomOf(seed);
  const readings = Array.from({length: next(6)}, (_, at) => reading(`f${at}`, next(400)));
  const most = next(600);
  const found = fitted(readings, most);
  const total = found.reduce((sum, it) => sum + it.context.given, 0);
  const wanted = readings.reduce((sum, it) => sum + it.text.length, 0);
  expect(total).toBeLessThanOrEqual(Math.min(most, wanted));
  // Nothing is left over while something is cut, but for what cannot be divided.
  expect(Math.min(most, wanted) - total).toBeLessThan(Math.max(1, readings.length));
});

test('the first round asks all the same, and fences what they read', () => {
  const given = fitted([{kind: 'file', name: 'a.md', text: '```\ncode\n```'}], 1000);
  const prompt = initialPrompt({topic: 'Keep it?', participants: ['ann', 'bob']}, given);
  for (const part of ['ann, bob', '# Topic\n\nKeep it?', '## file: a.md\n\n````\n```\ncode'])
    expect(prompt).toContain(part);
  expect(addressed('ann', prompt)).toBe(`You are ann.\n\n${prompt}`);
  expect(initialPrompt({topic: 'x', participants: ['ann']}, [])).not.toContain('# To read');
});

test('the second round has the point and a line of each, and nothing else that was said', () => {
  const rounds = roundsOf([
    replyOf('ann', {position: 'Keep it', reasons: ['a reason'], risks: [{text: 'a risk', severity: 'low'}]}),
    replyOf('bob', {position: 'Drop it', recommendation: '', open_questions: ['a question']}),
    replyOf('cat', {status: 'failed'}),
  ]);
  const prompt = followUpPrompt({topic: 'Keep it?', rounds}, {reason: 'disagreement', point: 'THE POINT'});
  expect(prompt).toContain('# The point\n\nTHE POINT\n');
  expect(prompt).toContain('- ann: Keep it Recommends: Keep it\n- bob: Drop it\n');
  for (const part of ['a reason', 'a risk', 'a question', 'cat', 'as it was said']) expect(prompt).not.toContain(part);
});

test('a moderator has the findings, and is told to add nothing', () => {
  const synthesis = synthesisOf({topic: 'x', participants: ['ann'], rounds: roundsOf([replyOf('ann')])});
  const prompt = moderatorPrompt({topic: 'x'}, synthesis);
  expect(prompt).toContain(JSON.stringify(synthesis, null, 2));
  expect(prompt).toContain('no view of your own');
});
