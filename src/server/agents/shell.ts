/** The `shell` agent: as planner the person's own shell, as worker a runner of the task's steps. No model, no account. */
import {Fault} from '../../core/fault.ts';
import {shellOf} from '../environment.ts';
import type {Agent, Site} from './agent.ts';

const greetingOf = ({root, program}: Site): string =>
  [
    '\u001b[1mThis is the planner\u001b[0m: your shell, in the repository, with roundhouse on PATH.',
    '',
    '  roundhouse create-task "say hello" --script "echo hello > hello.txt"',
    '  roundhouse spawn-worker 1        a worker runs it in a worktree of its own',
    '  roundhouse list-tasks            roundhouse --help lists all verbs',
    '',
    'Or by keys: \u001b[1mC-b t\u001b[0m writes a task, \u001b[1mC-b c\u001b[0m starts a worker, \u001b[1mC-b b\u001b[0m goes to the board, \u001b[1mC-b ?\u001b[0m shows all.',
    `\u001b[2m${root} · ${program}\u001b[0m`,
    '',
    '',
  ].join('\r\n');

export const shell: Agent = {
  kind: 'shell',
  planner: site => ({argv: [shellOf(site.env)], greeting: greetingOf(site)}),
  worker: (site, task) => {
    if (task.script.length === 0) throw new Fault('script-missing', {task: task.id});
    return {argv: [site.program, 'run-script', task.id]};
  },
};
