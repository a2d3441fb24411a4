import {expect, test} from 'vitest';
import {sizeNote, toneOf, windowTitle} from '../../../src/server/view/titles.ts';
import {agent, look, snapshotOf, viewOf} from '../../components/sample.ts';

const inner = {x: 1, y: 1, cols: 80, rows: 24};

test.each([
  [{cols: 80, rows: 24}, ''],
  [{cols: 81, rows: 24}, 'part of 81×24'],
  [{cols: 70, rows: 30}, 'part of 70×30'],
  [{cols: 79, rows: 24}, 'only 79×24'],
  [undefined, ''],
])('a pane of 80×24 that shows %j has the note %j', (screen, note) => {
  expect(sizeNote(inner, screen)).toBe(note);
});

test('an agent that asks has another colour on a light terminal', () => {
  expect([toneOf('asks', look), toneOf('asks', {...look, light: true}), toneOf('idle', look)]).toEqual([
    0x01000003, 0x01000005, 0,
  ]);
});

const titled = (title: string, seen = look): string => {
  const {state, signals} = snapshotOf({agents: [agent('planner', 'idle', 1)]});
  const sessions = {planner: {...signals.sessions['planner'], title}};
  return windowTitle({state, signals: {...signals, sessions}}, viewOf(80, 24), seen);
};

test('what a program calls itself ends no sequence and is cut', () => {
  expect(titled('a\u001b\\b\u0007c\u009cd')).toBe('roundhouse · shop · a·\\b·c·d');
  expect(titled('x'.repeat(999))).toHaveLength(120);
});

test('in ASCII the dots between are dashes', () => {
  expect(titled('', {...look, ascii: true})).toBe('roundhouse - shop - planner');
});
