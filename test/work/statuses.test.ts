import {expect, test} from 'vitest';
import type {ProgramStatus} from '../../src/core/program.ts';
import {Statuses} from '../../src/work/statuses.ts';

const at = (second: number): string => `2026-01-02T03:04:0${second}.000Z`;

/** The evidence after some reports, a second each. */
const after = (...reports: readonly ProgramStatus[]) => {
  const statuses = new Statuses();
  for (const [second, it] of reports.entries()) statuses.take(it, at(second));
  return statuses;
};

test.each([
  ['idle', 'idle'],
  ['working', 'working'],
  ['done', 'done'],
  ['blocked', 'asks'],
  ['error', 'failed'],
] as const)('a report of %s is %s', (state, mood) => {
  expect(after({state}).evidence).toEqual({source: 'status', mood, since: at(0), rule: state});
});

test('each report takes the place of the one before, and `clear` takes it back', () => {
  expect(after({state: 'working'}, {state: 'done'}).evidence?.mood).toBe('done');
  expect(after({state: 'working'}, {state: 'clear'}).evidence).toBeUndefined();
});

test('a report is as old as its state', () => {
  const told = after({state: 'working'}, {state: 'working', progress: 50}, {state: 'working', progress: 60});
  expect(told.evidence?.since).toBe(at(0));
});

test('a part that works speaks for the whole, and one that waits before it', () => {
  expect(after({state: 'idle'}, {state: 'working', id: 'a'}).evidence).toMatchObject({mood: 'working'});
  const both = after({state: 'working'}, {state: 'working', id: 'a'}, {state: 'blocked', kind: 'permission', id: 'b'});
  expect(both.evidence).toMatchObject({mood: 'asks', rule: 'blocked permission b'});
});

test('a part that is done does not end the whole', () => {
  expect(after({state: 'working'}, {state: 'done', id: 'a'}).evidence).toMatchObject({
    mood: 'working',
    rule: 'working',
  });
  expect(after({state: 'done', id: 'a'}).evidence).toBeUndefined();
});

test('when the program is gone nothing works and nothing waits, and how it ended stays', () => {
  const working = after({state: 'done'}, {state: 'working', id: 'a'}, {state: 'blocked', id: 'b'});
  working.drop();
  expect(working.evidence).toMatchObject({mood: 'done'});
});

test('a reason is one line, safe and short', () => {
  const {evidence} = after({state: 'blocked', message: `approve\n  Bash: \u001b]0;x\u0007${'y'.repeat(300)}`});
  expect(evidence?.why).toMatch(/^approve Bash: ·\]0;x·y+$/u);
  expect(evidence?.why).toHaveLength(200);
});

test('who is not logged in has failed, and has a way out', () => {
  expect(after({state: 'blocked', kind: 'auth'}).evidence).toMatchObject({
    mood: 'failed',
    way_out: 'log in, in its pane, and send the message again',
  });
});

test('parts beyond what the protocol allows are not kept', () => {
  const statuses = new Statuses();
  for (let part = 0; part < 256; part++) statuses.take({state: 'idle', id: `part-${part}`}, at(0));
  statuses.take({state: 'working', id: 'one-more'}, at(1));
  expect(statuses.evidence).toBeUndefined();
  statuses.take({state: 'working', id: 'part-7'}, at(1));
  expect(statuses.evidence?.mood).toBe('working');
});
