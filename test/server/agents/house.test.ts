/** Agents as the server starts them, with terminals of the test. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {openHouse, type House} from '../house.ts';

const housed = async (config: string, ...programs: readonly string[]): Promise<House> => {
  const house = await openHouse();
  house.configures(config);
  house.installs(...programs);
  return house;
};
const argv = (house: House): readonly string[] => house.pty().options.argv;
const sessionOf = ({server}: House, name = 'worker-task-001') => server.world.state.sessions[name];
const plan = ({server, user}: House, isNew = false): Promise<readonly string[]> =>
  server.conductor.launch('user', {env: user.env, isNew});

/** Let opencode, which is not there, have begun a conversation in a folder. */
const converses = (house: House, id: string, cwd: string): void => {
  const folder = join(house.repository.home, '.local/share/opencode');
  mkdirSync(folder, {recursive: true});
  const {DatabaseSync} = process.getBuiltinModule('node:sqlite');
  using database = new DatabaseSync(join(folder, 'opencode.db'));
  database.exec('create table if not exists session (id text, directory text, parent_id text, time_created integer)');
  database.prepare('insert into session values (?, ?, null, ?)').run(id, cwd, house.server.ports.now().getTime());
};

/** The newest agent writes something, and is looked at. */
const writes = async (house: House): Promise<void> => {
  house.pty().prints('working');
  house.clock.passes(2000);
  await house.server.world.settled();
};

/** Gemini says that it is ready, shows its prompt later, and works when it is told something. */
const becomesReady = async (house: House): Promise<void> => {
  const pty = house.pty();
  pty.onTyped = text => pty.prints(text === '\r' ? '\u001b]2;✦  Working…\u0007' : text);
  pty.prints('\u001b]2;◇  Ready\u0007');
  house.clock.passes(1500);
  await new Promise(resolve => setImmediate(resolve));
  expect(pty.typed).toBe('');
  pty.prints('\u001b[20;1H >   Type your message\u001b[H');
  await vi.waitFor(() => {
    house.clock.passes(50);
    expect(pty.typed).toMatch(/\r$/u);
  });
};

test.concurrent('of several agents the first that is installed is taken', async () => {
  await using house = await housed('worker_agent: codex, claude shell\n', 'claude');
  await house.asks(['create-task', 'tidy', '--prompt', 'Sort.']);
  await house.asks(['spawn-worker', '1']);
  expect(sessionOf(house)?.agent).toBe('claude');
  expect(argv(house)[0]).toBe('claude');
  expect(argv(house).at(-1)).toContain('Sort.');
});

test.concurrent('an agent that is not installed is told with how to get it, and nothing is started', async () => {
  await using house = await housed('worker_agent: codex\n');
  await house.asks(['create-task', 'tidy']);
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({code: 'agent-missing', exit: 5});
  expect([house.ptys.length, house.server.world.state.tasks['TASK-001']?.status]).toEqual([0, 'ready']);
  expect(house.server.world.state.workspaces['TASK-001']).toBeUndefined();
});

test.concurrent('nobody is kept from the screen by a planner that is not installed: a shell says so', async () => {
  await using house = await housed('planner_agent: codex claude\n');
  await plan(house);
  expect(argv(house)).toEqual(['/bin/sh']);
  const {out} = await house.asks(['read-screen', 'planner']);
  expect((out['lines'] as readonly string[]).slice(0, 2)).toEqual([
    'codex is not installed: no program "codex"',
    '  npm install -g @openai/codex, or choose another agent',
  ]);
});

test.concurrent('models, sandboxes and approval are those of the role', async () => {
  await using house = await housed(
    'planner_agent: codex\nworker_agent: codex\nplanner_model: big\nworker_sandbox: workspace-write\nworker_auto_approve: true\n',
    'codex',
  );
  await plan(house);
  expect(argv(house).join(' ')).toMatch(/--model big(?! --sandbox)/u);
  expect(sessionOf(house, 'planner')?.auto_approve).toBeUndefined();
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1', '--model', 'small']);
  expect(argv(house).join(' ')).toContain('--model small --sandbox workspace-write -a never');
  expect(sessionOf(house)?.auto_approve).toBe(true);
});

test.concurrent('a built-in agent is started from where the person has it, with their words', async () => {
  await using house = await housed('worker_agent: codex\nagents: {codex: {program: /bin/true, args: [--search]}}\n');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  expect(argv(house).slice(0, 3)).toEqual(['/bin/true', '--search', '-c']);
});

test.concurrent('a heavy agent is not started without memory for it', async () => {
  await using house = await housed('worker_agent: codex\n', 'codex');
  house.host = {...house.host, memory_available_gb: 1};
  await house.asks(['create-task', 'tidy']);
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({code: 'spawn-refused'});
  await house.asks(['create-task', 'steps', '--script', 'true']);
  expect(await house.asks(['spawn-worker', '2', '--agent', 'shell'])).toMatchObject({exit: 0});
});

test.concurrent('the conversation that an agent began is recorded, and goes on after a loss', async () => {
  await using house = await housed('worker_agent: opencode\n', 'opencode');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  expect(sessionOf(house)?.conversation).toBeUndefined();
  converses(house, 'ses_1', sessionOf(house)?.cwd ?? '');
  await writes(house);
  expect(sessionOf(house)?.conversation).toBe('ses_1');
  await house.restarts();
  await house.asks(['spawn-worker', '1']);
  expect(argv(house).slice(0, 3)).toEqual(['opencode', '--session', 'ses_1']);
});

test.concurrent('an agent that opens the conversation of another asks what to do', async () => {
  await using house = await housed('worker_agent: opencode\n', 'opencode');
  const open = async (task: string): Promise<void> => {
    await house.asks(['create-task', 'tidy']);
    await house.asks(['spawn-worker', task]);
    converses(house, 'ses_1', sessionOf(house, `worker-task-00${task}`)?.cwd ?? '');
    await writes(house);
  };
  await open('1');
  await open('2');
  const second = async () => (await house.asks(['explain-session', 'worker-task-002'])).out;
  expect(await second()).toMatchObject({
    mood: 'asks',
    source: 'conversation',
    why: expect.stringContaining('the conversation of worker-task-001'),
    way_out: expect.stringContaining('end one of them'),
  });
  expect(sessionOf(house, 'worker-task-002')?.conversation).toBeUndefined();
  await house.asks(['close-worker', '1']);
  await writes(house);
  expect(await second()).toMatchObject({source: 'task', mood: 'working'});
  expect(sessionOf(house, 'worker-task-002')?.conversation).toBe('ses_1');
});

test.concurrent('the conversation of an agent that is ended soon is found before that', async () => {
  await using house = await housed('worker_agent: opencode\n', 'opencode');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  converses(house, 'ses_1', sessionOf(house)?.cwd ?? '');
  await house.asks(['close-worker', '1']);
  expect(sessionOf(house)).toMatchObject({status: 'closed', conversation: 'ses_1'});
});

test.concurrent('a conversation that does not go on is forgotten, and the next start begins anew', async () => {
  await using house = await housed('worker_agent: claude\n', 'claude');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  const first = sessionOf(house)?.conversation ?? '';
  await house.asks(['close-worker', '1']);
  await house.asks(['spawn-worker', '1']);
  expect(argv(house).slice(0, 3)).toEqual(['claude', '--resume', first]);
  house.pty().exits({code: 1});
  await house.server.world.settled();
  await house.asks(['spawn-worker', '1']);
  const [, flag, second] = argv(house);
  expect([flag, second === first]).toEqual(['--session-id', false]);
});

test.concurrent('a conversation goes on after its agent was asked to end, however soon and whatever it says to that', async () => {
  await using house = await housed('worker_agent: claude\n', 'claude');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  const first = sessionOf(house)?.conversation ?? '';
  for (let n = 0; n < 2; n++) {
    const pty = house.pty();
    pty.isStubborn = true;
    const closing = house.asks(['close-worker', '1']);
    await Promise.resolve();
    pty.exits({code: 129});
    await closing;
    await house.asks(['spawn-worker', '1']);
    expect(argv(house).slice(0, 3)).toEqual(['claude', '--resume', first]);
  }
});

test.concurrent('a conversation that went on for a while and ended badly is kept', async () => {
  await using house = await housed('worker_agent: claude\n', 'claude');
  await house.asks(['create-task', 'tidy']);
  for (let n = 0; n < 2; n++) {
    await house.asks(['spawn-worker', '1']);
    house.clock.passes(20_000);
    house.pty().exits({code: 1});
    await house.server.world.settled();
  }
  await house.asks(['spawn-worker', '1']);
  expect(argv(house)[1]).toBe('--resume');
});

test.concurrent('an agent whose command line takes no prompt is told it when it is ready, and has read the answer then', async () => {
  await using house = await housed('worker_agent: gemini\n', 'gemini');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  expect(argv(house).slice(0, 3)).toEqual(['/bin/sh', '-c', expect.stringContaining('$code')]);
  expect(argv(house).slice(3, 6)).toEqual(['199', 'gemini', '--session-id']);
  expect(sessionOf(house)?.argv.slice(0, 2)).toEqual(['gemini', '--session-id']);
  house.clock.passes(60_000);
  expect(house.pty().typed).toBe('');
  await becomesReady(house);
  expect(house.pty().typed).toContain('You are the worker on TASK-001');
  await house.asks(['request-input', '--summary', 'tabs?'], house.worker('TASK-001'));
  const answered = () => house.server.world.state.interrupts['INT-001']?.status;
  await house.asks(['reply', '1', 'spaces']);
  expect([answered(), house.pty().typed]).toEqual(['resolved', '']);
  await becomesReady(house);
  expect(house.pty().typed).toContain('spaces');
  await vi.waitFor(() => expect(answered()).toBe('applied'));
});

test.concurrent('what an agent is to do is told again when it has lost it', async () => {
  await using house = await housed('worker_agent: gemini\n', 'gemini');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  const pty = house.pty();
  pty.onTyped = () => pty.prints('.');
  pty.prints('\u001b]2;◇  Ready\u0007\u001b[20;1H >   Type your message\u001b[H');
  const told = () => pty.typed.split('You are the worker on TASK-001').length - 1;
  for (let n = 0; n < 40; n++) {
    await new Promise(resolve => setImmediate(resolve));
    house.clock.passes(500);
  }
  expect(told()).toBe(3);
});

test.concurrent('a worker begins as a branch of the conversation of another session', async () => {
  await using house = await housed('planner_agent: claude\nworker_agent: codex\n', 'claude', 'codex');
  await house.asks(['create-task', 'tidy', '--prompt', 'Sort.']);
  const spawn = (...more: readonly string[]) => house.asks(['spawn-worker', '1', ...more]);
  expect((await spawn('--fork', 'planner')).code).toBe('session-unknown');
  await plan(house);
  const planned = sessionOf(house, 'planner')?.conversation ?? '';
  expect((await spawn('--fork', 'planner', '--agent', 'codex')).code).toBe('fork-impossible');
  await spawn('--fork', 'planner');
  expect(argv(house).slice(0, 6)).toEqual([
    'claude',
    '--session-id',
    sessionOf(house)?.conversation,
    '--resume',
    planned,
    '--fork-session',
  ]);
  expect(sessionOf(house)?.conversation).not.toBe(planned);
  expect(sessionOf(house, 'planner')?.conversation).toBe(planned);
});

test.concurrent('nothing branches off what has no conversation', async () => {
  await using house = await housed('planner_agent: codex\nworker_agent: codex\n', 'codex');
  await house.asks(['create-task', 'tidy', '--prompt', 'Sort.']);
  await plan(house);
  await house.asks(['open-session', '--name', 'logs']);
  for (const session of ['planner', 'logs'])
    expect((await house.asks(['spawn-worker', '1', '--fork', session])).code).toBe('fork-impossible');
  expect(sessionOf(house)).toBeUndefined();
});

test.concurrent('what agents may do is set in the file of the person, and by no agent', async () => {
  await using house = await openHouse();
  const set = ['config', 'set', 'worker_auto_approve', 'true'];
  const planner = {...house.user, actor: 'planner', session: 'planner'} as const;
  expect(await house.asks(set, planner)).toMatchObject({code: 'actor-refused'});
  expect((await house.asks(set)).out['settings']).toMatchObject([{value: true, origin: 'user'}]);
  house.repository.write('.roundhouse/config.yaml', 'planner_auto_approve: true\n');
  expect((await house.server.config.read()).settings.planner_auto_approve).toBe(false);
});

test.concurrent('agents are told that the person trusts the repository, where that was said', async () => {
  await using house = await housed('worker_agent: codex\ntrust_folders: true\n', 'codex');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  const path = house.server.world.state.workspaces['TASK-001']?.path ?? '';
  expect(argv(house)).toContain(`projects={${JSON.stringify(path)}={trust_level="trusted"}}`);
});
