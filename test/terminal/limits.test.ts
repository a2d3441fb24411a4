import {expect, test} from 'vitest';
import {openHeard} from './kit.ts';

test.each([
  ['I', ['x'], {x: 19, y: 0}],
  ['Z', ['x'], {x: 0, y: 0}],
  ['L', [''], {x: 0, y: 0}],
  ['M', [''], {x: 0, y: 0}],
  ['S', [''], {x: 1, y: 0}],
  ['T', [''], {x: 1, y: 0}],
  ['b', ['x'.repeat(20)], {y: 4}],
] as const)('two billion times CSI %s is as often as a screen has a use for', (final, rows, cursor) => {
  using it = openHeard({cols: 20, rows: 5});
  it.write(`x\u001b[2147483647${final}`);
  expect(it.engine.text().slice(0, rows.length)).toEqual(rows);
  expect(it.engine.cursor).toMatchObject(cursor);
});
