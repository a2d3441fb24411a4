import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {currentPicture, currentReadme} from '../../src/cli/docs.ts';

test('the tables in README.md are those of the code (npm run fix writes them)', () => {
  const text = readFileSync('README.md', 'utf8');
  expect(text).toBe(currentReadme(text));
  expect(text).toContain('`spawn-worker`');
});

test('the picture in README.md is the screen of a story (npm run fix draws it)', () => {
  expect(readFileSync('assets/screen.svg', 'utf8')).toBe(currentPicture());
  expect(readFileSync('README.md', 'utf8')).toContain('(assets/screen.svg)');
});
