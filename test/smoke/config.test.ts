/** Settings: shown with their origin, changed in files that people write too, and obeyed without a restart. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';

test('a setting is changed for the repository or the user; comments stay, and the next worker obeys it', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  shop.writes('.roundhouse/config.yaml', '# ours\nkeys:\n  prefix: C-a # as in screen\n');
  for (const title of ['one', 'two']) await shop.does('create-task', title, '--script', 'sleep 60');
  await shop.does('config', 'set', 'slots', '1');
  expect(readFileSync(join(shop.root, '.roundhouse/config.yaml'), 'utf8')).toBe(
    '# ours\nkeys:\n  prefix: C-a # as in screen\nslots: 1\n',
  );
  await shop.does('spawn-worker', '1');
  expect((await shop.complaint('spawn-worker', '2')).lines[1]).toContain('roundhouse config set slots N');
  await shop.does('config', 'unset', 'slots');
  expect(await shop.does('config', 'set', 'slots', '3', '--user')).toEqual({
    settings: [
      {
        key: 'slots',
        value: 3,
        origin: 'user',
        where: `${join(machine.folder, 'home/config/roundhouse/config.yaml')} line 1`,
        what: 'how many workers may be at work at once',
      },
    ],
    problems: [],
  });
  await shop.does('spawn-worker', '2');
});

test('a folder for worktrees is taken from where the repository is', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('config', 'set', 'worktrees_dir', '../elsewhere');
  await shop.does('create-task', 'one', '--script', 'true');
  await shop.does('spawn-worker', '1');
  expect(await shop.does('show-task', '1')).toMatchObject({
    workspace: {path: join(machine.folder, 'elsewhere/task-001')},
  });
});

test.each([
  [['config', 'set', 'slot', '3'], 2, 'roundhouse: no setting "slot"', '  did you mean slots?'],
  [['config', 'set', 'slots', 'many'], 2, 'roundhouse: slots cannot be "many"', '  roundhouse config get slots'],
  [
    ['config', 'set', 'slots'],
    2,
    'roundhouse: config: value is missing',
    '  roundhouse config --help shows how it is written',
  ],
  [['config', 'get', 'colour'], 2, 'roundhouse: no setting "colour"', '  roundhouse config lists them'],
] as const)('%j is refused, and nothing is written', async (...row) => {
  await using machine = new Machine();
  const shop = machine.repository();
  const [argv, exit, message, hint] = row;
  const {exit: code, lines} = await shop.complaint(...argv);
  expect([code, lines[0]?.startsWith(message), lines[1]]).toEqual([exit, true, hint]);
  expect(await shop.does('config')).toMatchObject({problems: []});
});

test('what cannot be used in a file is told with its line, the default counts, and the file is not written to', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const path = join(shop.root, '.roundhouse/config.yaml');
  shop.writes('.roundhouse/config.yaml', 'slots: many\nslot: 3\n');
  expect((await shop.does('config')).problems).toEqual([
    `${path} line 1: slots: invalid input: expected number, received nan`,
    `${path} line 2: no setting "slot"; did you mean slots?`,
  ]);
  shop.writes('.roundhouse/config.yaml', 'slots: [2\n');
  expect((await shop.complaint('config', 'set', 'slots', '3')).lines[0]).toContain(`${path} cannot be used: line`);
  expect(readFileSync(path, 'utf8')).toBe('slots: [2\n');
});
