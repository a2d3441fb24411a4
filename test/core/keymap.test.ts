import {expect, test} from 'vitest';
import {keymapOf, keyOf, tablesOf, usualKeymap} from '../../src/core/keymap.ts';

const reasonsOf = (wishes: unknown) =>
  keymapOf(wishes).troubles.map(({path, reason}) => `${path.join('.')}: ${reason}`);

test.each([undefined, null, {}])('%j wishes for nothing', wishes => {
  expect(keymapOf(wishes)).toEqual({keymap: usualKeymap, troubles: []});
});

test('another prefix is pressed twice to reach the program, and what was bound to it gives way', () => {
  const {keymap, troubles} = keymapOf({prefix: 'C-Left'});
  expect(troubles).toEqual([]);
  expect(keymap.prefix).toBe('C-Left');
  const {afterPrefix} = tablesOf(keymap);
  expect(afterPrefix.get('C-Left')?.action).toBe('send-prefix');
  expect(afterPrefix.get('M-Left')?.action).toBe('resize-left');
  expect(afterPrefix.get('C-b')).toBeUndefined();
});

test('a key gets another action, and its old one keeps its other keys', () => {
  const {keymap, troubles} = keymapOf({after_prefix: {v: 'split-right', PageUp: 'none', C: 'copy-mode'}});
  expect(troubles).toEqual([]);
  const {afterPrefix} = tablesOf(keymap);
  expect(['v', '%', 'PageUp', 'C', '['].map(it => afterPrefix.get(it)?.action)).toEqual([
    'split-right',
    'split-right',
    undefined,
    'copy-mode',
    'copy-mode',
  ]);
  expect(keyOf(keymap, 'split-right')).toBe('C-b v');
});

test("emacs's hands have their own table, and it can be changed", () => {
  const {keymap} = keymapOf({copy_mode: 'emacs', copy: {'C-j': 'copy'}});
  const {copy} = tablesOf(keymap);
  expect([copy.get('C-Space')?.action, copy.get('C-j')?.action, copy.get('v')]).toEqual([
    'select-text',
    'copy',
    undefined,
  ]);
});

test.each<[string, unknown, string]>([
  ['no table', 'C-a', ': it is not a list of settings'],
  ['a setting nobody knows', {prefx: 'C-a'}, 'prefx: there is no setting "prefx"; did you mean "prefix"?'],
  ['hands nobody has', {copy_mode: 'ed'}, 'copy_mode: it is "vi" or "emacs"'],
  ['no key', {prefix: 'Ctrl-a'}, 'prefix: it is no key; one is written C-a, M-x, F12'],
  ['a key of the programs', {prefix: 'C-c'}, 'prefix: C-c belongs to the programs'],
  ['a letter', {prefix: 'a'}, 'prefix: a alone is typed into programs; add C- or M-'],
  [
    'an action nobody knows',
    {after_prefix: {v: 'split-rigth'}},
    'after_prefix.v: there is no action "split-rigth"; did you mean "split-right"?',
  ],
  [
    'a key of a table that is none',
    {board: {'Ctrl-x': 'none'}},
    'board.Ctrl-x: Ctrl-x is no key; one is written a, C-a, M-Left, S-Tab, F5',
  ],
  [
    'the prefix itself',
    {after_prefix: {'C-b': 'zoom-pane'}},
    'after_prefix.C-b: C-b is the prefix: pressed twice it goes to the program',
  ],
  ['a number', {after_prefix: {'1': 'zoom-pane'}}, 'after_prefix.1: 1 goes to the session with that number'],
  ['no way out', {after_prefix: {d: 'none'}}, 'after_prefix: no key is left for detach'],
])('%s is refused', (_, wishes, reason) => {
  expect(reasonsOf(wishes)).toEqual([reason]);
});

test('what is refused leaves the other wishes alone', () => {
  const {keymap, troubles} = keymapOf({
    prefix: 'x',
    after_prefix: {v: 'split-right', '?': 'none'},
    board: {o: 'card-open'},
  });
  expect(troubles).toHaveLength(2);
  const {afterPrefix, board} = tablesOf(keymap);
  expect([keymap.prefix, afterPrefix.get('?')?.action, board.get('o')?.action]).toEqual([
    'C-b',
    'show-help',
    'card-open',
  ]);
});
