/** A roundtable from the command line: the server is killed in the middle of it, and what was said is there. */
import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {hasEnded, untilSeen} from './until.ts';

const WORDS = {
  position: 'Keep it',
  stance: 'for',
  reasons: [],
  risks: [],
  recommendation: 'Keep it',
  open_questions: [],
};

/** A machine with a panel of two: one answers at once, one when there is a file `go` beside it. */
const machineWithPanel = (): Machine => {
  const machine = new Machine();
  const says = `echo '${JSON.stringify(WORDS)}'\n`;
  const scripts = {quick: says, slow: `while [ ! -e "$0.go" ]; do sleep 0.05; done\n${says}`};
  const agents = Object.entries(scripts).map(([name, script]) => {
    const path = join(machine.folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}`);
    chmodSync(path, 0o755);
    return [name, {command: [path, '{prompt}']}] as const;
  });
  machine.configures(JSON.stringify({discuss_panel: 'slow,quick', agents: Object.fromEntries(agents)}));
  return machine;
};

test('a server that is killed in the middle of a round leaves what was said, marked failed', async () => {
  await using machine = machineWithPanel();
  const shop = machine.repository();
  const {id} = await shop.does('discuss', 'Keep the old parser?', '--no-wait');
  await untilSeen('the quick one has replied', () => shop.does('list-discussions'), {
    isRight: ({discussions: [it]}) => it?.replies.length === 1,
  });
  const {server} = shop;
  process.kill(server, 'SIGKILL');
  await hasEnded(server);
  expect(await shop.does('show-discussion')).toMatchObject({
    run_id: id,
    status: 'failed',
    stop_reason: 'interrupted',
    rounds: [{replies: [{participant: 'quick', status: 'ok', parsed: {position: 'Keep it'}}]}],
    synthesis: {single_view: 'quick', agreements: [], missing_participants: ['slow']},
  });
  writeFileSync(join(machine.folder, 'slow.go'), '');
  expect(await shop.does('discuss', 'Keep the old parser?')).toMatchObject({status: 'done', counts: {agreements: 1}});
  const {out, exit} = await shop.run('list-discussions', '--status', 'failed');
  expect([exit, out.includes(`${id}  failed`)]).toEqual([0, true]);
});

test('the exit status of a discussion that heard nobody says so', async () => {
  await using machine = machineWithPanel();
  const shop = machine.repository();
  machine.configures(
    JSON.stringify({
      discuss_panel: 'a,b',
      agents: {a: {command: ['no-a', '{prompt}']}, b: {command: ['no-b', '{prompt}']}},
    }),
  );
  const {exit, out} = await shop.run('discuss', 'Keep it?');
  expect(exit).toBe(5);
  expect(out).toContain('all_participants_failed');
  expect((await shop.complaint('discuss', 'Keep it?', '--panel', 'a')).lines[0]).toContain(
    'a discussion needs two participants',
  );
});
