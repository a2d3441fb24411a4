import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Drafts} from '../../src/server/drafts.ts';

const remark = {file: 'a.txt', line: 2, before: false, code: 'zwei', text: 'in English'} as const;

const place = (): Disposable & {path: string} => {
  const dir = mkdtempSync(join(tmpdir(), 'roundhouse-drafts-'));
  return {path: join(dir, 'comments.json'), [Symbol.dispose]: () => rmSync(dir, {recursive: true})};
};

test('comments that were not sent are there again in the next server', () => {
  using at = place();
  new Drafts(at.path).set('TASK-001', [remark]);
  const later = new Drafts(at.path);
  expect([later.of('TASK-001'), later.of('TASK-002')]).toEqual([[remark], []]);
});

test('comments that were sent are gone', () => {
  using at = place();
  const drafts = new Drafts(at.path);
  drafts.set('TASK-001', [remark]);
  drafts.set('TASK-001', []);
  expect([drafts.of('TASK-001'), new Drafts(at.path).of('TASK-001')]).toEqual([[], []]);
});

test.each(['{', '[]', '{"TASK-001": 7, "constructor": []}', 'null'])('a damaged file, %j, is no comments', text => {
  using at = place();
  writeFileSync(at.path, text);
  expect(new Drafts(at.path).of('TASK-001')).toEqual([]);
});
