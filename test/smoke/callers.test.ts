/** Who calls, from where, with what: words that cannot be, old Node, panes, other versions, other logins. */
import {chmodSync, copyFileSync, mkdirSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {launcher, run} from './product.ts';
import {complaintOf} from './repository.ts';

test.each([
  {argv: ['creat-task', 'x'], exit: 2, says: 'no verb "creat-task"', hint: 'did you mean create-task?'},
  {argv: ['frobnicate'], exit: 2, says: 'no verb "frobnicate"', hint: 'roundhouse --help lists them'},
  {
    argv: ['list-tasks', '--stauts'],
    exit: 2,
    says: 'list-tasks has no flag "--stauts"',
    hint: 'did you mean --status?',
  },
  {argv: ['create-task', 'x', '--scirpt=y'], exit: 2, says: 'has no flag "--scirpt"', hint: 'did you mean --script?'},
  {argv: ['list-tasks', '--whatever'], exit: 2, says: 'no flag "--whatever"', hint: 'list-tasks --help lists them'},
  {argv: ['show-task', '9'], exit: 3, says: 'no task "TASK-009"', hint: 'roundhouse list-tasks shows them'},
  {argv: ['close-worker', '9'], exit: 3, says: 'no session "worker-task-009"', hint: 'running: nothing'},
  {
    argv: ['create-task', 'x', '--depends-on', '9'],
    exit: 3,
    says: 'depend on "TASK-009": no such task',
    hint: 'list-tasks',
  },
])('$argv is refused with a sentence and a hint', async ({argv, exit, says, hint}) => {
  await using machine = new Machine();
  const {lines, ...refused} = await machine.repository().complaint(...argv);
  expect({...refused, count: lines.length}).toEqual({exit, count: 2});
  expect(lines[0]).toMatch(/^roundhouse: /u);
  expect(lines[0]).toContain(says);
  expect(lines[1]).toContain(hint);
});

test.each([
  [['create-task']],
  [['spawn-worker']],
  [['list-tasks', '--status', 'lost']],
  [['create-task', 'x', '--script']],
  [['wait-session', 'planner', '--timeout', 'soon']],
  [['show-task', '1', '2']],
])('%j is refused with the way it is written', async argv => {
  await using machine = new Machine();
  const {exit, lines} = await machine.repository().complaint(...argv);
  expect({exit, count: lines.length}).toEqual({exit: 2, count: 2});
  expect(lines[0]).toMatch(new RegExp(`^roundhouse: ${argv[0]}: `, 'u'));
  expect(lines[1]).toBe(`  roundhouse ${argv[0]} --help shows how it is written`);
});

test('help and version need neither a repository nor a server', async () => {
  await using machine = new Machine();
  const nowhere = machine.find(machine.folder);
  expect(await nowhere.run('--version')).toEqual({exit: 0, out: '0.1.0\n', err: ''});
  expect(await nowhere.run('--help')).toMatchObject({exit: 0, out: expect.stringContaining('create-task'), err: ''});
  const help = await nowhere.run('spawn-worker', '--help');
  expect(help).toMatchObject({exit: 0, out: expect.stringContaining('--base'), err: ''});
});

test('without a terminal it brings the planner up, tells what runs, and how to come in', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const before = await shop.run();
  expect(before).toMatchObject({exit: 0, err: ''});
  expect(before.out).toMatch(/planner[^]*\n\nopen the screen from a terminal: {2}roundhouse attach/u);
  await shop.does('open-session', '--name', 'logs');
  const after = await shop.run();
  expect(after).toMatchObject({exit: 0, err: ''});
  expect(after.out).toMatch(/logs +active/u);
  expect(await shop.complaint('attach')).toEqual({
    exit: 5,
    lines: [
      'roundhouse: this needs a terminal, and standard input or output is not one',
      '  run it in a terminal, or use the verbs: roundhouse --help',
    ],
  });
});

test('a terminal that cannot show a screen is refused, and stays as it is', async () => {
  await using machine = new Machine();
  const terminal = machine.terminal(machine.repository().root, {env: {TERM: 'dumb'}});
  expect(await terminal.ends()).toBe(5);
  await terminal.sees('roundhouse: a terminal of kind "dumb" cannot show a full screen');
  expect(terminal.output).not.toContain('\u001b');
});

test('a terminal that is too small says so in one line, and shows the screen when it has grown', async () => {
  await using machine = new Machine();
  const terminal = machine.terminal(machine.repository().root, {cols: 15, rows: 4});
  await terminal.sees('too small');
  expect(terminal.rows.filter(row => row.trim() !== '')).toHaveLength(1);
  terminal.resizes(80, 24);
  await terminal.sees('This is the planner', 'agents');
  terminal.resizes(15, 4);
  await terminal.sees('too small');
  terminal.presses('C-b d');
  expect(await terminal.ends()).toBe(0);
});

test.each(['v20.20.2', 'v22.12.0', 'v8.17.0', 'none of your business'])(
  'Node %s is refused before it is tried, where the checkout has none of its own',
  async version => {
    await using machine = new Machine();
    const place = machine.repository('checkout');
    mkdirSync(join(place.root, 'src/cli'), {recursive: true});
    copyFileSync(launcher, join(place.root, 'src/cli/roundhouse'));
    const tools = machine.bareTools();
    writeFileSync(join(tools, 'node'), `#!/bin/sh\necho '${version}'\n`, {mode: 0o755});
    const program = join(place.root, 'src/cli/roundhouse');
    const refused = await run(['list-tasks'], {cwd: place.root, env: {...machine.env, PATH: tools}, program});
    expect(complaintOf(refused)).toEqual({
      exit: 5,
      lines: [
        `roundhouse: Node ${version} is too old; 22.13 or newer is needed`,
        `  run npm ci in ${place.root}, which brings a newer Node of its own`,
      ],
    });
  },
);

test('a checkout that is not built says so', async () => {
  await using machine = new Machine();
  const place = machine.repository('checkout');
  mkdirSync(join(place.root, 'src/cli'), {recursive: true});
  const program = join(place.root, 'src/cli/roundhouse');
  copyFileSync(launcher, program);
  const tools = machine.bareTools();
  writeFileSync(join(tools, 'node'), '#!/bin/sh\necho v22.13.0\n', {mode: 0o755});
  expect(complaintOf(await run([], {cwd: place.root, env: {...machine.env, PATH: tools}, program}))).toEqual({
    exit: 5,
    lines: ['roundhouse: it is not built yet', `  run npm run build in ${place.root}`],
  });
});

test('the launcher may be linked from elsewhere, through links that are relative', async () => {
  await using machine = new Machine();
  const bin = join(machine.folder, 'bin');
  mkdirSync(bin);
  symlinkSync(launcher, join(bin, 'roundhouse'));
  symlinkSync('roundhouse', join(bin, 'rh'));
  const place = {cwd: machine.folder, env: machine.env, program: join(bin, 'rh')};
  expect(await run(['--version'], place)).toEqual({exit: 0, out: '0.1.0\n', err: ''});
});

test.each([
  ['its token', 'roundhouse'],
  ['its token, by name', 'roundhouse attach planner'],
  ['its ancestors', 'env -u ROUNDHOUSE_TOKEN -u ROUNDHOUSE_SESSION roundhouse attach'],
])('one of its own panes is known by %s, and a screen in it is refused', async (_, line) => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('open-session', '--name', 'inner', '--cols', '120', '--', 'sh', '-c', `${line}; echo code $?; cat`);
  const screen = await shop.showing('inner', 'code ');
  expect(screen).toContain('roundhouse: this is already a pane of roundhouse (session "inner")');
  expect(screen).toContain('  the verbs work here: roundhouse list-tasks, create-task, spawn-worker, show-diff …');
  expect(screen).toContain('code 4');
});

test('verbs work in a pane, by whoever it belongs to', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const terminal = machine.terminal(shop.root, {cols: 120, rows: 40});
  await terminal.sees('This is the planner');
  terminal.types('roundhouse create-task "tidy up"\r');
  await terminal.sees('TASK-001');
  const {events} = await shop.does('list-events', '--subject', 'TASK-001');
  expect(events).toMatchObject([{type: 'task-created', actor: 'planner'}]);
});

test('a client of another protocol may look and shut down, and is told to for the rest', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy');
  using stranger = await shop.connect();
  stranger.greets({protocol: 2, version: '9.9.9'});
  expect(await stranger.answer(1, 'list-tasks', '--json')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('tidy'),
  });
  expect(await stranger.answer(2, 'create-task', 'another')).toMatchObject({
    exit: 5,
    err: [
      'roundhouse: the running server is another version (0.1.0) than this command (9.9.9)',
      '  end its sessions when they are done, then: roundhouse shutdown; attach, list-… and shutdown still work',
    ].join('\n'),
    fault: {code: 'server-older', details: {server: '0.1.0', client: '9.9.9'}},
  });
  expect((await shop.does('list-tasks')).tasks).toHaveLength(1);
  expect(await stranger.answer(3, 'shutdown')).toMatchObject({exit: 0});
});

test('sockets in a folder that others may enter are not used', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  mkdirSync(machine.sockets, {mode: 0o755});
  const refusal = {exit: 5, hint: '  remove it, or set ROUNDHOUSE_SOCKET_DIR to a folder of your own'};
  const atStart = await shop.complaint('list-tasks');
  expect({exit: atStart.exit, hint: atStart.lines[1]}).toEqual(refusal);
  expect(atStart.lines[0]).toBe(`roundhouse: ${machine.sockets} belongs to another user or is open to others`);
  chmodSync(machine.sockets, 0o700);
  await shop.does('list-tasks');
  chmodSync(machine.sockets, 0o777);
  const later = await shop.complaint('list-tasks');
  expect({exit: later.exit, hint: later.lines[1]}).toEqual(refusal);
  chmodSync(machine.sockets, 0o700);
  expect(await shop.does('list-tasks')).toEqual({tasks: []});
});

test('what others must not read they cannot', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy');
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  expect(modeOf(machine.sockets)).toBe('700');
  expect(modeOf(shop.holder?.socket ?? '')).toBe('600');
  expect(modeOf(shop.paths.state)).toBe('700');
  const files = ['events.jsonl', 'server.lock', 'server.log'].map(it => join(shop.paths.state, it));
  expect(files.map(modeOf)).toEqual(['600', '600', '600']);
});

test('a session gets the environment of whoever opened it, less what other multiplexers put there', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('list-tasks');
  const foreign = {
    TMUX: '/tmp/tmux-0/default,1,0',
    TMUX_PANE: '%1',
    STY: '1.pts',
    ZELLIJ: '0',
    ZELLIJ_SESSION_NAME: 'z',
  };
  const own = {FOO: 'of this login', SSH_AUTH_SOCK: '/tmp/agent.7', ...foreign};
  const out = join(machine.folder, 'tmp');
  const script = `env > "${out}/env.tmp"; mv "${out}/env.tmp" "${out}/env"`;
  await shop.runWith(own, 'open-session', '--name', 'inner', '--', 'sh', '-c', script);
  const lines = (await shop.fileIn(out, 'env')).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'FOO=of this login',
      'TERM=xterm-256color',
      'COLORTERM=truecolor',
      'TERM_PROGRAM=roundhouse',
    ]),
  );
  expect(lines).toContain('ROUNDHOUSE_SESSION=inner');
  expect(lines.filter(it => /^(?:TMUX|STY|ZELLIJ|NODE_)/u.test(it))).toEqual([]);
  const recorded = JSON.stringify([await shop.does('list-events', '--limit', '1000'), shop.log]);
  expect(recorded).not.toContain('of this login');
});
