import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {currentReadme} from '../../src/cli/docs.ts';

test('the tables and the picture in README.md are those of the code (npm run fix writes them)', () => {
  const text = readFileSync('README.md', 'utf8');
  expect(text).toBe(currentReadme(text));
  expect(text).toContain('`spawn-worker`');
  expect(text).toContain('╭ agents');
});
