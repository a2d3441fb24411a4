/** What keys do while a dialog has them, by kind of dialog; and how dialogs are opened. */
import type {Binding, Chord} from '../../core/keys.ts';
import {questionIn, type Choice, type Dialog, type Field, type View} from '../../core/view.ts';
import {isVerb, verbNames} from '../../protocol/names.ts';
import {entryOf} from '../../protocol/verbs.ts';
import {agentsOf, cardsOf, moodOf, moodWhyOf, shortNameOf} from '../../core/board.ts';
import {mark} from '../../core/signs.ts';
import {formChoices, formTitle, giveAnswer} from './answering.ts';
import type {Desk} from './desk.ts';
import {diffKey, diffPaste} from './diff-hands.ts';
import {editField, emptyField, insert} from './field.ts';
import {chooseDiscussion, discussionChoices, noteChosenOn} from './discussing.ts';
import {discussArgv, NEW_TASK, openNewTask} from './forms.ts';
import {isOpenTo} from './limits.ts';
import {goTo} from './panes.ts';
import {wordsOf} from './run.ts';
import {scrollText} from './text.ts';

type Key = {readonly chord: Chord; readonly text?: string | undefined};
type Of<K extends Dialog['kind']> = Extract<Dialog, {kind: K}>;

const close = (desk: Desk): void => desk.set({dialog: undefined});

/** Give a key to the open dialog. Keys it does not know go nowhere. */
export const dialogKey = (desk: Desk, key: Key): void => {
  const {dialog} = desk.view;
  if (dialog === undefined) return;
  if (dialog.kind !== 'diff' && (key.chord === 'Esc' || key.chord === 'C-c')) close(desk);
  else (byKind[dialog.kind] as (desk: Desk, dialog: Dialog, key: Key) => void)(desk, dialog, key);
};

/** Put pasted text into the field that is being typed into. */
export const dialogPaste = (desk: Desk, text: string): void => {
  const {dialog} = desk.view;
  if (dialog?.kind === 'pick') setFilter(desk, dialog, insert(dialog.filter, text));
  if (dialog?.kind === 'form') setField(desk, dialog, field => insert(field, text));
  if (dialog?.kind === 'diff') diffPaste(desk, dialog, text);
};

const byKind: {readonly [K in Dialog['kind']]: (desk: Desk, dialog: Of<K>, key: Key) => void} = {
  confirm: (desk, dialog, {chord}) => {
    const {rows, above, below} = questionIn(desk.view, dialog);
    const step = {j: 1, Down: 1, k: -1, Up: -1, Space: rows.length, PageDown: rows.length, PageUp: -rows.length}[chord];
    const isYes = chord === 'Enter' || chord === 'y';
    // Nobody agrees to what was not in sight.
    const by = isYes && below > 0 ? rows.length : step;
    if (by !== undefined) desk.set({dialog: {...dialog, top: Math.max(0, Math.min(above + below, above + by))}});
    else if (isYes) agree(desk, dialog);
    else if (chord === 'n' || chord === 'q') close(desk);
  },
  text: (desk, dialog, {chord}) => {
    if (!scrollText(desk, dialog, chord) && (chord === 'q' || chord === 'Enter')) close(desk);
  },
  diff: diffKey,
  pick: (desk, dialog, key) => {
    const step = stepOf(key.chord);
    if (step !== undefined) select(desk, dialog, dialog.selected + step);
    else if (key.chord === 'Enter') choose(desk, dialog);
    else if (key.chord === 'Tab') complete(desk, dialog);
    else {
      const filter = editField(dialog.filter, key);
      if (filter !== undefined) setFilter(desk, dialog, filter);
    }
  },
  form: (desk, dialog, key) => {
    const step = {Tab: 1, Down: 1, 'S-Tab': -1, Up: -1}[key.chord];
    const {fields, at} = dialog;
    if (step !== undefined) desk.set({dialog: {...dialog, at: (at + step + fields.length) % fields.length}});
    else if (key.chord === 'Enter') submit(desk, dialog);
    else setField(desk, dialog, field => editField(field, key) ?? field);
  },
};

const agree = (desk: Desk, {argv, next}: Of<'confirm'>): void => {
  close(desk);
  desk.run(argv, next === undefined ? undefined : () => desk.run(next));
};

const stepOf = (chord: Chord): number | undefined =>
  ({Down: 1, 'C-n': 1, Up: -1, 'C-p': -1, PageDown: 10, PageUp: -10})[chord];

const select = (desk: Desk, dialog: Of<'pick'>, at: number): void =>
  desk.set({dialog: {...dialog, selected: Math.max(0, Math.min(dialog.choices.length - 1, at))}});

const setFilter = (desk: Desk, dialog: Of<'pick'>, filter: Field): void =>
  desk.set({
    dialog: {
      ...dialog,
      filter,
      choices: matching(choicesOf[dialog.of](desk, dialog.subject), soughtIn(dialog, filter.text)),
      selected: 0,
    },
  });

const setField = (desk: Desk, dialog: Of<'form'>, edit: (field: Field) => Field): void =>
  desk.set({dialog: {...dialog, fields: dialog.fields.map((field, at) => (at === dialog.at ? edit(field) : field))}});

/** Of a command line with params, the verb alone is looked for. */
const soughtIn = ({of}: Of<'pick'>, typed: string): string => {
  const [first = ''] = typed.split(' ');
  return of === 'palette' && isVerb(first) ? first : typed;
};

/** Choices in which every word typed occurs. */
const matching = (choices: readonly Choice[], typed: string): readonly Choice[] => {
  const wanted = typed.toLowerCase().split(' ');
  return choices.filter(({label, detail = ''}) =>
    wanted.every(word => `${label} ${detail}`.toLowerCase().includes(word)),
  );
};

const keyChoices = (bindings: readonly Pick<Binding, 'chords' | 'what'>[], where: string): readonly Choice[] =>
  bindings
    .filter(({chords}) => chords.length > 0)
    .map(({chords, what}) => ({
      value: `${where} ${chords.join()}`,
      label: `${where} ${chords.join(', ')}`,
      detail: what,
    }));

const openOf = (view: View, bindings: readonly Binding[]): readonly Binding[] =>
  bindings.filter(({action}) => isOpenTo(view, action));

/** What there is to choose, by the kind of list. */
const choicesOf: Readonly<Record<Of<'pick'>['of'], (desk: Desk, subject?: string) => readonly Choice[]>> = {
  answers: (desk, session = '') => formChoices(desk, session),
  palette: ({keys}) => [
    ...verbNames
      .filter(name => entryOf(name).doors.includes('palette'))
      .map(name => ({value: name, label: name, detail: entryOf(name).summary})),
    ...keys.afterPrefix.map(({action, what}) => ({value: action, label: action, detail: what})),
  ],
  'ready-tasks': ({server}) => [
    ...cardsOf(server.world.state)
      .filter(it => it.status === 'ready')
      .map(it => ({value: it.id, label: it.id, detail: it.title})),
    {value: NEW_TASK, label: '+ new task', detail: 'write one, and start a worker on it'},
  ],
  sessions: ({server: {world}}) =>
    agentsOf(world.state).map(it => ({
      value: it.name,
      label: shortNameOf(it.name),
      detail: [
        moodOf(it, world.signals),
        moodWhyOf(it, world.signals),
        it.task_id === undefined ? '' : (world.state.tasks[it.task_id]?.title ?? ''),
      ]
        .filter(word => word !== '')
        .join(` ${mark.dot} `),
    })),
  discussions: discussionChoices,
  'note-on': ({server}) => cardsOf(server.world.state).map(it => ({value: it.id, label: it.id, detail: it.title})),
  help: ({keys, view}) => [
    ...keyChoices(openOf(view, keys.afterPrefix), keys.prefix),
    ...keyChoices(openOf(view, keys.board), 'board:'),
    ...keyChoices(openOf(view, keys.leases), 'leases:'),
    ...keyChoices(openOf(view, keys.inbox), 'inbox:'),
    ...keyChoices(openOf(view, keys.table), 'table:'),
    ...keyChoices(keys.diff, 'diff:'),
    ...keyChoices(keys.copy, 'copy mode:'),
  ],
};

const titles: Readonly<Record<Exclude<Of<'pick'>['of'], 'answers'>, string>> = {
  palette: 'Command',
  'ready-tasks': 'New worker',
  sessions: 'Sessions',
  discussions: 'Discussions',
  'note-on': 'Note it on',
  help: 'Keys',
};

/** Open a list to choose from. */
export const openPick = (desk: Desk, of: keyof typeof titles): void =>
  desk.set({
    dialog: {kind: 'pick', of, title: titles[of], filter: emptyField(''), choices: choicesOf[of](desk), selected: 0},
  });

/** Open the ways to answer the form of a session. */
export const openAnswers = (desk: Desk, session: string): void =>
  desk.set({
    dialog: {
      kind: 'pick',
      of: 'answers',
      subject: session,
      title: formTitle(desk, session),
      filter: emptyField(''),
      choices: formChoices(desk, session),
      selected: 0,
    },
  });

/** Fill the chosen verb in, so that its params can be typed behind it. */
const complete = (desk: Desk, dialog: Of<'pick'>): void => {
  const choice = dialog.choices[dialog.selected];
  if (dialog.of !== 'palette' || choice === undefined) return;
  const text = `${choice.value} `;
  setFilter(desk, dialog, {...dialog.filter, text, cursor: text.length});
};

/** Who chooses a verb again that is filled in wants it as it is. */
const isComplete = ({filter}: Of<'pick'>, {value}: Choice): boolean => filter.text === `${value} `;

const choose = (desk: Desk, dialog: Of<'pick'>): void => {
  const choice = dialog.choices[dialog.selected];
  const argv = wordsOf(dialog.filter.text);
  if (dialog.of === 'palette' && argv.length > 1 && isVerb(argv[0] ?? '')) {
    close(desk);
    runOrAsk(desk, argv);
  } else if (dialog.of === 'palette') choosePalette(desk, dialog, choice);
  else {
    close(desk);
    if (choice !== undefined) chosen[dialog.of](desk, choice, dialog);
  }
};

/** What choosing does in the other lists. */
const chosen: Readonly<
  Record<Exclude<Of<'pick'>['of'], 'palette'>, (desk: Desk, choice: Choice, dialog: Of<'pick'>) => void>
> = {
  answers: (desk, choice, {subject = '', title}) => giveAnswer(desk, {session: subject, title}, choice),
  'ready-tasks': (desk, {value}) => {
    if (value === NEW_TASK) openNewTask(desk, true);
    else spawn(desk, value);
  },
  sessions: (desk, {value}) => goTo(desk, value),
  discussions: (desk, {value}) => chooseDiscussion(desk, value),
  'note-on': (desk, {value}) => noteChosenOn(desk, value),
  help: () => undefined,
};

/** Verbs that end something are asked about, as their keys are. */
const ENDING: readonly string[] = [
  'shutdown',
  'suspend',
  'close-session',
  'close-worker',
  'cancel-task',
  'cleanup-task',
  'merge-task',
  'cancel-discussion',
];

const runOrAsk = (desk: Desk, typed: readonly string[]): void => {
  const [verb = '', ...words] = typed;
  // The table shows how it goes.
  const argv = verb === 'discuss' ? [verb, '--no-wait', ...words] : typed;
  if (!ENDING.includes(verb) || !isVerb(verb)) desk.run(argv);
  else desk.set({dialog: {kind: 'confirm', title: `${argv.join(' ')}?`, lines: [entryOf(verb).summary], argv}});
};

const choosePalette = (desk: Desk, dialog: Of<'pick'>, choice: Choice | undefined): void => {
  if (choice === undefined) return;
  if (!isVerb(choice.value)) {
    close(desk);
    desk.perform(choice.value);
  } else if ((entryOf(choice.value).positional ?? []).length > 0 && !isComplete(dialog, choice)) complete(desk, dialog);
  else {
    close(desk);
    runOrAsk(desk, [choice.value]);
  }
};

/** Start a worker and show it, the focus staying where it is. */
export const spawn = (desk: Desk, task: string): void => desk.run(['spawn-worker', task]);

const submit = (desk: Desk, dialog: Of<'form'>): void => {
  const {fields, at, subject} = dialog;
  if (at < fields.length - 1 && fields[at]?.text.trim() !== '') {
    desk.set({dialog: {...dialog, at: at + 1}});
    return;
  }
  const typed = fields.map(it => it.text.trim());
  if (typed[0] === '') return;
  close(desk);
  submitted[dialog.of](desk, typed, subject);
};

/** What becomes of a form that is filled in. */
const submitted: Readonly<
  Record<Of<'form'>['of'], (desk: Desk, typed: readonly string[], subject: string | undefined) => void>
> = {
  answer: (desk, [text = ''], subject = '') => desk.run(['reply', subject, '--', text]),
  discuss: (desk, typed) => desk.run(discussArgv(typed)),
  rename: (desk, [to = ''], subject = '') => desk.run(['rename-session', '--', subject, to]),
  'new-task': (desk, [title = '', step = ''], subject) => create(desk, {title, step, spawns: subject === NEW_TASK}),
};

const create = (desk: Desk, made: {title: string; step: string; spawns: boolean}): void =>
  desk.run(['create-task', ...(made.step === '' ? [] : ['--script', made.step]), '--', made.title], it => {
    if (made.spawns) spawn(desk, String(it['id']));
  });
