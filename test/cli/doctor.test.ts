import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {doctor} from '../../src/cli/doctor.ts';
import {consentsPathOf} from '../../src/core/paths.ts';
import {Consents} from '../../src/store/consents.ts';
import {openRepository} from '../server/repository.ts';

/** How a check of the doctor went. */
const checkOf = async (cwd: string, name: string) => (await doctor(cwd)).checks.find(it => it.name === name);

test.each([
  ['node', 'passed'],
  ['git', 'passed'],
  ['state folder', 'passed'],
  ['commits', 'passed'],
  ['keys', 'passed'],
  ['server', 'passed'],
])('in a repository %s is %s', async (name, status) => {
  using it = openRepository();
  expect(await checkOf(it.root, name)).toMatchObject({status});
});

test('a repository without commits is a warning, with what to do', async () => {
  using it = openRepository('shop', {isEmpty: true});
  expect(await checkOf(it.root, 'commits')).toMatchObject({
    status: 'warning',
    hint: 'git commit --allow-empty -m "first commit"',
  });
});

test('a person without a name in git is warned', async () => {
  using it = openRepository();
  expect(await checkOf(it.root, 'git identity')).toMatchObject({status: 'warning'});
});

test('a person with a name in git is not', async () => {
  using it = openRepository();
  it.git('config', 'user.email', 'me@example.org');
  expect(await checkOf(it.root, 'git identity')).toMatchObject({status: 'passed', message: 'me@example.org'});
});

test('wishes for keys that cannot be met are all told, with their lines', async () => {
  using it = openRepository();
  it.write('.roundhouse/config.yaml', 'keys:\n  prefix: C-c\n  copy_mode: ed\n');
  expect(await checkOf(it.root, 'keys')).toMatchObject({
    status: 'warning',
    message:
      '.roundhouse/config.yaml line 3: keys.copy_mode: it is "vi" or "emacs"; ' +
      '.roundhouse/config.yaml line 2: keys.prefix: C-c belongs to the programs',
  });
});

test('commands that a repository brings are a warning until the person has answered', async () => {
  using it = openRepository();
  expect(await checkOf(it.root, 'commands')).toBeUndefined();
  it.write('.roundhouse/config.yaml', 'worktree_setup: npm ci\n');
  expect(await checkOf(it.root, 'commands')).toMatchObject({
    status: 'warning',
    message: 'not allowed yet, for new worktrees: npm ci',
    hint: expect.stringContaining('roundhouse allow-commands'),
  });
  const at = '2026-01-02T03:04:05.000Z';
  const consents = new Consents(consentsPathOf(process.env));
  await consents.keep({repository: it.root, commands: ['npm ci'], answer: 'allowed', at});
  expect(await checkOf(it.root, 'commands')).toMatchObject({status: 'passed', message: expect.stringContaining(at)});
});

test('outside a repository not all is well', async () => {
  using it = openRepository();
  expect(await doctor(it.home)).toMatchObject({ok: false});
  expect(await checkOf(it.home, 'repository')).toMatchObject({status: 'failed'});
});

test('a state folder that is a file is no place to write', async () => {
  using it = openRepository();
  it.write('.roundhouse', 'a file in the way');
  expect(await checkOf(it.root, 'state folder')).toMatchObject({status: 'failed'});
});

test('looking changes nothing', async () => {
  using it = openRepository();
  mkdirSync(it.at('sub'));
  await doctor(it.at('sub'));
  expect([it.has('.roundhouse'), it.git('status', '--porcelain')]).toEqual([false, '']);
});

test('what cannot be used in the configuration is a warning with its place', async () => {
  using it = openRepository();
  it.write('.roundhouse/config.yaml', 'slots: many\n');
  expect(await checkOf(it.root, 'configuration')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('.roundhouse/config.yaml line 1: slots:'),
  });
});

test('an agent that nobody knows is found before a worker is to be started with it', async () => {
  using it = openRepository();
  expect(await checkOf(it.root, 'agents')).toMatchObject({status: 'passed'});
  it.write('.roundhouse/config.yaml', 'worker_agent: ghost\n');
  expect(await checkOf(it.root, 'agents')).toMatchObject({status: 'failed', message: 'no agent kind "ghost"'});
});

test('who would sit at a roundtable is told, and warned of only where somebody set it', async () => {
  using it = openRepository();
  expect(await checkOf(it.root, 'roundtable')).toMatchObject({status: 'passed'});
  it.write('.roundhouse/config.yaml', 'discuss_panel: codex\n');
  expect(await checkOf(it.root, 'roundtable')).toMatchObject({
    status: 'warning',
    hint: expect.stringContaining('--panel'),
  });
});

test('rules of the person that cannot be used are a warning with their place', async () => {
  using it = openRepository();
  expect(await checkOf(it.root, 'rules')).toMatchObject({status: 'passed'});
  vi.stubEnv('XDG_CONFIG_HOME', it.root);
  const path = join(it.root, 'roundhouse/rules/codex.yaml');
  it.write('roundhouse/rules/codex.yaml', 'version: 1\ntitles: none\n');
  expect(await checkOf(it.root, 'rules')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining(`${path} line 2: titles: `),
  });
  it.write('roundhouse/rules/codex.yaml', 'version: 2\n');
  expect(await checkOf(it.root, 'rules')).toMatchObject({status: 'passed', message: path});
});
