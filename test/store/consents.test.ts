import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Consents} from '../../src/store/consents.ts';
import {openFolder} from '../fixtures/store/folder.ts';

const at = '2026-01-02T03:04:05.000Z';
const asked = {repository: '/home/me/shop', commands: ['npm ci', 'make']};
const allowed = {...asked, answer: 'allowed', at} as const;

/** The only file below a folder. */
const fileIn = (dir: string): string => {
  const [path = ''] = readdirSync(dir, {recursive: true, encoding: 'utf8'}).filter(it => it.endsWith('.json'));
  return join(dir, path);
};

test('an answer is there for exactly what was asked about', async () => {
  await using folder = await openFolder();
  const consents = new Consents(folder.at('consents'));
  await consents.keep(allowed);
  expect(await new Consents(folder.at('consents')).of(asked)).toMatchObject(allowed);
});

test.each([
  ['another command', {...asked, commands: ['npm ci', 'make all']}],
  ['another order', {...asked, commands: ['make', 'npm ci']}],
  ['one more command', {...asked, commands: ['npm ci', 'make', 'rm -rf /']}],
  ['commands cut at another place', {...asked, commands: ['npm ci make']}],
  ['a blank more', {...asked, commands: ['npm ci ', 'make']}],
  ['another repository', {...asked, repository: '/home/me/shop2'}],
])('%s has no answer', async (_, other) => {
  await using folder = await openFolder();
  const consents = new Consents(folder.dir);
  await consents.keep(allowed);
  expect(await consents.of(other)).toBeUndefined();
});

test('an answer takes the place of the one before, and leaves nothing beside', async () => {
  await using folder = await openFolder();
  const consents = new Consents(folder.dir);
  await consents.keep(allowed);
  await consents.keep({...allowed, answer: 'never'});
  expect(await consents.of(asked)).toMatchObject({answer: 'never'});
  expect(readdirSync(folder.dir, {recursive: true}).filter(it => String(it).includes('.'))).toHaveLength(1);
});

test('answers to what it was before are kept, until all are forgotten; those of others stay', async () => {
  await using folder = await openFolder();
  const consents = new Consents(folder.dir);
  const [changed, other] = [
    {...asked, commands: ['npm install']},
    {...asked, repository: '/r'},
  ];
  for (const it of [asked, changed, other]) await consents.keep({...it, answer: 'allowed', at});
  expect(await consents.of(asked)).toBeDefined();
  await consents.forget(asked.repository);
  expect([await consents.of(asked), await consents.of(changed)]).toEqual([undefined, undefined]);
  expect(await consents.of(other)).toBeDefined();
});

test('it is for the person alone', async () => {
  await using folder = await openFolder();
  await new Consents(folder.at('consents')).keep(allowed);
  expect(statSync(fileIn(folder.dir)).mode & 0o777).toBe(0o600);
  expect(statSync(folder.at('consents')).mode & 0o777).toBe(0o700);
});

test.each([
  ['is torn', (text: string) => text.slice(0, -9)],
  ['is of a format to come', (text: string) => text.replace('"version":1', '"version":2')],
  ['was renamed from that of other commands', (text: string) => text.replace('npm ci', 'npm install')],
  ['says something else', () => '[]'],
])('a file that %s is no answer', async (_, spoil) => {
  await using folder = await openFolder();
  const consents = new Consents(folder.dir);
  await consents.keep(allowed);
  const path = fileIn(folder.dir);
  writeFileSync(path, spoil(readFileSync(path, 'utf8')));
  expect(await consents.of(asked)).toBeUndefined();
});

test('a place that cannot be written is told', async () => {
  await using folder = await openFolder();
  mkdirSync(folder.dir);
  writeFileSync(folder.at('consents'), 'a file in the way');
  await expect(new Consents(folder.at('consents')).keep(allowed)).rejects.toMatchObject({code: 'state-unwritable'});
});
