/** What agents are told, and that nothing of it is lost on the way. */
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openHouse, type House} from './house.ts';

/** An agent that is told everything on its command line, and can go on. */
const TALKER = `
worker_agent: talker
agents:
  talker:
    command: [talker, --id, '{conversation}', --model, '{model}', '{prompt}']
    resume: [talker, --resume, '{conversation}', '{prompt}']
    reads_messages: true
`;

const talking = async (...more: readonly string[]): Promise<House> => {
  const house = await openHouse();
  house.configures(TALKER);
  await house.asks([
    'create-task',
    'tidy the flags',
    '--prompt',
    'Sort them.',
    '--acceptance',
    'all tests pass',
    ...more,
  ]);
  return house;
};

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const argv = (house: House): readonly string[] => house.pty().options.argv;
const session = (house: House) => house.server.world.state.sessions['worker-task-001'];

test.concurrent('a worker is told its task, its acceptance, where it works, and how to ask', async () => {
  await using house = await talking('--write-scope', 'src/**');
  await house.asks(['spawn-worker', '1', '--model', 'large']);
  const [, , id, , model, prompt = ''] = argv(house);
  expect([id, model]).toEqual([session(house)?.conversation, 'large']);
  for (const part of [
    'TASK-001 "tidy the flags"',
    join(`${house.repository.root}-worktrees`, 'task-001'),
    'roundhouse/task-001-tidy-the-flags',
    'Sort them.',
    '- [ ] all tests pass',
    'may change: src/**',
    'roundhouse request-input',
  ])
    expect(prompt).toContain(part);
});

test.concurrent('what was said is kept, and the record of the session does not hold it twice', async () => {
  await using house = await talking();
  await house.asks(['spawn-worker', '1']);
  const prompt = argv(house).at(-1);
  const {out} = await house.asks(['show-prompt', 'worker-task-001']);
  expect(out['text']).toBe(prompt);
  expect(readFileSync(String(out['path']), 'utf8')).toBe(`${prompt}\n`);
  expect(await house.asks(['show-prompt', 'worker-task-001', '--path-only'])).toMatchObject({
    out: {session: 'worker-task-001', path: out['path']},
  });
  expect(session(house)?.argv.at(-1)).toBe('{prompt}');
});

test.concurrent('a worker that goes on has its conversation, and the answer is in its prompt', async () => {
  await using house = await talking();
  await house.asks(['spawn-worker', '1']);
  const {conversation} = session(house) ?? {};
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  await house.asks(['reply', '1', '8080']);
  const [, flag, id, prompt = ''] = argv(house);
  expect([flag, id]).toEqual(['--resume', conversation]);
  expect(prompt).toContain('Answer to INT-001 "which port?":\n8080');
  expect(house.server.world.state.interrupts['INT-001']?.status).toBe('applied');
  const path = /is in (?<path>\S+\.md)/u.exec(prompt)?.groups?.['path'] ?? '';
  expect(readFileSync(path, 'utf8')).toContain('answer of user: 8080');
});

test.concurrent('a worker that goes on, by an answer or another day, keeps its model and its worktree', async () => {
  await using house = await openHouse();
  const [command, resume] = ['new', 'resume'].map(it => ['talker', it, '{conversation}', '{model}', '{prompt}']);
  house.configures(JSON.stringify({agents: {talker: {command, resume}}}));
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1', '--agent', 'talker', '--model', 'large']);
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  await house.asks(['reply', '1', '8080']);
  await house.asks(['suspend']);
  await house.restarts();
  await house.asks(['resume']);
  const {conversation, cwd} = session(house) ?? {};
  expect(house.ptys.map(({options}) => [...options.argv.slice(1, 4), options.cwd])).toEqual(
    ['new', 'resume', 'resume'].map(how => [how, conversation, 'large', cwd]),
  );
});

test.concurrent('a reply that comes while the agent works reaches it: it is typed, and counts as read when the agent reacts', async () => {
  await using house = await talking();
  await house.asks(['spawn-worker', '1']);
  const pty = house.pty();
  pty.onTyped = () => pty.prints('.');
  await house.asks(['ask', 'tabs or spaces?'], house.worker('TASK-001'));
  expect(await house.asks(['reply', '1', 'spaces'])).toMatchObject({out: {status: 'applied'}});
  expect(pty.typed).toContain('Answer to "tabs or spaces?" (INT-001): spaces');
});

test.concurrent('an agent that does not react has not read the answer; its next prompt has it', async () => {
  await using house = await talking();
  await house.asks(['spawn-worker', '1']);
  await house.asks(['ask', 'tabs or spaces?'], house.worker('TASK-001'));
  const replying = house.asks(['reply', '1', 'spaces']);
  const timer = setInterval(() => house.clock.passes(2000), 1);
  expect(await replying).toMatchObject({out: {status: 'resolved'}});
  clearInterval(timer);
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  await house.asks(['reply', '2', '8080']);
  expect(argv(house).at(-1)).toContain('Answer to INT-001 "tabs or spaces?":\nspaces');
  expect(house.server.world.state.interrupts['INT-001']?.status).toBe('applied');
});

test.concurrent('a prompt never loses its specification: what is too long for it is in a file that it names, whole', async () => {
  await using house = await openHouse();
  house.configures(`${TALKER}max_prompt_chars: 2000\n`);
  const spec = Array.from({length: 500}, (_, n) => `line ${n} of the specification`).join('\n');
  await house.asks(['create-task', 'tidy', '--prompt', spec, '--acceptance', 'all tests pass']);
  await house.asks(['spawn-worker', '1']);
  const prompt = argv(house).at(-1) ?? '';
  const [, path = '', hash] = /whole: (\S+) \(sha256 ([0-9a-f]{64})\)/u.exec(prompt) ?? [];
  expect(readFileSync(path, 'utf8')).toBe(`${spec}\n`);
  expect(hash).toBe(hashOf(path));
  expect(prompt).toContain('- [ ] all tests pass');
  expect(prompt).not.toContain('line 499');
});

test.concurrent('a handoff that is too long without its specification is in a file, whole', async () => {
  await using house = await openHouse();
  house.configures(`${TALKER}max_prompt_chars: 2000\n`);
  await house.asks(['create-task', 'tidy']);
  for (let n = 0; n < 40; n++) await house.asks(['update-task', '1', '--note', `note ${n} ${'x'.repeat(100)}`]);
  await house.asks(['spawn-worker', '1']);
  const prompt = argv(house).at(-1) ?? '';
  const [, path = '', hash] =
    /All that is known of TASK-001 is too long.*whole: (\S+) \(sha256 (\w+)\)/u.exec(prompt) ?? [];
  expect(readFileSync(path, 'utf8')).toContain('note 39');
  expect(hash).toBe(hashOf(path));
});

test.concurrent('a template of the repository goes before ours; a name that nothing stands for is told with its line', async () => {
  await using house = await talking();
  house.repository.write('.roundhouse/prompts/worker.md', 'Do {{task}}.\n\n{{ handoff }}\n');
  await house.asks(['spawn-worker', '1']);
  expect(argv(house).at(-1)).toMatch(/^Do TASK-001\.\n\n# TASK-001 tidy the flags/u);
  await house.asks(['close-worker', '1']);
  house.repository.write('.roundhouse/prompts/worker.md', 'Do {{task}}.\nThen {{this}}.\n');
  expect(await house.asks(['spawn-worker', '1', '--base', 'HEAD'])).toMatchObject({exit: 0});
  await house.asks(['create-task', 'sweep']);
  expect(await house.asks(['spawn-worker', '2', '--base', 'HEAD'])).toMatchObject({code: 'template-invalid'});
  expect(house.server.world.state.tasks['TASK-002']?.status).toBe('ready');
});

test.concurrent('specification and acceptance reach the agent also where a template has no place for them', async () => {
  await using house = await talking();
  house.repository.write('.roundhouse/prompts/worker.md', 'Do {{task}}.\n');
  await house.asks(['spawn-worker', '1']);
  expect(argv(house).at(-1)).toMatch(
    /^Do TASK-001\.\n\n# TASK-001 tidy the flags\n[^]*Sort them\.[^]*- \[ \] all tests pass/u,
  );
});

test.concurrent('a template that only names the file of the handoff is left as it is', async () => {
  await using house = await talking();
  house.repository.write('.roundhouse/prompts/worker.md', 'Read {{handoff_path}}.\n');
  await house.asks(['spawn-worker', '1']);
  expect(argv(house).at(-1)).toMatch(/^Read \S+handoff-TASK-001\.md\.$/u);
});

test.concurrent('an answer reaches the agent also where a template has no place for it', async () => {
  await using house = await talking();
  await house.asks(['spawn-worker', '1']);
  house.repository.write('.roundhouse/prompts/resume.md', 'Go on with {{task}}.\n');
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  await house.asks(['reply', '1', '8080']);
  expect(argv(house).at(-1)).toBe('Go on with TASK-001.\n\nAnswer to INT-001 "which port?":\n8080');
});

test.concurrent('a specification keeps its empty lines', async () => {
  await using house = await openHouse();
  house.configures(TALKER);
  const spec = 'first\n\n\n\n  indented, after three empty lines';
  await house.asks(['create-task', 'tidy', '--prompt', spec]);
  await house.asks(['spawn-worker', '1']);
  expect(argv(house).at(-1)).toContain(spec);
});

test.concurrent('the shell agent is told nothing, and says so', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  expect(await house.asks(['show-prompt', 'worker-task-001'])).toMatchObject({code: 'prompt-missing'});
  expect(await house.asks(['show-prompt', 'nobody'])).toMatchObject({code: 'session-unknown'});
});

test.concurrent('the handoff shows what was asked, answered, noted and decided', async () => {
  await using house = await talking();
  await house.asks(['spawn-worker', '1']);
  await house.asks(['request-input', '--summary', 'which port?', '--option', '80'], house.worker('TASK-001'));
  await house.asks(['resume-task', '1', '--note', '8080']);
  await house.asks(['request-review', '1']);
  await house.asks(['record-decision', 'accept', '1', '--reason', 'neat']);
  const {out} = await house.asks(['show-handoff', '1']);
  for (const part of [
    '# TASK-001 tidy the flags',
    '- status: accepted',
    '### INT-001, applied: which port?',
    '- options: 80',
    '- answer of user: 8080',
    'user: 8080',
    'DEC-001',
    'accept',
    'neat',
  ])
    expect(out['text']).toContain(part);
  expect(readFileSync(String(out['path']), 'utf8')).toBe(`${String(out['text'])}\n`);
});

test.concurrent("a planner of one's own is told what a planner does; when it goes on it is told nothing", async () => {
  await using house = await openHouse();
  house.configures(`planner_agent: talker\n${TALKER}`);
  await house.asks(['launch']);
  expect(argv(house).at(-1)).toContain(`the planner of the repository ${house.repository.root}`);
  const {conversation} = house.server.world.state.sessions['planner'] ?? {};
  await house.asks(['suspend']);
  await house.asks(['launch']);
  expect(argv(house)).toEqual(['talker', '--resume', conversation]);
  await house.asks(['launch', '--new-session']);
  expect(argv(house).slice(0, 2)).toEqual(['talker', '--id']);
  expect(argv(house)[2]).not.toBe(conversation);
});
