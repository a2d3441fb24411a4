import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {version} from '../../src/core/version.ts';

test('the program says the version of its package', () => {
  const {version: published} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(published);
});
