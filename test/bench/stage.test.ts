import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startedAt} from './figures.ts';
import {Stage} from './stage.ts';

/** A program that opens a stage, starts a process on it that nobody is told of, says so, and waits. */
const program = `
import {spawn} from 'node:child_process';
import {Stage} from ${JSON.stringify(join(import.meta.dirname, 'stage.ts'))};
const stage = new Stage();
const child = spawn('sleep', ['60'], {env: stage.env, detached: true, stdio: 'ignore'});
child.once('spawn', () => console.log(child.pid + ' ' + stage.dir));
setInterval(() => {}, 1000);
`;

test('what runs on a stage ends with it, and its folder is gone', async () => {
  const stage = new Stage();
  const child = spawn('sleep', ['60'], {env: stage.env, stdio: 'ignore'});
  const exit = once(child, 'exit');
  await once(child, 'spawn');
  stage.runs(child.pid ?? 0);
  await stage[Symbol.asyncDispose]();
  await exit;
  expect(existsSync(stage.dir)).toBe(false);
});

test.runIf(process.platform === 'linux').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s leaves nothing behind, not even what it was not told of',
  async signal => {
    const bench = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(bench.stdout, 'data')) as [Buffer];
    const [pid, dir = ''] = said.toString().trim().split(' ');
    expect(startedAt(Number(pid))).toBeDefined();
    bench.kill(signal);
    await once(bench, 'exit');
    expect(existsSync(dir)).toBe(false);
    await expect.poll(() => startedAt(Number(pid))).toBeUndefined();
  },
);
