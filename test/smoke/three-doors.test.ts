/** One story by three doors at once, MCP, the command line and keys in the full screen, through a power cut and a reboot. */
import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {expect, test} from 'vitest';
import {boardOf} from '../../src/core/board.ts';
import type {Task, TaskStatus} from '../../src/core/nouns/task.ts';
import {Agent} from './agent.ts';
import {linesOf, Machine} from './machine.ts';
import {launcher} from './product.ts';
import type {Repository} from './repository.ts';
import type {Terminal} from './terminal.ts';
import {hasEnded, until, untilSeen} from './until.ts';

/** Plays planner and workers: the painter asks twice and paints what it is told, the sweeper needs a night for it. */
const AGENT = `#!/bin/sh
echo "$ROUNDHOUSE_SESSION $1 $2" >> "$0.log"
hands_in() {
  git add --all
  git commit --quiet --message "$1"
  roundhouse request-review
}
case "$ROUNDHOUSE_TASK $1" in
"TASK-001 new")
  roundhouse ask "which colour?" --wait 60 > /dev/null
  roundhouse request-input --summary "how many coats?" ;;
"TASK-001 resume")
  answer=$(grep -A 1 "^Answer to" "$3") && echo "$answer" > door.txt && hands_in "paint the door" ;;
"TASK-003 resume")
  echo swept > floor.txt
  hands_in "sweep the floor" ;;
esac
echo "$ROUNDHOUSE_SESSION: $1"
exec cat
`;

/** The doors of one repository: MCP, the command line, the full screen. */
type Doors = {readonly mcp: Agent; readonly cli: Repository; readonly screen: Terminal};

const openDoors = async (machine: Machine, cli: Repository): Promise<Doors & AsyncDisposable> => {
  const screen = machine.terminal(cli.root, {cols: 130, rows: 40});
  await screen.sees('╭ agents', 'planner:');
  const mcp = await Agent.start({cwd: cli.root, env: machine.env});
  return {mcp, cli, screen, [Symbol.asyncDispose]: () => mcp[Symbol.asyncDispose]()};
};

/** Type a command into the palette. */
const commands = (screen: Terminal, line: string): void => {
  screen.presses('C-b :');
  screen.types(`${line}\r`);
};

const taskIs = (cli: Repository, task: string, status: TaskStatus): Promise<unknown> =>
  untilSeen(`task ${task} is ${status}`, () => cli.does('show-task', task), {isRight: it => it.status === status});

/** The end of a process, or of a group of them; the server's end may have been theirs, too. */
const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was.
  }
};

/** The server, all that runs in its sessions, and whoever is connected, at one stroke. */
const powerFails = async ({mcp, cli, screen}: Doors, ...others: readonly number[]): Promise<void> => {
  const {sessions} = await cli.does('list-sessions', '--active-only');
  const groups = [...sessions.map(it => it.pid ?? 0), ...others].filter(it => it > 0);
  const alone = [cli.server, mcp.pid, await screen.client()];
  for (const pid of [...alone, ...groups.map(it => -it)]) kill(pid);
  await Promise.all([...alone, ...groups].map(hasEnded));
};

/** Write notes by MCP for as long as there is power. */
const writes = async (mcp: Agent, acknowledged: string[]): Promise<void> => {
  try {
    for (let n = 1; ; n++) {
      await mcp.does('update_task', {task_id: '3', note: `by MCP ${n}`});
      acknowledged.push(`by MCP ${n}`);
    }
  } catch {
    // There is none any more.
  }
};

/** Two doors write notes, one after the other, until the power fails. @returns what was acknowledged */
const writesUntilPowerFails = async (machine: Machine, doors: Doors): Promise<readonly string[]> => {
  const byScript = join(machine.folder, 'acknowledged');
  const note = 'note="by a script $n"; "$0" update-task 2 --note "$note" > /dev/null';
  const loop = `n=1; while ${note}; do echo "$note" >> "${byScript}"; n=$((n + 1)); done`;
  const {root: cwd, env} = doors.cli;
  const script = spawn('/bin/sh', ['-c', loop, launcher], {cwd, env, detached: true, stdio: 'ignore'});
  const byMcp: string[] = [];
  const writing = writes(doors.mcp, byMcp);
  await until('both write', () => byMcp.length > 2 && linesOf(byScript).length > 2);
  await powerFails(doors, script.pid ?? 0);
  await writing;
  return [...linesOf(byScript), ...byMcp];
};

/** The groups of the board on a screen, and the tasks below each. */
const boardOn = ({rows}: Terminal): readonly (readonly string[])[] => {
  const left = rows[0]?.indexOf('╭ 1 Board') ?? -1;
  const groups: string[][] = [];
  for (const row of rows.map(it => it.slice(left))) {
    const {title, task} = /^│ (?:(?<title>[a-z][a-z ]*\S) +\d+|[ ▸](?<task>TASK-\d+) .*) │$/u.exec(row)?.groups ?? {};
    if (title !== undefined) groups.push([title]);
    if (task !== undefined) groups.at(-1)?.push(task);
  }
  return groups;
};

/** All doors tell of the same board. */
const tellTheSame = async ({mcp, cli, screen}: Doors): Promise<readonly Task[]> => {
  screen.presses('C-b b');
  const {tasks} = await cli.does('list-tasks');
  expect(await mcp.does('list_tasks')).toEqual({tasks});
  const groups = boardOf({tasks: Object.fromEntries(tasks.map(it => [it.id, it]))});
  const expected = groups.map(it => [it.title, ...it.tasks.map(task => task.id)]);
  await until('the screen tells the same', () => isDeepStrictEqual(boardOn(screen), expected), {
    instead: () => [JSON.stringify(expected), ...screen.rows].join('\n'),
  });
  return tasks;
};

/** The morning: a task by each door, two workers, a question that is answered and one that is not, and a lease that is waited for. */
const begins = async ({mcp, cli, screen}: Doors): Promise<void> => {
  await mcp.does('create_task', {title: 'paint the door', acceptance: ['no drips'], write_scope: ['door.txt']});
  const steps = ['--script', 'echo flour > bread.txt', '--script', 'heavy: echo baked >> bread.txt'];
  await cli.does('create-task', 'bake bread', ...steps, '--write-scope', 'bread.txt');
  commands(screen, 'create-task "sweep the floor" --depends-on 1 --write-scope floor.txt');
  await screen.sees('TASK-003 is on the board');

  await mcp.does('acquire_lease', {session_name: 'planner', purpose: 'taste'});
  await Promise.all([mcp.does('spawn_worker', {task_id: '1', agent: 'mine'}), cli.does('spawn-worker', '2')]);
  commands(screen, 'spawn-worker 3 --agent mine');
  await screen.sees('no worker for TASK-003: it waits for TASK-001');

  screen.presses('C-b i');
  await screen.sees('▸which colour?');
  screen.presses('a');
  screen.types('blue\r');
  await screen.sees('INT-001 is answered');
  await taskIs(cli, '1', 'needs_input');
  expect(await mcp.does('show_question', {question_id: '1'})).toMatchObject({
    status: 'applied',
    reply: {text: 'blue', by: 'user'},
  });
  await cli.showing('worker-task-002', 'waiting for a lease: 1 of 1');
};

/** After the power cut: the answer, the lease, a review, a merge; and the worker that waited for that starts. */
const goesOn = async ({mcp, cli, screen}: Doors): Promise<void> => {
  expect(await mcp.does('list_leases')).toMatchObject({leases: [], queue: []});
  const {lease_id} = await mcp.does('acquire_lease', {session_name: 'planner', purpose: 'taste'});
  screen.presses('C-b c');
  screen.types('bread\r');
  await screen.sees('worker-task-002 started');
  await cli.showing('worker-task-002', 'waiting for a lease: 1 of 1');
  await cli.does('reply', '2', 'two thin ones');
  await mcp.does('release_lease', {lease_id});
  await taskIs(cli, '2', 'review_ready');
  await taskIs(cli, '1', 'review_ready');

  screen.presses('C-b b g d');
  await screen.sees('door.txt', '+two thin ones');
  screen.presses('q A');
  await screen.sees('Accept TASK-001?');
  screen.presses('y');
  await screen.sees('TASK-001: accept recorded as DEC-001');
  expect(await cli.does('list-decisions', '1')).toMatchObject({decisions: [{kind: 'accept', by: 'user'}]});
  expect(await mcp.does('merge_task', {task_id: '1'})).toMatchObject({outcome: 'done', merge: {into: 'main'}});
  expect(cli.git('log', '-1', '--format=%s')).toBe('paint the door');
  commands(screen, 'spawn-worker 3 --agent mine');
  await screen.sees('worker-task-003 started');
};

test(
  'a story told by MCP, command line and keys at once loses nothing when the power fails, and goes on after a reboot',
  {timeout: 40_000},
  async () => {
    await using machine = new Machine();
    const {log} = machine.hasAgent(AGENT, {planner_agent: 'mine', max_heavy_leases: 1});
    const shop = machine.repository();
    const eventsSince = async (after: number) =>
      (await shop.does('list-events', '--after', String(after), '--limit', '1000')).events;

    await using morning = await openDoors(machine, shop);
    await begins(morning);
    const told = await eventsSince(0);
    const written = await writesUntilPowerFails(machine, morning);

    await using afternoon = await openDoors(machine, shop);
    expect((await eventsSince(0)).slice(0, told.length)).toEqual(told);
    const tasks = await tellTheSame(afternoon);
    expect(tasks.map(it => it.status)).toEqual(['needs_input', 'ready', 'ready']);
    expect(tasks.flatMap(it => it.notes.map(note => note.text))).toEqual(expect.arrayContaining([...written]));
    await goesOn(afternoon);
    await until('the sweeper has begun', () => log().length === 5);
    await shop.does('suspend');
    const [evening] = (await eventsSince(0)).slice(-1);
    await powerFails(afternoon);

    expect((await shop.run()).out).toMatch(/^planner +active.*mine[^]*^worker-task-003 +active.*mine/mu);
    const woken = (await eventsSince(evening?.seq ?? 0)).filter(
      it => it.type === 'session-moved' && it.to === 'active',
    );
    const {sessions} = await shop.does('list-sessions');
    const names = ['planner', 'worker-task-002', 'worker-task-001', 'worker-task-003'];
    expect(woken).toMatchObject(names.map(session => ({session})));
    const conversationOf = (name: string): string => sessions.find(it => it.name === name)?.conversation ?? '';
    await taskIs(shop, '3', 'review_ready');
    expect(log().toSorted()).toEqual(
      [
        ...['new', 'resume', 'resume'].map(it => `planner ${it} ${conversationOf('planner')}`),
        ...['new', 'resume', 'resume'].map(it => `worker-task-001 ${it} ${conversationOf('worker-task-001')}`),
        ...['new', 'resume'].map(it => `worker-task-003 ${it} ${conversationOf('worker-task-003')}`),
      ].toSorted(),
    );
    await using nextMorning = await openDoors(machine, shop);
    expect((await tellTheSame(nextMorning)).map(it => it.status)).toEqual(['merged', 'review_ready', 'review_ready']);
  },
);
