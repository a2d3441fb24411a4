/** What is said, and shown, after a verb that a person called here went well. Verbs that are not listed show their result. */
import type {VerbName} from '../../protocol/names.ts';
import type {Decision} from '../../core/nouns/decision.ts';
import type {Artifact} from '../../core/artifact.ts';
import type {Discussion} from '../../core/nouns/discussion.ts';
import type {Task} from '../../core/nouns/task.ts';
import type {Desk, Outcome} from './desk.ts';
import {openDiscussion, watchDiscussion} from './discussing.ts';
import {openDiff} from './diff.ts';
import {bringIn} from './panes.ts';

type Result = Readonly<Record<string, unknown>>;

const idOf = (it: Result): string => String(it['id']);
const nameOf = (it: Result): string => String(it['name']);

const namesOf = (it: Result): string => {
  const names = (it['sessions'] as readonly Result[]).map(nameOf);
  return names.length === 0 ? 'nothing' : names.join(', ');
};

/** A new session is brought on the screen; the focus stays where it is. */
const outcomes: Partial<Record<VerbName, (desk: Desk) => Outcome>> = {
  'create-task': desk => ({
    say: it => `${idOf(it)} is on the board`,
    after: it => desk.set({panel: {...desk.view.panel, task: idOf(it)}}),
  }),
  'update-task': () => ({say: changedText}),
  'cancel-task': () => ({say: it => `${idOf(it)} cancelled`}),
  'request-review': () => ({say: it => `${idOf(it)} is ${String(it['status'])}`}),
  'resume-task': () => ({say: it => `${idOf(it)} goes on`}),
  ask: () => ({say: it => `${idOf(it)} is asked of the ${String(it['audience'])}`}),
  reply: desk => ({
    say: it => {
      const {task_id: task} = it;
      const goesOn = typeof task === 'string' && desk.server.world.state.tasks[task]?.status === 'in_progress';
      return goesOn ? `${idOf(it)} is answered: ${task} goes on` : `${idOf(it)} is answered`;
    },
  }),
  suspend: () => ({say: it => `${namesOf(it)} suspended; Enter in a pane lets it go on`}),
  resume: () => ({
    say: it => [`${namesOf(it)} goes on`, ...(it['troubles'] as readonly string[])].join('; '),
  }),
  'spawn-worker': desk => ({say: startedText, after: it => bringIn(desk, nameOf(it))}),
  'open-session': desk => ({say: it => `${nameOf(it)} opened`, after: it => bringIn(desk, nameOf(it))}),
  'close-session': () => ({say: closedText}),
  'close-worker': () => ({say: closedText}),
  'rename-session': () => ({say: it => `its name is ${nameOf(it)} now`}),
  'send-text': () => ({say: it => `${String(it['session'])}: ${String(it['outcome'])}`}),
  'cancel-messages': () => ({say: it => `${String(it['cancelled'])} called off`}),
  'record-decision': () => ({say: it => `${String(it['task_id'])}: ${String(it['kind'])} recorded as ${idOf(it)}`}),
  'release-lease': () => ({say: it => `${idOf(it)} released`}),
  'show-diff': desk => ({
    say: it => (it['patch'] === '' ? `${String(it['task_id'])} has changed nothing` : ''),
    after: it => {
      if (it['patch'] !== '') openDiff(desk, {task: String(it['task_id']), patch: String(it['patch'])});
    },
  }),
  discuss: desk => ({
    say: discussedText,
    after: it => (it['status'] === 'running' ? watchDiscussion(desk, idOf(it)) : undefined),
  }),
  'cancel-discussion': () => ({say: () => 'the discussion has ended; what was said is kept'}),
  'show-discussion': desk => ({
    say: () => '',
    after: it => openDiscussion(desk, it as unknown as Artifact),
  }),
  'send-comments': () => ({say: it => sentText(it)}),
  'allow-commands': () => ({say: it => answerText(it)}),
  'merge-task': () => ({say: it => mergedText(it as Pick<Decision, 'task_id' | 'merge'>)}),
  'cleanup-task': () => ({say: it => `worktree of ${idOf(it)} removed; undo-cleanup ${idOf(it)} brings it back`}),
  'undo-cleanup': () => ({say: it => `worktree of ${idOf(it)} is back at ${String(it['path'])}`}),
};

/** A note is the newest change; else its status is what one wants to know. */
const changedText = (it: Result): string => {
  const {id, notes, updated_at, status} = it as unknown as Task;
  return notes.at(-1)?.at === updated_at ? `noted on ${id}` : `${id} is ${status}`;
};

const discussedText = (it: Result): string => {
  const {status, panel, stop_reason} = it as unknown as Discussion;
  const names = panel.map(seat => seat.name).join(', ');
  return status === 'running' ? `${names} are asked` : `${names}: ${(stop_reason ?? status).replaceAll('_', ' ')}`;
};

const startedText = (it: Result): string =>
  [`${nameOf(it)} started`, ...((it['warnings'] as readonly string[] | undefined) ?? [])].join('; ');

const closedText = (it: Result): string =>
  it['status'] === 'closed' ? `${nameOf(it)} closed` : `its program goes on as ${nameOf(it)}`;

const mergedText = ({task_id, merge}: Pick<Decision, 'task_id' | 'merge'>): string =>
  `${task_id} is merged: ${merge?.into ?? ''} is at ${merge?.after?.slice(0, 12) ?? ''} now`;

const sentText = (it: Result): string => {
  const count = Number(it['comments']);
  const what = `${count} comment${count === 1 ? '' : 's'}`;
  if (it['outcome'] === 'noted') return `${what} noted on ${String(it['task_id'])}, for its next worker`;
  return `${what} sent to the worker of ${String(it['task_id'])}`;
};

const answerText = (it: Result): string => {
  const texts: Readonly<Record<string, string>> = {
    none: 'this repository brings no commands',
    waiting: 'nobody has answered whether its commands may run',
    allowed: 'its commands run in each new worktree',
    never: 'its commands are passed over',
  };
  return texts[String(it['answer'])] ?? '';
};

/** @returns what follows on a verb by itself; nothing for verbs whose result is what was asked for */
export const outcomeOf = (desk: Desk, verb: string): Outcome =>
  (Object.hasOwn(outcomes, verb) ? outcomes[verb as VerbName]?.(desk) : undefined) ?? {};
