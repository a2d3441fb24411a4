import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {parse} from 'yaml';
import {doLocal} from '../../src/cli/local.ts';
import type {Params, Result} from '../../src/protocol/verbs.ts';
import {openRepository} from '../server/repository.ts';

/** A person's home, and a way to install from it. */
const openHome = () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'skill-')));
  vi.stubEnv('HOME', home);
  vi.stubEnv('CODEX_HOME', undefined);
  vi.stubEnv('CLAUDE_CONFIG_DIR', undefined);
  return {
    home,
    at: (path: string): string => join(home, path, 'roundtable/SKILL.md'),
    installs: async (params: Omit<Params<'skill'>, 'action'>, cwd = home): Promise<Result<'skill'>['files']> =>
      ((await doLocal('skill', cwd, {action: 'install', ...params})) as Result<'skill'>).files,
    [Symbol.dispose]: () => {
      vi.unstubAllEnvs();
      rmSync(home, {recursive: true});
    },
  };
};

const put = (path: string, text: string): void => {
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, text);
};

const read = (path: string): string => readFileSync(path, 'utf8');

test('the skill of a person is written where Codex and Claude Code look, and told', async () => {
  using it = openHome();
  const paths = [it.at('.codex/skills'), it.at('.claude/skills')];
  expect(await it.installs({user: true})).toEqual(paths.map(path => ({path, outcome: 'created'})));
  expect(paths.map(read)).toEqual([read(paths[0] ?? ''), read(paths[0] ?? '')]);
});

test('homes of the agents that are elsewhere are found', async () => {
  using it = openHome();
  vi.stubEnv('CODEX_HOME', join(it.home, 'c'));
  vi.stubEnv('CLAUDE_CONFIG_DIR', join(it.home, 'd'));
  await it.installs({user: true});
  expect(['c/skills', 'd/skills', '.codex/skills', '.claude/skills'].map(path => existsSync(it.at(path)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the skill of a repository is written at its root, also from a folder in it', async () => {
  using it = openHome();
  using shop = openRepository();
  mkdirSync(shop.at('sub'));
  const files = await it.installs({repo: true}, shop.at('sub'));
  expect(files.map(({path}) => path)).toEqual([
    shop.at('.agents/skills/roundtable/SKILL.md'),
    shop.at('.claude/skills/roundtable/SKILL.md'),
  ]);
});

test('a folder is taken from where one stands', async () => {
  using it = openHome();
  expect(await it.installs({dir: 'mine'})).toEqual([{path: it.at('mine'), outcome: 'created'}]);
});

test('nothing is written when it is not said for whom', async () => {
  using it = openHome();
  await expect(it.installs({})).rejects.toMatchObject({code: 'params-invalid'});
  expect(existsSync(join(it.home, '.codex'))).toBe(false);
});

test('a second time changes nothing', async () => {
  using it = openHome();
  await it.installs({user: true});
  const before = read(it.at('.codex/skills'));
  expect((await it.installs({user: true})).map(({outcome}) => outcome)).toEqual(['unchanged', 'unchanged']);
  expect(read(it.at('.codex/skills'))).toBe(before);
});

test('our own text of another version is brought up to date', async () => {
  using it = openHome();
  const older = '# before\n\n';
  const hash = createHash('sha256').update(older).digest('hex');
  put(it.at('mine'), `${older}<!-- installed by roundhouse, ${hash} -->\n`);
  expect(await it.installs({dir: 'mine'})).toEqual([{path: it.at('mine'), outcome: 'updated'}]);
  expect(read(it.at('mine'))).toContain('name: roundtable');
});

test('a text of somebody else stays, and the other file is not written either', async () => {
  using it = openHome();
  put(it.at('.claude/skills'), '# mine\n');
  await expect(it.installs({user: true})).rejects.toMatchObject({
    code: 'skill-foreign',
    details: {paths: [it.at('.claude/skills')]},
  });
  expect([read(it.at('.claude/skills')), existsSync(it.at('.codex/skills'))]).toEqual(['# mine\n', false]);
});

test('what was changed by hand goes only by force', async () => {
  using it = openHome();
  await it.installs({dir: 'mine'});
  const changed = read(it.at('mine')).replace('# Roundtable', '# Our roundtable');
  put(it.at('mine'), changed);
  await expect(it.installs({dir: 'mine'})).rejects.toMatchObject({code: 'skill-foreign'});
  expect(read(it.at('mine'))).toBe(changed);
  expect(await it.installs({dir: 'mine', force: true})).toMatchObject([{outcome: 'replaced'}]);
  expect(read(it.at('mine'))).not.toContain('# Our roundtable');
});

test('a folder that cannot be written is a fault that names it', async () => {
  using it = openHome();
  put(join(it.home, 'mine'), 'a file in the way');
  await expect(it.installs({dir: 'mine'})).rejects.toMatchObject({
    code: 'store-unwritable',
    details: {path: it.at('mine'), reason: 'ENOTDIR'},
  });
});

test('agents can read its head: a name like its folder, and a description within their limit', async () => {
  using it = openHome();
  await it.installs({dir: 'mine'});
  const [, head = ''] = read(it.at('mine')).split(/^---$/mu);
  const {name, description} = parse(head) as {name: string; description: string};
  expect(name).toBe('roundtable');
  expect(description.length).toBeLessThan(1024);
});

test.each([
  'roundtable',
  'cc and opencode both',
  '--follow-up-once',
  'only cc',
  '圆桌',
  '如果有分歧就再问一轮',
  '只问 Claude',
])('it speaks of %j', async words => {
  using it = openHome();
  await it.installs({dir: 'mine'});
  expect(read(it.at('mine'))).toContain(words);
});
