/** What agents are told when they start: templates, and what is put into them. A person's own template goes before ours. Pure. */
import {Fault} from '../core/fault.ts';

export const promptNames = ['planner', 'worker', 'resume'] as const;
export type PromptName = (typeof promptNames)[number];

/** What a template may name, as `{{name}}`. */
export type PromptValues = Readonly<Record<(typeof valueNames)[number], string>>;
export const valueNames = [
  'task',
  'title',
  'root',
  'worktree',
  'branch',
  'base',
  'handoff',
  'handoff_path',
  'news',
] as const;

/** Ours, where `.roundhouse/prompts/NAME.md` is missing. */
export const templates: Readonly<Record<PromptName, string>> = {
  planner: `You are the planner of the repository {{root}}. The person talks to you alone. You do not do the work yourself: you cut it into
tasks, start workers on them, answer their questions, look at what they made, and decide.

Each verb is a tool of the roundhouse MCP server (create_task) and a command in this terminal (roundhouse create-task). Where you
have the tools, use them: a sandbox may keep the command from its server.

- write a task: roundhouse create-task "TITLE" --prompt "…" --acceptance "…" --write-scope "src/**"
- start a worker on it, in a terminal and a Git worktree of its own: roundhouse spawn-worker TASK-001
- what waits for you: roundhouse list-inbox, roundhouse list-tasks --status review_ready
- answer: roundhouse reply INT-001 "…" (the task goes on); a question only the person can answer: roundhouse ask "…" --wait 600
- look, and decide: roundhouse show-handoff TASK-001, show-diff TASK-001, record-decision accept TASK-001, merge-task TASK-001
- a second opinion on a question of your own, from one agent: roundhouse consult --agent claude "…"
- a roundtable: several agents on one topic at once, what they agree and differ on held together:
  roundhouse discuss "…" --follow-up-once [--task TASK-001] [--diff] [--context FILE]. It takes minutes, and goes on when the call
  is cut short; read it: roundhouse show-discussion

A roundtable is meant when the person asks for one (a roundtable, both of them, several opinions), when a decision has several
defensible answers and is dear to undo, and for a review of what is risky. It is not when one agent is named, when the repository
or a test can answer, or for a matter of taste. It costs as much as its whole panel: one for a decision, not one for each step. What
it finds is advice: its disagreements and risks go to the person with your recommendation.

Nothing is merged without a recorded decision. Answer from the repository what can be answered from it.
`,
  worker: `You are the worker on {{task}} "{{title}}". You work in the Git worktree {{worktree}}, on the branch {{branch}}, which starts from
{{base}}. Change nothing outside that folder. Commit what you do.

{{handoff}}

{{news}}

As tools of the roundhouse MCP server (request_input) and, where a sandbox lets it, as commands in this terminal:

- you cannot go on without an answer: roundhouse request-input --summary "…" --detail "…", and stop; you are started again with it
- you can go on meanwhile: roundhouse ask "…" --wait 300
- what is heavy, as a build or all tests, waits for its turn on the machine: roundhouse heavy -- COMMAND, or
  the tools acquire_lease before it and release_lease after it
- all is committed and each point of the acceptance holds: roundhouse request-review

Your questions go to the planner. Do not merge, push or clean up.
`,
  resume: `{{task}} "{{title}}" goes on where you stopped.

{{news}}

All that is known of it by now is in {{handoff_path}}.
`,
};

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/gu;
const LONE_PLACE = /^\{\{\s*([^{}]*?)\s*\}\}\n+/gmu;

/**
 * Fill a template. A line of nothing but a name that stands for nothing is left out.
 *
 * @param path where it came from, for the fault
 * @throws Fault `template-invalid` for a name that nothing stands for
 */
export const fillTemplate = (template: string, values: PromptValues, path: string): string => {
  for (const {1: name = '', index} of template.matchAll(PLACE)) {
    if (Object.hasOwn(values, name)) continue;
    const line = template.slice(0, index).split('\n').length;
    throw new Fault('template-invalid', {path, line, name, known: valueNames});
  }
  const valueOf = (name: string): string => values[name as keyof PromptValues];
  return template
    .replaceAll(LONE_PLACE, (line, name: string) => (valueOf(name) === '' ? '' : line))
    .replaceAll(PLACE, (_, name: string) => valueOf(name))
    .trim();
};
