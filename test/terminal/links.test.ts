import {expect, test} from 'vitest';
import {CELL, LinkTable, LINK_SHIFT} from '../../src/terminal/cells.ts';
import {openHeard, rowOf} from './kit.ts';

test('cells of a link carry its number, others none', () => {
  using it = openHeard();
  it.write('a\u001b]8;id=1;https://x.example/?a;b\u0007link\u001b]8;;\u0007z');
  const ids = Array.from({length: 7}, (_, x) => (rowOf(it.engine, 0)[x * CELL + 3] ?? 0) >>> LINK_SHIFT);
  const [, id = 0] = ids;
  expect(ids).toEqual([0, id, id, id, id, 0, 0]);
  expect(it.engine.linkOf(id)).toBe('https://x.example/?a;b');
  expect(it.engine.linkOf(0)).toBeUndefined();
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'https://a\u202eb',
  '//x.example',
  `https://${'x'.repeat(2100)}`,
])('nothing leads to %j', target => expect(new LinkTable().intern(target)).toBe(0));
