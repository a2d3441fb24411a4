import {expect, test} from 'vitest';
import {foldSignal, noSignals, type Signal} from '../../src/core/signal.ts';

const fold = (...signals: readonly Signal[]) => signals.reduce(foldSignal, noSignals);

test('a signal changes the fields it names, and the others stay', () => {
  const signals = fold(
    {type: 'session-signal', session: 'planner', mood: 'working', title: 'tests'},
    {type: 'session-signal', session: 'planner', mood: 'idle'},
  );
  expect(signals.sessions).toEqual({planner: {mood: 'idle', title: 'tests'}});
});

test('sessions and tasks of the same name are kept apart', () => {
  const signals = fold({type: 'session-signal', session: 'x', cols: 80}, {type: 'task-signal', task_id: 'x', added: 3});
  expect(signals).toEqual({sessions: {x: {cols: 80}}, tasks: {x: {added: 3}}});
});

test('what someone holds is not changed by a later signal', () => {
  const held = fold({type: 'task-signal', task_id: 'TASK-001', added: 1});
  foldSignal(held, {type: 'task-signal', task_id: 'TASK-001', added: 2});
  expect(held.tasks['TASK-001']).toEqual({added: 1});
});

test('the machine is told whole each time', () => {
  const figures = {cpus: 4, load_1: 1, memory_gb: 16, memory_available_gb: 8};
  const host = {figures, limits: {limit: 2, ttl_seconds: 1800}, launch: {}, leases: [], queue: []};
  const busy = {...host, figures: {...figures, load_1: 9}};
  const signals = fold(
    {type: 'host-signal', host},
    {type: 'session-signal', session: 'x', cols: 80},
    {type: 'host-signal', host: busy},
  );
  expect(signals).toEqual({sessions: {x: {cols: 80}}, tasks: {}, host: busy});
});
