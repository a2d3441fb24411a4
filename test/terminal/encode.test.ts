import {expect, test} from 'vitest';
import {encodeFocus, encodeKey, encodeMouse, encodePaste} from '../../src/terminal/encode.ts';
import type {Modes} from '../../src/terminal/engine.ts';
import {InputDecoder, type KeyToken, type MouseToken} from '../../src/terminal/input.ts';

const plain: Modes = {
  alternateScreen: false,
  applicationCursor: false,
  applicationKeypad: false,
  bracketedPaste: false,
  focusReports: false,
  mouse: 'none',
  mouseSgr: false,
  synchronised: false,
  colourSchemeReports: false,
  kittyFlags: 0,
  modifyOtherKeys: 0,
};
const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1');

const typed = (bytes: string): KeyToken => new InputDecoder().feed(Buffer.from(bytes))[0] as KeyToken;

test.each([
  ['a', 'a'],
  ['\u0001', '\u0001'],
  ['\u001bx', '\u001bx'],
  ['\u001b[A', '\u001b[A'],
  ['\u001bOA', '\u001b[A'],
  ['\u001b[1;5A', '\u001b[1;5A'],
  ['\u001b[1~', '\u001b[H'],
  ['\u001b[Z', '\u001b[Z'],
  ['\u001bOP', '\u001bOP'],
  ['\u001bOp', '0'],
  ['\u001b[97u', 'a'],
  ['\u001b[97;2u', 'A'],
  ['\u001b[97;5u', '\u0001'],
  ['\u001b[97;7u', '\u001b\u0001'],
  ['\u001b[27u', '\u001b'],
  ['\u001b[13;2u', '\u001b\r'],
  ['\u001b[27;5;13~', '\r'],
  ['\u001b[9;2u', '\u001b[Z'],
  ['\u001b[127;3u', '\u001b\u007f'],
  ['\u001b[32;5u', '\u0000'],
  ['\u001b[45;3u', '\u001b-'],
])('the key %j is sent as %j', (bytes, sent) => {
  expect(textOf(encodeKey(typed(bytes), plain))).toBe(sent);
});

test('cursor and keypad keys follow the modes of the program', () => {
  const modes = {...plain, applicationCursor: true, applicationKeypad: true};
  const sent = ['\u001b[A', '\u001b[F', '\u001b[1;5A', '\u001bOp', '\u001b[5~'].map(it =>
    textOf(encodeKey(typed(it), modes)),
  );
  expect(sent).toEqual(['\u001bOA', '\u001bOF', '\u001b[1;5A', '\u001bOp', '\u001b[5~']);
});

test.each<[string, number, string]>([
  // What a key types is sent as it is, until all keys are asked for.
  ['a', 1, 'a'],
  ['A', 1, 'A'],
  [' ', 1, ' '],
  ['\r', 1, '\r'],
  ['\t', 1, '\t'],
  ['\u007f', 1, '\u007f'],
  ['\u001b[27u', 1, '\u001b[27u'],
  ['\u0001', 1, '\u001b[97;5u'],
  ['\u001bx', 1, '\u001bx'],
  ['\u001b[120;3u', 1, '\u001b[120;3u'],
  ['\u001b[97;7u', 1, '\u001b[97;7u'],
  ['\u0000', 1, '\u001b[32;5u'],
  ['\u001b[97;6u', 1, '\u001b[97;6u'],
  ['\u001b[13;2u', 1, '\u001b[13;2u'],
  ['\u001b[Z', 1, '\u001b[9;2u'],
  ['\u001b[27;5;13~', 1, '\u001b[13;5u'],
  ['\u001b[127;3u', 1, '\u001b[127;3u'],
  ['\u001bOA', 1, '\u001b[A'],
  ['\u001b[1;5A', 1, '\u001b[1;5A'],
  ['\u001bOP', 1, '\u001b[P'],
  ['\u001bOR', 1, '\u001b[13~'],
  ['\u001b[15;2~', 1, '\u001b[15;2~'],
  ['\u001b[3~', 1, '\u001b[3~'],
  ['a', 8, '\u001b[97u'],
  ['A', 8, '\u001b[97;2u'],
  ['\r', 8, '\u001b[13u'],
  [' ', 8, '\u001b[32u'],
  ['A', 12, '\u001b[97:65;2u'],
  ['a', 24, '\u001b[97;;97u'],
  ['A', 28, '\u001b[97:65;2;65u'],
  ['\u0001', 28, '\u001b[97;5u'],
  ['!', 24, '\u001b[33;;33u'],
])('the key %j is sent under the flags %i as %j', (bytes, kittyFlags, sent) => {
  expect(textOf(encodeKey(typed(bytes), {...plain, kittyFlags}))).toBe(sent);
});

test.each<[string, 1 | 2, string]>([
  ['a', 2, 'a'],
  ['A', 2, 'A'],
  ['\u0001', 1, '\u0001'],
  ['\u0001', 2, '\u001b[27;5;97~'],
  ['\u001bx', 1, '\u001bx'],
  ['\u001bx', 2, '\u001bx'],
  ['\u001b[27;3;120~', 2, '\u001b[27;3;120~'],
  ['\u001b[13;2u', 1, '\u001b[27;2;13~'],
  ['\u001b[13;5u', 1, '\u001b[27;5;13~'],
  ['\u001b[49;5u', 1, '\u001b[27;5;49~'],
  ['\u001b[Z', 2, '\u001b[Z'],
  ['\u001b[A', 2, '\u001b[A'],
  ['\r', 2, '\r'],
])('the key %j is sent to who modifies other keys (%i) as %j', (bytes, modifyOtherKeys, sent) => {
  expect(textOf(encodeKey(typed(bytes), {...plain, modifyOtherKeys}))).toBe(sent);
});

const mouse = (action: MouseToken['action'], more: Partial<MouseToken> = {}): MouseToken => ({
  kind: 'mouse',
  action,
  button: 0,
  x: 2,
  y: 3,
  shift: false,
  alt: false,
  ctrl: false,
  bytes: new Uint8Array(),
  ...more,
});

test.each<[MouseToken['action'], Modes['mouse'], string | undefined]>([
  ['press', 'none', undefined],
  ['press', 'x10', '\u001b[<0;3;4M'],
  ['release', 'x10', undefined],
  ['wheel-up', 'x10', undefined],
  ['release', 'normal', '\u001b[<0;3;4m'],
  ['wheel-down', 'normal', '\u001b[<65;3;4M'],
  ['drag', 'normal', undefined],
  ['drag', 'button', '\u001b[<32;3;4M'],
  ['move', 'button', undefined],
  ['move', 'any', '\u001b[<35;3;4M'],
])('a %s under mouse mode %s is %j', (action, mode, sent) => {
  expect(textOf(encodeMouse(mouse(action), {...plain, mouse: mode, mouseSgr: true}))).toBe(sent);
});

test('the old report is three bytes and ends where they do', () => {
  const modes: Modes = {...plain, mouse: 'any'};
  expect(textOf(encodeMouse(mouse('press', {button: 2, ctrl: true}), modes))).toBe('\u001b[M2#$');
  expect(textOf(encodeMouse(mouse('release', {button: 2}), modes))).toBe('\u001b[M##$');
  expect(textOf(encodeMouse(mouse('press', {x: 222}), modes))).toBe('\u001b[M \u00ff$');
  expect(encodeMouse(mouse('press', {x: 223}), modes)).toBeUndefined();
  expect(encodeMouse(mouse('press', {x: -1}), modes)).toBeUndefined();
});

test.each([
  ['a\nb\r\nc\td', 'a\rb\rc\td'],
  ['x\u001b[201~rm\r', 'xrm\r'],
  ['\u001b[20\u001b[201~1~!', '[201~!'],
  ['\u0003\u0000\u009b\u007f', ''],
])('the paste %j is sent as %j, with or without brackets', (text, sent) => {
  expect(textOf(encodePaste(text, plain))).toBe(sent);
  expect(textOf(encodePaste(text, {...plain, bracketedPaste: true}))).toBe(`\u001b[200~${sent}\u001b[201~`);
});

test('focus is told only to those who asked', () => {
  expect(encodeFocus(true, plain)).toBeUndefined();
  expect(textOf(encodeFocus(true, {...plain, focusReports: true}))).toBe('\u001b[I');
  expect(textOf(encodeFocus(false, {...plain, focusReports: true}))).toBe('\u001b[O');
});
