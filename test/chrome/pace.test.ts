import {expect, test} from 'vitest';
import {Pace} from '../../src/chrome/pace.ts';
import {HandClock} from './port.ts';

const started = () => {
  const clock = new HandClock();
  const from = clock.now();
  const drawnAt: number[] = [];
  const pace = new Pace(clock, () => drawnAt.push(clock.now() - from));
  return {clock, pace, drawnAt};
};

test('a view in time is drawn before ask returns, and the next waits 33 ms', () => {
  const {clock, pace, drawnAt} = started();
  pace.ask('view');
  pace.ask('view');
  clock.pass(1000);
  expect(drawnAt).toEqual([0, 33]);
});

test('a background change waits until 100 ms after the last drawing', () => {
  const {clock, pace, drawnAt} = started();
  pace.ask('view');
  clock.pass(10);
  pace.ask('background');
  pace.ask('background');
  clock.pass(1000);
  expect(drawnAt).toEqual([0, 100]);
});

test('a view takes a waiting background change along', () => {
  const {clock, pace, drawnAt} = started();
  pace.ask('background');
  pace.ask('view');
  clock.pass(1000);
  expect(drawnAt).toEqual([0]);
});

test('a closed pace draws nothing more', () => {
  const {clock, pace, drawnAt} = started();
  pace.ask('background');
  pace[Symbol.dispose]();
  clock.pass(1000);
  expect(drawnAt).toEqual([]);
});
