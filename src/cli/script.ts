/**
 * The worker of the `shell` agent: runs a task's steps in its worktree, commits, and asks for review; a step that fails
 * becomes a question. It ends as an interactive shell in the worktree, so that one can look around.
 */
import {spawnSync} from 'node:child_process';
import {Fault} from '../core/fault.ts';
import {shellOf} from '../server/environment.ts';
import type {Result} from '../protocol/verbs.ts';
import {ask, bold, leaveKeys, linesWith, runLine, say} from './pane.ts';

/** How many of the last lines of a failed step go with the question. */
const LAST_LINES = 20;

const COMMIT_FAILED = 'the commit failed:';

/**
 * Run the steps of a task.
 *
 * @param id the task; its worker's token is in the environment
 * @returns the exit code, where no shell could take over
 */
export const runScript = async (id: string): Promise<number> => {
  leaveKeys();
  const task = (await ask(['show-task', id])) as unknown as Result<'show-task'>;
  say(`${bold(`${task.id} ${task.title}`)}\n${process.cwd()}`);
  for (const {text} of task.notes) say(`note: ${text}`);
  for (const {question, reply} of task.interrupts)
    if (reply !== undefined && !task.notes.some(it => it.text === reply.text))
      say(`answer to "${question}": ${reply.text}`);
  // A worker that was suspended comes back also to work that waits, or is over: nobody asked for its steps.
  if (task.status === 'in_progress') await work(task);
  else say(`${task.id} is ${task.status}: nothing is run`);
  return becomeShell();
};

const work = async (task: Result<'show-task'>): Promise<void> => {
  const failed = (await runSteps(task)) ?? (await finish(task));
  if (failed !== undefined) await askAbout(task, failed);
};

type Failure = {readonly step: number; readonly command: string; readonly how: string};

const runSteps = async ({script, step}: Result<'show-task'>): Promise<Failure | undefined> => {
  for (const [at, command] of script.entries()) {
    if (at < step) continue;
    say(`\n${bold(`── step ${at + 1} of ${script.length}:`)} ${command}`);
    const how = runLine(command);
    if (how === undefined) {
      await ask(['record-step', String(at + 1)]);
      continue;
    }
    say(`\n${bold(failing(at))} ${how}`);
    return {step: at, command, how};
  }
  return undefined;
};

/** Commit and ask for review. A commit that fails, by a hook perhaps, is the step after the last. */
const finish = async ({id, script}: Result<'show-task'>): Promise<Failure | undefined> => {
  try {
    const {commit} = await ask(['commit-work', id]);
    await ask(['request-review', id]);
    const what =
      typeof commit === 'string' ? `committed as ${commit.slice(0, 12)}` : 'nothing had changed, so there is no commit';
    say(`\n${bold('all steps are done:')} ${what}; review is asked for`);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== 'git-failed') throw thrown;
    say(`\n${bold(COMMIT_FAILED)} ${thrown.message}`);
    return {step: script.length, command: 'git commit', how: thrown.message};
  }
};

const failing = (step: number): string => `step ${step + 1} failed:`;

/** The last lines of this pane, the failure's own among them. */
const lastLines = async (step: number): Promise<readonly string[]> => {
  const lines = await linesWith(failing(step), COMMIT_FAILED);
  return lines.filter(line => line.trim() !== '').slice(-LAST_LINES);
};

const askAbout = async ({id, script}: Result<'show-task'>, {step, command, how}: Failure): Promise<void> => {
  const details = [`command: ${command}`, `ended with: ${how}`, 'last lines:', ...(await lastLines(step))].flatMap(
    line => ['--detail', line],
  );
  const summary =
    step === script.length ? 'the commit failed' : `step ${step + 1} of ${script.length} failed: ${command}`;
  await ask([
    'request-input',
    id,
    '--summary',
    summary,
    '--step',
    String(step),
    '--recommended-next-step',
    'mend it in this worktree, then resume',
    ...details,
  ]);
  say(
    `${bold('The planner is asked.')} Mend it here, then: roundhouse resume-task ${id} --note "…" (in the planner; C-b A by key)`,
  );
};

/** Replace this process by the person's shell. */
const becomeShell = (): number => {
  say('');
  const {execve} = process as {execve?: (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never};
  if (execve !== undefined && shellOf(process.env).startsWith('/'))
    execve(shellOf(process.env), [shellOf(process.env)], process.env);
  return spawnSync(shellOf(process.env), [], {stdio: 'inherit'}).status ?? 0;
};
