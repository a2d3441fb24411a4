/** The part of the table of faults that is about what agents ask and are told. */

export const workFaults = {
  'question-missing': {
    exit: 4,
    say: (d: {task: string}) => `${d.task} waits for no answer`,
    hint: 'roundhouse list-tasks --status needs_input shows those that do',
  },
  'question-unknown': {
    exit: 3,
    say: (d: {question: string}) => `no question "${d.question}"`,
    hint: 'roundhouse list-inbox shows them',
  },
  'question-answered': {
    exit: 4,
    say: (d: {question: string; by: string}) => `${d.question} was answered by ${d.by}`,
    hint: 'add --replace: the answer has not been read yet',
  },
  'question-closed': {
    exit: 4,
    say: (d: {question: string; status: string}) => `${d.question} takes no answer any more: it is ${d.status}`,
    hint: (d: {question: string; status: string}) => `roundhouse show-question ${d.question}`,
  },
  'audience-refused': {
    exit: 4,
    say: (d: {actor: string; audience: string}) => `${d.actor} may not ask, or answer for, a ${d.audience}`,
    hint: 'ask the planner, who asks the person; or: roundhouse config set workers_may_ask_people true',
  },
  'rename-refused': {
    exit: 4,
    say: (d: {session: string; task?: string}) =>
      `"${d.session}" is named after its work${d.task === undefined ? '' : ` on ${d.task}`}, and found by that name`,
    hint: (d: {session: string; task?: string}) =>
      d.task === undefined ? 'shells can be renamed' : `roundhouse update-task ${d.task} --title … renames the task`,
  },
  'agent-mute': {
    exit: 4,
    say: (d: {agent: string}) => `${d.agent} answers no questions without a pane`,
    hint: 'name another agent: roundhouse consult --agent codex "…"',
  },
  'agent-settings-unreadable': {
    exit: 5,
    say: (d: {place: string; reason: string}) => `${d.place} cannot be read: ${d.reason}`,
    hint: 'mend it; our tools are added to what it says, which would be lost otherwise',
  },
  'fork-impossible': {
    exit: 4,
    say: (d: {session: string; reason: string}) => `no conversation can branch off that of "${d.session}": ${d.reason}`,
    hint: 'start the worker without --fork, or name another session',
  },
  'message-waits': {
    exit: 6,
    say: (d: {session: string; reason: string}) => `the message was not typed into "${d.session}": ${d.reason}`,
    hint: 'nothing was typed; send it again, or with a longer --timeout',
  },
  'message-cancelled': {
    exit: 4,
    say: (d: {session: string}) => `the message for "${d.session}" was called off`,
    hint: 'nothing was typed; send it again if it is still wanted',
  },
  'agent-missing': {
    exit: 5,
    say: (d: {agent: string; program: string; install: string}) =>
      `${d.agent} is not installed: no program "${d.program}"`,
    hint: (d: {agent: string; program: string; install: string}) => `${d.install}, or choose another agent`,
  },
  'owner-alive': {
    exit: 4,
    say: (d: {task: string; session: string; status: string}) =>
      `${d.task} belongs to "${d.session}", which is ${d.status}`,
    hint: (d: {task: string; session: string; status: string}) => `roundhouse close-session ${d.session} comes first`,
  },
  'template-invalid': {
    exit: 4,
    say: (d: {path: string; line: number; name: string; known: readonly string[]}) =>
      `${d.path} line ${d.line}: nothing stands for {{${d.name}}}`,
    hint: (d: {path: string; line: number; name: string; known: readonly string[]}) => `known: ${d.known.join(', ')}`,
  },
  'prompt-missing': {
    exit: 3,
    say: (d: {session: string; agent: string}) => `"${d.session}" was started without a prompt (agent ${d.agent})`,
    hint: 'the shell agent runs the steps of its task: roundhouse show-handoff TASK',
  },
} as const;
