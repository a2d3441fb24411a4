import {link, mkdir, writeFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {SCHEMA_VERSION} from '../../src/store/schema.ts';
import {beginVolume, listVolumes} from '../../src/store/volumes.ts';
import {openFolder, type Folder} from '../fixtures/store/folder.ts';

const begin = async (folder: Folder, place: {number: number; keep: boolean; firstSeq: number}): Promise<void> => {
  await mkdir(folder.dir, {recursive: true});
  const {file} = await beginVolume({dir: folder.dir, ...place});
  await file.close();
};

test('files are listed by number, the one being written last', async () => {
  await using folder = await openFolder();
  await begin(folder, {number: 0, keep: false, firstSeq: 1});
  for (let number = 1; number <= 11; number += 1) await begin(folder, {number, keep: true, firstSeq: 1 + number * 10});
  const found = await listVolumes(folder.dir);
  expect(found.map(it => it.firstSeq)).toEqual([1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101, 111]);
  expect(found.at(-1)).toMatchObject({number: Infinity, path: folder.at('events.jsonl')});
});

test('a turn that was interrupted does not count, and is repeated', async () => {
  await using folder = await openFolder();
  await begin(folder, {number: 0, keep: false, firstSeq: 1});
  await link(folder.at('events.jsonl'), folder.at('events-1.jsonl'));
  expect(await listVolumes(folder.dir)).toHaveLength(1);
  await begin(folder, {number: 1, keep: true, firstSeq: 7});
  expect((await listVolumes(folder.dir)).map(it => it.firstSeq)).toEqual([1, 7]);
});

test.each(['{"roundhouse":"jour', 'no header\n', '{"roundhouse":"journal"}\n', `${'x'.repeat(5000)}\n`])(
  'a file that does not begin as a journal is named: %#',
  async text => {
    await using folder = await openFolder();
    await mkdir(folder.dir);
    await writeFile(folder.at('events.jsonl'), text);
    await expect(listVolumes(folder.dir)).rejects.toMatchObject({
      code: 'state-unreadable',
      details: {paths: [folder.at('events.jsonl')], reason: 'line 1 is no journal header'},
    });
  },
);

test('a file of a newer version is refused', async () => {
  await using folder = await openFolder();
  await mkdir(folder.dir);
  await writeFile(
    folder.at('events-3.jsonl'),
    `{"roundhouse":"journal","version":${SCHEMA_VERSION + 1},"first_seq":1}\n`,
  );
  await expect(listVolumes(folder.dir)).rejects.toMatchObject({
    code: 'state-newer',
    details: {path: folder.at('events-3.jsonl'), found: SCHEMA_VERSION + 1, known: SCHEMA_VERSION},
  });
});
