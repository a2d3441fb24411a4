import {readdir, stat, writeFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {readBody, writeBody} from '../../src/store/bodies.ts';
import {openFolder} from '../fixtures/store/folder.ts';

test('a long text comes back as it was', async () => {
  await using folder = await openFolder();
  const body = await writeBody(folder.dir, {id: 'TASK-001-prompt', text: 'häuser\n'.repeat(1000)});
  expect(body).toMatchObject({ref: 'bodies/TASK-001-prompt', sha256: expect.stringMatching(/^[0-9a-f]{64}$/u)});
  expect(await readBody(folder.dir, body)).toBe('häuser\n'.repeat(1000));
  expect((await stat(folder.at(body.ref))).mode & 0o777).toBe(0o600);
});

test('a later text takes the place of an earlier one and leaves nothing beside', async () => {
  await using folder = await openFolder();
  await writeBody(folder.dir, {id: 'one', text: 'first'});
  const body = await writeBody(folder.dir, {id: 'one', text: 'second'});
  expect(await readBody(folder.dir, body)).toBe('second');
  expect(await readdir(folder.at('bodies'))).toEqual(['one']);
});

test('a text that was changed is refused', async () => {
  await using folder = await openFolder();
  const body = await writeBody(folder.dir, {id: 'one', text: 'first'});
  await writeFile(folder.at(body.ref), 'other');
  await expect(readBody(folder.dir, body)).rejects.toMatchObject({
    code: 'state-unreadable',
    details: {paths: [folder.at(body.ref)]},
  });
});

test('a text that is gone is named', async () => {
  await using folder = await openFolder();
  const lost = readBody(folder.dir, {ref: 'bodies/gone', sha256: ''});
  await expect(lost).rejects.toMatchObject({code: 'state-unreadable', details: {paths: [folder.at('bodies/gone')]}});
});

test.each(['../outside', 'a/b', '', '.', '..', '.hidden'])('an id cannot leave the folder: %j', async id => {
  await using folder = await openFolder();
  await expect(writeBody(folder.dir, {id, text: ''})).rejects.toThrow('names no body');
});
