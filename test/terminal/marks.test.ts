import {expect, test} from 'vitest';
import {openHeard} from './kit.ts';

const shell = (line: number, exit: number): string =>
  `\u001b]133;A\u0007$ \u001b]133;B\u0007run ${line}\r\n\u001b]133;C\u0007out\r\n\u001b]133;D;${exit}\u0007`;

test('a prompt, its command, its output and its end are marked on their lines', () => {
  using it = openHeard();
  it.write(shell(1, 0) + shell(2, 7));
  expect(it.engine.marks).toEqual([
    {line: 0, x: 0, kind: 'prompt'},
    {line: 0, x: 2, kind: 'command'},
    {line: 1, x: 0, kind: 'output'},
    {line: 2, x: 0, kind: 'end', exit: 0},
    {line: 2, x: 0, kind: 'prompt'},
    {line: 2, x: 2, kind: 'command'},
    {line: 3, x: 0, kind: 'output'},
    {line: 4, x: 0, kind: 'end', exit: 7},
  ]);
});

test('marks stay on their lines while these scroll, and go with them', () => {
  using it = openHeard({rows: 3, history: 4});
  for (let round = 0; round < 6; round++) it.write(shell(round, 0));
  const {marks, dropped, historyLines} = it.engine;
  expect(dropped).toBe(6);
  expect(historyLines).toBe(4);
  for (const {line, kind} of marks.filter(it => it.kind === 'output' && it.line - dropped < historyLines)) {
    expect(kind).toBe('output');
    expect(it.engine.historyText(line - dropped)).toBe('out');
  }
  expect(marks[0]?.line).toBeGreaterThanOrEqual(dropped);
  it.write('\u001bc');
  expect(it.engine.marks).toEqual([]);
});

test('a prompt that is drawn again is marked once, and nothing on the alternate screen', () => {
  using it = openHeard();
  it.write('\u001b]133;A\u0007$ \r\u001b[K\u001b]133;A\u0007$ \u001b]133;E\u0007');
  it.write('\u001b[?1049h\u001b]133;A\u0007\u001b[?1049l');
  expect(it.engine.marks).toEqual([{line: 0, x: 0, kind: 'prompt'}]);
});

test('a mark inside of a line stays before its character when the line is broken, and when it is whole again', () => {
  using it = openHeard({cols: 20, rows: 3});
  it.write('\r\n\u001b]133;C\u0007out of twelve\u001b]133;D;0\u0007$ ');
  const ends = (): unknown => it.engine.marks.map(({line, x}) => [line, x]);
  expect(ends()).toEqual([
    [1, 0],
    [1, 13],
  ]);
  it.engine.resize(8, 3);
  expect(ends()).toEqual([
    [1, 0],
    [2, 5],
  ]);
  it.engine.resize(20, 3);
  expect(ends()).toEqual([
    [1, 0],
    [1, 13],
  ]);
});
