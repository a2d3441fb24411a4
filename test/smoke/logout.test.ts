/** Servers and the end of a login, on a machine with systemd that stand-ins play. */
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';

type Play = {readonly lingers: 'yes' | 'no'; readonly kills: 'yes' | 'no'; readonly scope?: string};

/** Put `loginctl` and `systemd-run` on PATH, and the person's own manager where it listens. */
const play = (machine: Machine, {lingers, kills, scope = 'exec "$@"'}: Play) => {
  const dir = join(machine.folder, 'systemd');
  const run = machine.env['XDG_RUNTIME_DIR'] ?? '';
  mkdirSync(join(run, 'systemd'), {recursive: true});
  writeFileSync(join(run, 'systemd/private'), '');
  mkdirSync(dir);
  const words = join(dir, 'words');
  const programs = {
    loginctl: `case "$*" in *KillUserProcesses*) echo ${kills} ;; *Linger*) echo ${lingers} ;; esac`,
    'systemd-run': `echo "$@" >> ${words}\nwhile [ "$1" != -- ]; do shift; done; shift\n${scope}`,
  };
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(dir, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(dir, name), 0o755);
  }
  return {
    env: {PATH: `${dir}:${machine.env['PATH'] ?? ''}`},
    words: () => (existsSync(words) ? readFileSync(words, 'utf8') : ''),
  };
};

test('where a person lingers the server is started in a scope that outlives the login', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {env, words} = play(machine, {lingers: 'yes', kills: 'yes'});
  expect(await shop.runWith(env, 'list-tasks')).toEqual({exit: 0, out: 'no tasks\n', err: ''});
  expect(words()).toMatch(/^--user --scope --quiet --collect -- \S+node\S* \S+server\.js \S+shop /u);
  expect(await shop.does('list-tasks')).toEqual({tasks: []});
  expect(words().split('\n')).toHaveLength(2);
});

test('a scope that cannot be had costs nothing but itself', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {env, words} = play(machine, {lingers: 'yes', kills: 'yes', scope: 'exit 1'});
  expect(await shop.runWith(env, 'list-tasks')).toMatchObject({exit: 0, out: 'no tasks\n'});
  expect(words()).toContain('--scope');
});

test('where logout ends everything, the start of the server says so, once', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {env, words} = play(machine, {lingers: 'no', kills: 'yes'});
  expect(await shop.runWith(env, 'list-tasks')).toEqual({
    exit: 0,
    out: 'no tasks\n',
    err: 'roundhouse: on this machine sessions end when you log out\n  to keep them: loginctl enable-linger\n',
  });
  expect(await shop.runWith(env, 'list-tasks')).toMatchObject({err: ''});
  expect(words()).toBe('');
});

test.each([
  [{lingers: 'no', kills: 'yes'}, 'warning'],
  [{lingers: 'yes', kills: 'yes'}, 'passed'],
  [{lingers: 'no', kills: 'no'}, 'passed'],
] as const)('doctor finds with %o that logout is a %s', async (how, status) => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {out} = await shop.runWith(play(machine, how).env, 'doctor', '--json');
  const {checks} = JSON.parse(out) as {checks: readonly {name: string; status: string}[]};
  expect(checks.find(it => it.name === 'logout')).toMatchObject({status});
});
