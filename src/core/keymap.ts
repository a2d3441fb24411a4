/** One person's keys: the usual tables, changed by what the configuration wishes. Every conflict is found at load. Pure. */
import {copyTables, type CopyBinding, type CopyHands} from './copy-keys.ts';
import {diffKeys, type DiffBinding} from './diff-keys.ts';
import {
  boardKeys,
  byChord,
  inboxKeys,
  leaseKeys,
  PREFIX,
  prefixKeys,
  tableKeys,
  type Binding,
  type Chord,
} from './keys.ts';
import {nearestOf} from './nearest.ts';

export type Keymap = {
  readonly prefix: Chord;
  readonly afterPrefix: readonly Binding[];
  readonly board: readonly Binding[];
  readonly leases: readonly Binding[];
  readonly inbox: readonly Binding[];
  readonly table: readonly Binding[];
  readonly copy: readonly CopyBinding[];
  readonly diff: readonly DiffBinding[];
};

/** A wish that cannot be met: where it stands in the configuration, and why. */
export type Trouble = {readonly path: readonly string[]; readonly reason: string};

const usual = (hands: CopyHands): Keymap => ({
  prefix: PREFIX,
  afterPrefix: prefixKeys,
  board: boardKeys,
  leases: leaseKeys,
  inbox: inboxKeys,
  table: tableKeys,
  copy: copyTables[hands],
  diff: diffKeys,
});

/** Nobody wished for anything. */
export const usualKeymap: Keymap = usual('vi');

/** Tables by the name they have in the configuration. */
const tables = {
  after_prefix: 'afterPrefix',
  board: 'board',
  leases: 'leases',
  inbox: 'inbox',
  table: 'table',
  copy: 'copy',
  diff: 'diff',
} as const;
type TableName = keyof typeof tables;

/** Without these there is no way out, or no way to find the others. */
const NEEDED: readonly string[] = ['detach', 'open-palette', 'show-help', 'send-prefix', 'leave-panel', 'leave'];

/** Never taken from a program. */
const PROGRAMS = ['Esc', 'Enter', 'Tab', 'Backspace', 'C-c', 'C-d', 'C-z', 'S-Tab', 'S-Enter'] as const;

/** One printable character, or a name, with modifiers in their order. */
const CHORD =
  /^(?:C-)?(?:M-)?(?:S-)?(?:[!-~]|Enter|Esc|Tab|Space|Backspace|Delete|Insert|Up|Down|Left|Right|PageUp|PageDown|Home|End|F[1-9]|F1[0-2])$/u;

/** Is this how a key is written? */
export const isChord = (text: string): boolean => CHORD.test(text);
/** What frees a key. */
const NONE = 'none';

const isRecord = (it: unknown): it is Readonly<Record<string, unknown>> =>
  typeof it === 'object' && it !== null && !Array.isArray(it);

/**
 * The keys somebody wishes for.
 *
 * @param wishes the section `keys` of the configuration: `prefix`, `copy_mode` (`vi` or `emacs`), and the tables
 *               `after_prefix`, `board`, `leases`, `inbox`, `table`, `copy`, `diff`, each from chord to action or `none`
 * @returns keys that work; a wish that cannot be met is left out and told
 */
export const keymapOf = (wishes: unknown): {readonly keymap: Keymap; readonly troubles: readonly Trouble[]} => {
  const troubles: Trouble[] = [];
  if (wishes === undefined || wishes === null) return {keymap: usualKeymap, troubles};
  if (!isRecord(wishes)) return {keymap: usualKeymap, troubles: [{path: [], reason: 'it is not a list of settings'}]};
  const known = ['prefix', 'copy_mode', ...Object.keys(tables)];
  for (const name of Object.keys(wishes))
    if (!known.includes(name)) troubles.push({path: [name], reason: unknown('setting', name, known)});
  let keymap = usual(handsOf(wishes['copy_mode'], troubles));
  keymap = {...keymap, ...withPrefix(keymap, wishes['prefix'], troubles)};
  for (const name of Object.keys(tables) as TableName[]) keymap = withTable(keymap, name, {wishes, troubles});
  return {keymap, troubles};
};

const unknown = (what: string, name: string, known: readonly string[]): string => {
  const near = nearestOf(name, known);
  return `there is no ${what} "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
};

const handsOf = (wish: unknown, troubles: Trouble[]): CopyHands => {
  if (wish === 'vi' || wish === 'emacs' || wish === undefined) return wish ?? 'vi';
  troubles.push({path: ['copy_mode'], reason: 'it is "vi" or "emacs"'});
  return 'vi';
};

/** Pressed twice it goes to the program, so its own place among the keys moves with it. */
const withPrefix = (keymap: Keymap, wish: unknown, troubles: Trouble[]): Partial<Keymap> => {
  if (wish === undefined) return {};
  const reason = whyNoPrefix(wish);
  if (reason !== undefined) troubles.push({path: ['prefix'], reason});
  if (reason !== undefined || typeof wish !== 'string') return {};
  const afterPrefix = keymap.afterPrefix.map(it => {
    const chords = it.chords.filter(chord => chord !== wish);
    return it.action === 'send-prefix' ? {...it, chords: [wish]} : {...it, chords};
  });
  return {prefix: wish, afterPrefix};
};

const whyNoPrefix = (wish: unknown): string | undefined => {
  if (typeof wish !== 'string' || !isChord(wish)) return 'it is no key; one is written C-a, M-x, F12';
  if (PROGRAMS.some(it => it === wish)) return `${wish} belongs to the programs`;
  return /^(?:[CM]-|F\d)/u.test(wish) ? undefined : `${wish} alone is typed into programs; add C- or M-`;
};

const withTable = (
  keymap: Keymap,
  name: TableName,
  {wishes, troubles}: {wishes: Readonly<Record<string, unknown>>; troubles: Trouble[]},
): Keymap => {
  const wished = wishes[name];
  if (wished === undefined) return keymap;
  if (!isRecord(wished)) {
    troubles.push({path: [name], reason: 'it is a list of keys, each with an action'});
    return keymap;
  }
  let table: readonly AnyBinding[] = keymap[tables[name]];
  for (const [chord, action] of Object.entries(wished)) {
    const next = bound(table, {chord, action, prefix: name === 'after_prefix' ? keymap.prefix : undefined});
    if (typeof next === 'string') troubles.push({path: [name, chord], reason: next});
    else table = next;
  }
  const lost = NEEDED.filter(it => table.some(row => row.action === it && row.chords.length === 0));
  if (lost.length === 0) return {...keymap, [tables[name]]: table};
  troubles.push({path: [name], reason: `no key is left for ${lost.join(', ')}`});
  return keymap;
};

type AnyBinding = Binding | CopyBinding | DiffBinding;

/** The table with one more key, or why that cannot be. */
const bound = (
  table: readonly AnyBinding[],
  {chord, action, prefix}: {chord: string; action: unknown; prefix: Chord | undefined},
): readonly AnyBinding[] | string => {
  if (!isChord(chord)) return `${chord} is no key; one is written a, C-a, M-Left, S-Tab, F5`;
  if (chord === prefix) return `${chord} is the prefix: pressed twice it goes to the program`;
  if (prefix !== undefined && /^\d$/u.test(chord)) return `${chord} goes to the session with that number`;
  const names = table.map(it => it.action);
  if (typeof action !== 'string' || (action !== NONE && !names.some(it => it === action)))
    return unknown('action', String(action), [...names, NONE]);
  return table.map(it => {
    const chords = it.chords.filter(other => other !== chord);
    return it.action === action ? {...it, chords: [chord, ...chords]} : {...it, chords};
  });
};

/** Keymaps as tables by chord, for looking up what was pressed. */
export const tablesOf = ({afterPrefix, board, leases, inbox, table, copy, diff}: Keymap) => ({
  afterPrefix: byChord(afterPrefix),
  board: byChord(board),
  leases: byChord(leases),
  inbox: byChord(inbox),
  table: byChord(table),
  copy: byChord(copy),
  diff: byChord(diff),
});

/** How an action after the prefix is reached, for hints: `C-b ]`. */
export const keyOf = ({prefix, afterPrefix}: Keymap, action: string): string =>
  `${prefix} ${afterPrefix.find(it => it.action === action)?.chords[0] ?? ''}`.trimEnd();
