import {expect, test} from 'vitest';
import {diffOf, MAX_ROWS, placeOf, placeText, remarkText} from '../../src/core/diff.ts';

const patch = [
  'diff --git a/a.txt b/a.txt',
  'index 5626abf..814f4a4 100644',
  '--- a/a.txt',
  '+++ b/a.txt',
  '@@ -1,3 +1,3 @@ head',
  ' one',
  '-two',
  '+zwei',
  ' three',
  '@@ -10 +10,2 @@',
  '--- a/not a head',
  '+++ b/not a head',
  '+diff --git a/no b/no',
  '\\ No newline at end of file',
  'diff --git a/new file b/new file',
  'new file mode 100755',
  'index 0000000..e69de29',
  'diff --git a/x.bin b/x.bin',
  'index 1..2 100644',
  'Binary files a/x.bin and b/x.bin differ',
  'diff --git a/run.sh b/run.sh',
  'old mode 100644',
  'new mode 100755',
].join('\n');

const diff = diffOf(patch);

test('each line of a hunk knows its number, of removed ones that before', () => {
  expect(diff.rows.slice(0, 6).map(({kind, text, line}) => [kind, text, line])).toEqual([
    ['file', 'a.txt', undefined],
    ['hunk', '@@ -1,3 +1,3 @@ head', undefined],
    ['same', ' one', 1],
    ['removed', '-two', 2],
    ['added', '+zwei', 2],
    ['same', ' three', 3],
  ]);
});

test('lines that look like heads are lines where they stand in a hunk', () => {
  expect(diff.rows.slice(6, 11).map(({kind, line}) => [kind, line])).toEqual([
    ['hunk', undefined],
    ['removed', 10],
    ['added', 10],
    ['added', 11],
    ['told', undefined],
  ]);
});

test('files are counted, and told what happened to them', () => {
  expect(diff.files).toEqual([
    {path: 'a.txt', row: 0, added: 3, removed: 2, what: ''},
    {path: 'new file', row: 11, added: 0, removed: 0, what: 'new'},
    {path: 'x.bin', row: 12, added: 0, removed: 0, what: 'binary'},
    {path: 'run.sh', row: 13, added: 0, removed: 0, what: 'mode 100755'},
  ]);
  expect(diff.hunks).toEqual([1, 6]);
});

test.each(['a b/a b', 'größe 日本.txt', 'b/a/b', '-x'])('the path %j is read as it is', path => {
  expect(diffOf(`diff --git a/${path} b/${path}\n`).files[0]?.path).toBe(path);
});

test('nothing is no rows', () => expect(diffOf('')).toEqual({rows: [], files: [], hunks: []}));

test('a comment says where it is, which line it is about, and what it wants', () => {
  const row = diff.rows[4];
  const place = row && placeOf(diff, row);
  expect(place && remarkText({...place, code: '  zwei ', text: 'in English'})).toBe('a.txt:2 "zwei": in English');
  expect(placeText({file: 'a.txt', line: 2, before: true})).toBe('a.txt:2 (before)');
  expect(remarkText({file: 'a.txt', before: false, code: '', text: 'split it'})).toBe('a.txt: split it');
});

test('a diff without an end is cut, and says so', () => {
  const long = `diff --git a/a b/a\n@@ -0,0 +1 @@\n${'+x\n'.repeat(MAX_ROWS + 10)}`;
  const {rows} = diffOf(long);
  expect([rows.length, rows.at(-1)?.kind]).toEqual([MAX_ROWS + 1, 'told']);
});
