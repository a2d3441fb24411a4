import {expect, test} from 'vitest';
import type {ChromeReport, ChromeRequest} from '../../src/core/chrome.ts';
import {CellsBuffer} from '../../src/core/chrome.ts';
import {emptyState} from '../../src/core/state.ts';
import type {View} from '../../src/core/view.ts';
import {Chrome} from '../../src/server/chrome.ts';
import {GraphemeTable, Grid} from '../../src/terminal/cells.ts';
import {look, viewOf} from '../components/sample.ts';

/** A chrome whose worker does what the test says, with one client of 40×10. */
const opened = () => {
  const asked: ChromeRequest[] = [];
  const timers = new Set<() => void>();
  let report: (it: ChromeReport) => void = () => {};
  const world = {state: emptyState(), signals: {sessions: {}, tasks: {}}, listen: () => {}};
  const ports = {
    after: (_ms: number, call: () => void) => {
      timers.add(call);
      return {[Symbol.dispose]: () => timers.delete(call)};
    },
  };
  const thread = {
    postMessage: (request: ChromeRequest) => asked.push(request),
    on: (event: string, listener: (it: never) => void) => {
      if (event === 'message') report = listener as typeof report;
    },
    terminate: () => {},
  };
  const chrome = new Chrome({
    world,
    ports,
    log: {say: () => {}, bug: () => {}},
    graphemes: new GraphemeTable(),
    start: () => thread,
  } as never);
  let drawn = 0;
  chrome.open(1, {view: viewOf(40, 10), look}, {onDrawn: () => drawn++});
  const answer = (version: number): void =>
    report({type: 'drawn', client: 1, version, graphemes: {from: 0, texts: []}});
  return {chrome, asked, timers, answer, drawn: () => drawn};
};

const sized = (version: number, cols: number): View => ({...viewOf(cols, 10), version});

test('a picture of the size before is not taken for one of the new', () => {
  const it = opened();
  it.chrome.show(1, sized(2, 50));
  it.answer(1);
  expect(it.drawn()).toBe(0);
  it.answer(2);
  expect(it.drawn()).toBe(1);
  expect(it.timers.size).toBe(0);
});

test('a client waits for a picture of another size only so long', () => {
  const it = opened();
  it.chrome.show(1, sized(2, 50));
  it.chrome.show(1, sized(3, 60));
  const [overdue, ...others] = it.timers;
  expect(others).toEqual([]);
  overdue?.();
  expect(it.drawn()).toBe(1);
});

test('a view of the same size waits for nothing', () => {
  const it = opened();
  it.chrome.show(1, sized(2, 40));
  expect(it.timers.size).toBe(0);
});

test('a client that has left waits no more', () => {
  const it = opened();
  it.chrome.open(2, {view: viewOf(40, 10), look}, {onDrawn: () => {}});
  it.chrome.show(1, sized(2, 50));
  it.chrome.close(1);
  expect(it.timers.size).toBe(0);
});

test('another look is passed on, and is the one that a new worker starts with', () => {
  const it = opened();
  const light = {...look, light: true};
  it.chrome.relook(1, light);
  expect(it.asked.at(-1)).toEqual({type: 'relook', client: 1, look: light});
  it.chrome.end();
  it.chrome.open(2, {view: viewOf(40, 10), look}, {onDrawn: () => {}});
  const looks = it.asked.slice(-2).map(asked => (asked.type === 'open' ? asked.look.light : undefined));
  expect(looks).toEqual([true, false]);
});

test('a picture is read with the version it shows', () => {
  const it = opened();
  const [open] = it.asked.filter(asked => asked.type === 'open');
  new CellsBuffer({cols: 40, rows: 10}, open?.cells).publish(7, cells => cells.fill(0x21));
  const grid = new Grid(40, 10);
  expect(it.chrome.read(1, grid)).toBe(7);
  expect(grid.cells[0]).toBe(0x21);
});
