/** The `shell` agent: as planner the person's own shell, as worker a runner of the task's steps. No model, no account. */
import {Fault} from '../../core/fault.ts';
import {shellOf} from '../environment.ts';
import type {Agent} from './kind.ts';

const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;

/** At most 56 columns wide: it must fit beside the list of agents on a terminal of 80. */
const greeting = [
  `${bold('This is the planner')}: your shell, with roundhouse on PATH.`,
  '',
  '  roundhouse create-task "say hi" --script "echo hi > hi"',
  '  roundhouse spawn-worker 1   a worker in its own worktree',
  '  roundhouse --help           all verbs',
  '',
  `By keys: ${bold('C-b T')} writes a task, ${bold('C-b c')} starts a worker,`,
  `${bold('C-b b')} goes to the board, ${bold('C-b ?')} shows all keys.`,
  '',
  '',
].join('\r\n');

export const shell: Agent = {
  kind: 'shell',
  isHeavy: false,
  // What is typed goes to the step that runs, or to the person's shell.
  readsMessages: false,
  takesPrompt: false,
  names: 'none',
  forks: false,
  launch: (site, {task, means: {model}}) => {
    if (task === undefined) return {argv: [shellOf(site.env)], greeting};
    if (model !== undefined)
      throw new Fault('params-invalid', {verb: 'spawn-worker', problems: ['--model: the shell agent has none']});
    if (task.script.length === 0) throw new Fault('script-missing', {task: task.id});
    return {argv: [site.program, 'run-script', task.id]};
  },
};
