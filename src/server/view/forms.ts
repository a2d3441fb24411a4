/** Opens the dialogs that a person fills in. What becomes of them is in `dialogs.ts`. */
import type {Interrupt} from '../../core/nouns/interrupt.ts';
import type {Desk} from './desk.ts';
import {emptyField, insert} from './field.ts';
import {wordsOf} from './run.ts';

/** The subject of a new task that a worker shall start on. */
export const NEW_TASK = 'new-task';

/** Open the form for a new task; `spawns` when a worker shall start on it at once. */
export const openNewTask = (desk: Desk, spawns: boolean): void =>
  desk.set({
    dialog: {
      kind: 'form',
      of: 'new-task',
      title: spawns ? 'New task for a new worker' : 'New task',
      fields: [emptyField('title'), emptyField('steps (shell commands, with && or ; between)')],
      at: 0,
      hint: 'Enter next, and at the end done · Esc leave',
      ...(spawns ? {subject: NEW_TASK} : {}),
    },
  });

/** Open the form for the answer to a task's question. */
export const openAnswer = (desk: Desk, {id, task_id, question}: Interrupt): void =>
  desk.set({
    dialog: {
      kind: 'form',
      of: 'answer',
      subject: id,
      title: `${task_id ?? id} asks`,
      fields: [emptyField(question)],
      at: 0,
      hint: 'Enter sends it, and the worker goes on · Esc leave',
    },
  });

/** Open the form for another name of a session. */
export const openRename = (desk: Desk, session: string): void =>
  desk.set({
    dialog: {
      kind: 'form',
      of: 'rename',
      subject: session,
      title: `Rename ${session}`,
      fields: [insert(emptyField('its new name'), session)],
      at: 0,
      hint: 'Enter renames it · C-u empties the line · Esc leave',
    },
  });

/** Fields of a discussion, in the order in which {@link discussArgv} reads them. */
const DISCUSS_FIELDS = [
  'topic, best a question',
  'who (agents with commas between; as configured when empty)',
  'one follow-up where they differ (y or n)',
  'what they shall read (files, TASK-…, diff)',
] as const;

/** Open the form for a discussion. @param given what is known of it: its topic, and what is to be read */
export const openDiscuss = (desk: Desk, {topic = '', reads = ''}: {topic?: string; reads?: string}): void =>
  desk.set({
    dialog: {
      kind: 'form',
      of: 'discuss',
      title: 'Discuss',
      fields: DISCUSS_FIELDS.map((label, at) => insert(emptyField(label), [topic, '', 'n', reads][at] ?? '')),
      at: 0,
      hint: 'Enter next; on an empty line, or the last, it begins · Esc leave',
    },
  });

/** A filled form as a command: it goes on by itself, and the table shows how. */
export const discussArgv = ([topic = '', who = '', follows = '', reads = '']: readonly string[]): readonly string[] => [
  'discuss',
  '--no-wait',
  ...(who === '' ? [] : ['--panel', who.split(/[\s,]+/u).join(',')]),
  ...(/^y/iu.test(follows) ? ['--follow-up-once'] : []),
  ...wordsOf(reads).flatMap(word => {
    if (word === 'diff') return ['--diff'];
    return /^TASK-\d+$/iu.test(word) ? ['--task', word] : ['--context', word];
  }),
  '--',
  topic,
];
