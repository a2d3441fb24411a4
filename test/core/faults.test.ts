import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {Fault, faultCodes, type FaultCode, type FaultDetails} from '../../src/core/fault.ts';
import {faults} from '../../src/core/faults.ts';

/** Details of each code, as its callers give them. */
const samples: {readonly [C in FaultCode]: FaultDetails<C>} = {
  'repository-missing': {path: '/p'},
  'repository-bare': {path: '/p'},
  'repository-empty': {path: '/p'},
  'repository-detached': {commit: 'c0ffee'},
  'repository-dirty': {files: ['a', 'b', 'c'], count: 4},
  'base-unknown': {base: 'mian'},
  'skill-foreign': {paths: ['/p']},
  'commands-unallowed': {commands: ['npm ci'], hash: '0a1b2c3d4e5f', actor: 'user'},
  'git-missing': {},
  'git-failed': {command: 'worktree', reason: 'r'},
  'state-unwritable': {path: '/p', reason: 'EACCES'},
  'state-newer': {path: '/p', found: 2, known: 1},
  'state-unreadable': {paths: ['/p', '/q'], reason: 'r'},
  'store-unwritable': {path: '/p', reason: 'ENOSPC'},
  'store-locked': {pid: 7, path: '/p'},
  'server-unreachable': {path: '/p', reason: 'r'},
  'server-start-failed': {reason: 'r'},
  'server-older': {server: '0.1.0', client: '0.2.0'},
  'host-unreachable': {host: 'box', reason: 'r'},
  'socket-foreign': {path: '/p'},
  'socket-forbidden': {path: '/p', reason: 'EPERM'},
  'socket-path-long': {path: '/p', bytes: 101},
  'terminal-missing': {},
  'terminal-dumb': {term: 'dumb'},
  'terminal-nested': {session: 'planner'},
  'status-refused': {task: 'TASK-003', to: 'done', reason: 'another verb does that', hint: 'cleanup-task'},
  'answer-long': {verb: 'show-diff', bytes: 9000000},
  'verb-local': {verb: 'doctor'},
  'verb-unknown': {verb: 'lst'},
  'flag-unknown': {verb: 'init', flag: '--x'},
  'params-invalid': {verb: 'init', problems: ['a', 'b']},
  'confirm-needed': {verb: 'shutdown', question: 'sure?'},
  'task-unknown': {task: 'TASK-009'},
  'session-unknown': {session: 'x', names: []},
  'session-ended': {session: 'x', status: 'closed'},
  'session-exists': {session: 'x'},
  'session-spawn-failed': {session: 'x', reason: 'r'},
  'move-illegal': {what: 'TASK-001', from: 'done', to: 'ready', legal: []},
  'spawn-refused': {task: 'TASK-001', reason: 'r', hint: 'wait'},
  'depends-unknown': {task: 'TASK-001', missing: 'TASK-009'},
  'depends-cycle': {path: ['TASK-001', 'TASK-001']},
  'lease-unknown': {lease: 'HEAVY-0a1b2c3d', held: []},
  'lease-foreign': {lease: 'HEAVY-0a1b2c3d', session: 'worker-task-002', repo: '/shop'},
  'leases-busy': {path: '/state/leases.json.lock', seconds: 10},
  'lease-timeout': {seconds: 5, position: 2},
  'agent-unknown': {agent: 'x', known: ['shell']},
  'script-missing': {task: 'TASK-001'},
  'worktree-missing': {task: 'TASK-001'},
  'worktree-occupied': {path: '/p'},
  'cleanup-refused': {task: 'TASK-001', reason: 'r', hint: 'wait'},
  'cleanup-unknown': {task: 'TASK-001'},
  'merge-refused': {task: 'TASK-001', reason: 'r', hint: 'wait'},
  'merge-failed': {task: 'TASK-001', into: 'main', reason: 'r', hint: 'wait', diverged: false},
  'decision-unknown': {decision: 'DEC-009'},
  'question-missing': {task: 'TASK-001'},
  'template-invalid': {path: '/r/.roundhouse/prompts/worker.md', line: 3, name: 'tsk', known: ['task', 'title']},
  'prompt-missing': {session: 'planner', agent: 'shell'},
  'question-unknown': {question: 'INT-9'},
  'question-answered': {question: 'INT-001', by: 'user'},
  'rename-refused': {session: 'worker-task-001', task: 'TASK-001'},
  'agent-mute': {agent: 'shell'},
  'agent-settings-unreadable': {place: 'settings.json', reason: 'it is no object'},
  'fork-impossible': {session: 'planner', reason: 'it has none yet'},
  'message-waits': {session: 'planner', reason: 'it is starting'},
  'message-cancelled': {session: 'planner'},
  'agent-missing': {agent: 'codex', program: 'codex', install: 'npm install -g @openai/codex'},
  'owner-alive': {task: 'TASK-001', session: 'worker-task-001', status: 'active'},
  'question-closed': {question: 'INT-001', status: 'applied'},
  'audience-refused': {actor: 'worker:worker-task-001', audience: 'human'},
  'actor-refused': {actor: 'worker:x', verb: 'shutdown'},
  'wait-timeout': {session: 'x', seconds: 60, wanted: 'done'},
  'frame-malformed': {reason: 'r'},
  'connection-lost': {},
  'setting-unknown': {key: 'slotz', nearest: 'slots'},
  'setting-invalid': {key: 'slots', value: 'many', reason: 'expected number'},
  'config-unreadable': {path: '/r/.roundhouse/config.yaml', reason: 'line 2: bad'},
  'discussion-unknown': {discussion: 'run-20260102T030405000000Z'},
  'discussion-running': {discussion: 'run-20260102T030405000000Z', session: 'main'},
  'discussion-ended': {discussion: 'run-20260102T030405000000Z', status: 'done'},
  'panel-small': {reason: 'only codex is installed', hint: 'install one more: npm install -g opencode-ai'},
  'panel-invalid': {seat: '=codex', reason: 'it has no name'},
  'demo-failed': {reason: 'r'},
};

const faultsOfAll: readonly Fault[] = faultCodes.map(code => new Fault(code, samples[code] as never));
const golden = readFileSync(new URL('../fixtures/wire/fault-codes.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

test('a code that was published is there for ever, with its exit code', () => {
  const known = faultCodes.map(code => `${code} ${faults[code].exit}`);
  expect(golden.filter(line => !known.includes(line))).toEqual([]);
});

test('a new code is written down in the list of codes, which only grows', () => {
  const known = faultCodes.map(code => `${code} ${faults[code].exit}`);
  expect(known.filter(line => !golden.includes(line))).toEqual([]);
});

test.each(faultsOfAll.map(it => [it.code, it] as const))('%s says what happened, in a fragment', (_, fault) => {
  expect(fault.message).toMatch(/^(?!Error)\S.*[^.\s]$/su);
  expect(fault.message).not.toMatch(/undefined|\[object|NaN/u);
});

test.each(faultsOfAll.filter(it => it.hint !== undefined).map(it => [it.code, it] as const))(
  '%s hints at what to do, in a fragment',
  (_, fault) => {
    expect(fault.hint).toMatch(/^\S.*[^.\s]$/u);
    expect(fault.hint).not.toMatch(/undefined|\[object|NaN/u);
  },
);

test('only what a person cannot mend goes without a hint', () => {
  expect(faultsOfAll.filter(it => it.hint === undefined).map(it => it.code)).toEqual([
    'git-failed',
    'frame-malformed',
    'demo-failed',
  ]);
});

test.each(faultCodes)('%s is written as codes are', code => {
  expect(code).toMatch(/^[a-z]+(?:-[a-z]+)+$/u);
});

test.each([
  ['verb-unknown', {verb: 'lst', nearest: 'list-tasks'}, 'did you mean list-tasks?'],
  ['verb-unknown', {verb: 'lst'}, 'roundhouse --help lists them'],
  ['session-unknown', {session: 'x', names: []}, 'running: nothing'],
  ['session-unknown', {session: 'x', names: ['a', 'b']}, 'running: a, b'],
  ['move-illegal', {what: 'x', from: 'done', to: 'ready', legal: []}, 'from done it can become: nothing'],
] as const)('the hint of %s with %j is %j', (code, details, hint) => {
  expect(new Fault(code, details as never).hint).toBe(hint);
});

test.each([
  [3, 3, '3 changed file(s) are not committed, and a worker would not see them: a, b, c'],
  [3, 9, '9 changed file(s) are not committed, and a worker would not see them: a, b, c …'],
])('of changed files %i are named, and %i are counted', (named, count, message) => {
  expect(new Fault('repository-dirty', {files: ['a', 'b', 'c'].slice(0, named), count}).message).toBe(message);
});
