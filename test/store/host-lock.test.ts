import {expect, test} from 'vitest';
import {withHostLock} from '../../src/store/host-lock.ts';
import {startScript} from '../fixtures/store/child.ts';
import {openFolder} from '../fixtures/store/folder.ts';

test('of many who want it at once each has it alone', async () => {
  await using folder = await openFolder();
  let inside = 0;
  const most: number[] = [];
  const one = () =>
    withHostLock(`${folder.path}/lock`, async () => {
      most.push(++inside);
      await new Promise(setImmediate);
      inside--;
    });
  await Promise.all(Array.from({length: 20}, one));
  expect(most).toEqual(Array.from({length: 20}, () => 1));
});

test('it is let go when the work in it fails', async () => {
  await using folder = await openFolder();
  const path = `${folder.path}/lock`;
  await expect(withHostLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withHostLock(path, () => Promise.resolve('done'))).toBe('done');
});

test('it ends with a holder that is killed', async () => {
  await using folder = await openFolder();
  const path = `${folder.path}/lock`;
  await using child = startScript('lock-holder', path);
  expect(await child.line()).toBe('held');
  await child.kill();
  expect(await withHostLock(path, () => Promise.resolve('free'))).toBe('free');
});

test('nothing is said of the parts it is made of', async () => {
  await using folder = await openFolder();
  await using child = startScript('lock-holder', `${folder.path}/lock`, 'quiet');
  expect(await child.rest()).toEqual(['held', 'warnings: 0']);
});
