/** Every foreseen trouble: its exit code, its wording, and what to do about it. */

import {workFaults} from './work-faults.ts';
import {discussionFaults} from './discussion-faults.ts';
import {leaseFaults} from './lease-faults.ts';
import {repositoryFaults} from './repository-faults.ts';

export type FaultEntry = {
  /** Exit code of the command line: 2 usage, 3 no such thing, 4 conflict, 5 unavailable, 6 out of time. */
  readonly exit: 2 | 3 | 4 | 5 | 6;
  readonly say: (details: never) => string;
  readonly hint?: string | ((details: never) => string);
};

/** `exact` is what one agrees to, word by word; `answer` stands for yes to exactly that, in the place of `--yes`. */
type Question = {
  readonly verb: string;
  readonly question: string;
  readonly exact?: readonly string[];
  readonly answer?: string;
};

const listOf = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'nothing');

/** Code → exit, message from details, hint. Codes are wire API: never renamed, never reused. */
export const faults = {
  ...repositoryFaults,
  ...workFaults,
  ...leaseFaults,
  ...discussionFaults,
  'git-missing': {exit: 5, say: () => 'git cannot be run', hint: 'install git, and see that it is on PATH'},
  'git-failed': {
    exit: 5,
    say: (d: {command: string; reason: string}) => `git ${d.command} failed: ${d.reason}`,
  },
  'state-unwritable': {
    exit: 5,
    say: (d: {path: string; reason: string}) => `cannot write the state folder ${d.path} (${d.reason})`,
    hint: 'check its owner, its permissions and whether the file system is mounted read-only',
  },
  'state-newer': {
    exit: 4,
    say: (d: {path: string; found: number; known: number}) =>
      `${d.path} was written by a newer roundhouse (format ${d.found}; this one knows ${d.known})`,
    hint: 'use the newer roundhouse; nothing was changed',
  },
  'state-unreadable': {
    exit: 5,
    say: (d: {paths: readonly string[]; reason: string}) => `cannot read ${d.paths.join(' or ')}: ${d.reason}`,
    hint: 'nothing was changed; restore one of these files from a backup, or move them away to start with an empty board',
  },
  'store-unwritable': {
    exit: 5,
    say: (d: {path: string; reason: string}) => `the change was not kept: cannot write ${d.path} (${d.reason})`,
    hint: 'free some space or mend the permissions, then repeat the command',
  },
  'store-locked': {
    exit: 5,
    say: (d: {pid: number; path: string}) => `another server owns this repository (process ${d.pid}, ${d.path})`,
    hint: (d: {pid: number; path: string}) =>
      `roundhouse shutdown ends it; if it ran on a machine that is gone, remove ${d.path}`,
  },
  'server-unreachable': {
    exit: 5,
    say: (d: {path: string; reason: string}) => `the server does not answer at ${d.path} (${d.reason})`,
    hint: 'roundhouse doctor shows its state; its log is .roundhouse/state/server.log',
  },
  'server-start-failed': {
    exit: 5,
    say: (d: {reason: string}) => `the server did not start: ${d.reason}`,
    hint: 'its log is .roundhouse/state/server.log',
  },
  'server-older': {
    exit: 5,
    say: (d: {server: string; client: string}) =>
      `the running server is another version (${d.server}) than this command (${d.client})`,
    hint: 'end its sessions when they are done, then: roundhouse shutdown; attach, list-… and shutdown still work',
  },
  'host-unreachable': {
    exit: 5,
    say: (d: {host: string; reason: string}) => `${d.host} cannot be reached: ${d.reason}`,
    hint: (d: {host: string; reason: string}) =>
      `try: ssh ${d.host} roundhouse --version; ROUNDHOUSE_REMOTE names the program there, ROUNDHOUSE_SSH the one here`,
  },
  'socket-foreign': {
    exit: 5,
    say: (d: {path: string}) => `${d.path} belongs to another user or is open to others`,
    hint: 'remove it, or set ROUNDHOUSE_SOCKET_DIR to a folder of your own',
  },
  'socket-forbidden': {
    exit: 5,
    say: (d: {path: string; reason: string}) =>
      `the server's socket ${d.path} cannot be reached from here (${d.reason})`,
    hint: 'a sandbox does that: let it connect to this socket, or run roundhouse (serve-mcp, too) outside of the sandbox',
  },
  'socket-path-long': {
    exit: 5,
    say: (d: {path: string; bytes: number}) => `the socket path has ${d.bytes} bytes, over the limit of 100: ${d.path}`,
    hint: 'set ROUNDHOUSE_SOCKET_DIR to a shorter folder',
  },
  'terminal-missing': {
    exit: 5,
    say: () => 'this needs a terminal, and standard input or output is not one',
    hint: 'run it in a terminal, or use the verbs: roundhouse --help',
  },
  'terminal-dumb': {
    exit: 5,
    say: (d: {term: string}) => `a terminal of kind "${d.term}" cannot show a full screen`,
    hint: 'set TERM to what your terminal is, for example xterm-256color, or use the verbs: roundhouse --help',
  },
  'terminal-nested': {
    exit: 4,
    say: (d: {session: string}) => `this is already a pane of roundhouse (session "${d.session}")`,
    hint: 'the verbs work here: roundhouse list-tasks, create-task, spawn-worker, show-diff …',
  },
  'verb-unknown': {
    exit: 2,
    say: (d: {verb: string; nearest?: string}) => `no verb "${d.verb}"`,
    hint: (d: {verb: string; nearest?: string}) =>
      d.nearest === undefined ? 'roundhouse --help lists them' : `did you mean ${d.nearest}?`,
  },
  'setting-unknown': {
    exit: 2,
    say: (d: {key: string; nearest?: string}) => `no setting "${d.key}"`,
    hint: (d: {key: string; nearest?: string}) =>
      d.nearest === undefined ? 'roundhouse config lists them' : `did you mean ${d.nearest}?`,
  },
  'setting-invalid': {
    exit: 2,
    say: (d: {key: string; value: string; reason: string}) =>
      `${d.key} cannot be ${JSON.stringify(d.value)}: ${d.reason}`,
    hint: (d: {key: string; value: string; reason: string}) => `roundhouse config get ${d.key}`,
  },
  'config-unreadable': {
    exit: 4,
    say: (d: {path: string; reason: string}) => `${d.path} cannot be used: ${d.reason}`,
    hint: 'mend the file; nothing was changed',
  },
  'verb-local': {
    exit: 2,
    say: (d: {verb: string}) => `${d.verb} is not for the server: the command line does it by itself`,
    hint: (d: {verb: string}) => `run it in a shell: roundhouse ${d.verb}`,
  },
  'flag-unknown': {
    exit: 2,
    say: (d: {verb: string; flag: string; nearest?: string}) => `${d.verb} has no flag "${d.flag}"`,
    hint: (d: {verb: string; flag: string; nearest?: string}) =>
      d.nearest === undefined ? `roundhouse ${d.verb} --help lists them` : `did you mean ${d.nearest}?`,
  },
  'params-invalid': {
    exit: 2,
    say: (d: {verb: string; problems: readonly string[]}) => `${d.verb}: ${d.problems.join('; ')}`,
    hint: (d: {verb: string; problems: readonly string[]}) => `roundhouse ${d.verb} --help shows how it is written`,
  },
  'confirm-needed': {
    exit: 2,
    say: (d: Question) =>
      d.exact === undefined
        ? `${d.verb} asks first: ${d.question}`
        : [`${d.verb} asks first:`, ...d.exact.map(it => `    ${it}`), `  ${d.question}`].join('\n'),
    hint: 'add --yes to answer yes',
  },
  'task-unknown': {
    exit: 3,
    say: (d: {task: string}) => `no task "${d.task}"`,
    hint: 'roundhouse list-tasks shows them',
  },
  'decision-unknown': {
    exit: 3,
    say: (d: {decision: string}) => `no decision "${d.decision}"`,
    hint: 'roundhouse list-decisions shows them',
  },
  'session-unknown': {
    exit: 3,
    say: (d: {session: string; names: readonly string[]}) => `no session "${d.session}"`,
    hint: (d: {session: string; names: readonly string[]}) => `running: ${listOf(d.names)}`,
  },
  'session-ended': {
    exit: 4,
    say: (d: {session: string; status: string}) => `session "${d.session}" is ${d.status}: no process runs in it`,
    hint: 'roundhouse open-session starts one',
  },
  'session-exists': {
    exit: 4,
    say: (d: {session: string}) => `session "${d.session}" is running already`,
    hint: 'choose another --name',
  },
  'session-spawn-failed': {
    exit: 5,
    say: (d: {session: string; reason: string}) => `cannot start a process for "${d.session}" (${d.reason})`,
    hint: 'close sessions that are done; roundhouse doctor shows the limits',
  },
  'move-illegal': {
    exit: 4,
    say: (d: {what: string; from: string; to: string; legal: readonly string[]}) =>
      `${d.what} is ${d.from} and cannot become ${d.to}`,
    hint: (d: {what: string; from: string; to: string; legal: readonly string[]}) =>
      `from ${d.from} it can become: ${listOf(d.legal)}`,
  },
  'spawn-refused': {
    exit: 4,
    say: (d: {task: string; reason: string; hint: string}) => `no worker for ${d.task}: ${d.reason}`,
    hint: (d: {task: string; reason: string; hint: string}) => d.hint,
  },
  'status-refused': {
    exit: 4,
    say: (d: {task: string; to: string; reason: string; hint: string}) =>
      `${d.task} does not become ${d.to} like this: ${d.reason}`,
    hint: (d: {task: string; to: string; reason: string; hint: string}) => d.hint,
  },
  'depends-unknown': {
    exit: 3,
    say: (d: {task: string; missing: string}) => `${d.task} cannot depend on "${d.missing}": no such task`,
    hint: 'roundhouse list-tasks shows them',
  },
  'depends-cycle': {
    exit: 4,
    say: (d: {path: readonly string[]}) => `these tasks would wait for each other: ${d.path.join(' → ')}`,
    hint: 'leave one of these dependencies out',
  },
  'agent-unknown': {
    exit: 2,
    say: (d: {agent: string; known: readonly string[]}) => `no agent kind "${d.agent}"`,
    hint: (d: {agent: string; known: readonly string[]}) => `known: ${listOf(d.known)}`,
  },
  'script-missing': {
    exit: 4,
    say: (d: {task: string}) => `${d.task} has no steps, and the shell agent runs steps`,
    hint: (d: {task: string}) => `add some: roundhouse update-task ${d.task} --script "npm test"`,
  },
  'actor-refused': {
    exit: 4,
    say: (d: {actor: string; verb: string}) => `${d.actor} may not ${d.verb}`,
    hint: (d: {actor: string; verb: string}) =>
      d.actor === 'planner' || d.actor.startsWith('mcp:')
        ? `only the person may: C-b : ${d.verb}, or roundhouse ${d.verb} in a terminal of their own`
        : 'a worker may act on its own task only; ask the planner with request-input',
  },
  'wait-timeout': {
    exit: 6,
    say: (d: {session: string; seconds: number; wanted: string}) =>
      `session "${d.session}" was not ${d.wanted} within ${d.seconds} s`,
    hint: 'give it longer with --timeout',
  },
  'answer-long': {
    exit: 5,
    say: (d: {verb: string; bytes: number}) => `the answer of ${d.verb} has ${d.bytes} bytes, too many to send`,
    hint: 'ask for less, or look with git in the worktree: show-task names it',
  },
  'frame-malformed': {exit: 5, say: (d: {reason: string}) => `the other side sent something unreadable: ${d.reason}`},
  'connection-lost': {
    exit: 5,
    say: () => 'the connection to the server was lost',
    hint: 'start roundhouse again; what was acknowledged is kept',
  },
  'demo-failed': {exit: 5, say: (d: {reason: string}) => `the sample repository could not be made: ${d.reason}`},
} as const satisfies Record<string, FaultEntry>;
