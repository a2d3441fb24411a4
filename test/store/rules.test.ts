import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readRules, userRules} from '../../src/store/rules.ts';

/** A person's folder of configuration. */
const openHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'rules-'));
  const folder = join(home, 'roundhouse/rules');
  mkdirSync(folder, {recursive: true});
  return {
    env: {XDG_CONFIG_HOME: home},
    writes: (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    [Symbol.dispose]: () => rmSync(home, {recursive: true}),
  };
};

const ours = readdirSync(join(import.meta.dirname, '../../assets/agents')).map(it => it.replace('.yaml', ''));

test('there are rules for the agents that we know', () => {
  expect(ours.toSorted()).toEqual(['claude', 'codex', 'gemini', 'opencode']);
});

test.each(ours)('our rules for %s can be used', async kind => {
  using home = openHome();
  const {file, problems} = await readRules(kind, home.env);
  expect(problems).toEqual([]);
  expect(file).toMatchObject({kind, path: expect.stringContaining(`assets/agents/${kind}.yaml`)});
});

test.each(['parrot', '../../package', '/etc/passwd', ''])('there are none for %j', async kind => {
  using home = openHome();
  expect(await readRules(kind, home.env)).toEqual({problems: []});
});

test('the rules of the person go before ours', async () => {
  using home = openHome();
  const path = home.writes('claude.yaml', 'version: 7\ntitles:\n  - {id: any, match: ".", mood: working}\n');
  const {file} = await readRules('claude', home.env);
  expect(file).toMatchObject({path, rules: {version: 7, titles: [{id: 'any'}], screen: []}});
});

test('the person writes rules for an agent that we do not know', async () => {
  using home = openHome();
  home.writes('parrot.yaml', 'version: 1\n');
  expect((await readRules('parrot', home.env)).file?.rules.version).toBe(1);
});

test.each([
  [
    'version: 1\nscreen:\n  - {id: a, match: a, mood: idle}\n  - id: b\n    match: (\n    mood: idle\n',
    'line 5: screen.1.match: not a regular expression',
  ],
  [
    'version: 1\nscreen:\n  - {id: a, match: a, mood: idle}\n  - {id: a, match: b, mood: idle}\n',
    'line 4: screen.1: another rule is "a", too',
  ],
  ['titles: []\n', 'line 1: version: '],
  ['version: [\n', 'line 2: '],
  ['- version\n', 'it is not a list of settings'],
])('rules of the person that cannot be used are told with their line, and ours count: %j', async (text, problem) => {
  using home = openHome();
  const path = home.writes('codex.yaml', text);
  const {file, problems} = await readRules('codex', home.env);
  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems[0]).toContain(path);
  expect(file?.path).toContain('assets/agents/codex.yaml');
});

test('all files of the person are looked through', async () => {
  using home = openHome();
  const good = home.writes('codex.yaml', 'version: 1\n');
  const bad = home.writes('claude.yaml', 'version: old\n');
  home.writes('notes.txt', 'mine');
  expect(await userRules(home.env)).toEqual([
    {path: bad, problems: [expect.stringContaining('line 1: version: ')]},
    {path: good, problems: []},
  ]);
});

test('a person without such a folder has none', async () => {
  expect(await userRules({XDG_CONFIG_HOME: '/nowhere'})).toEqual([]);
});
