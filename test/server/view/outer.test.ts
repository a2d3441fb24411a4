import {expect, test} from 'vitest';
import {Outer} from '../../../src/server/view/outer.ts';

const ESC = '\u001b';
/** A terminal that answered so. */
const told = (...answers: readonly string[]): {outer: Outer; said: readonly (string | undefined)[]} => {
  const outer = new Outer({});
  return {outer, said: answers.map(it => outer.take(Buffer.from(it, 'latin1')))};
};
const foreground = `${ESC}]10;rgb:0/0/0\u0007`;

test.each([
  ['rgb:ffff/8080/0000', 0xff8000],
  ['rgb:f/8/0', 0xff8800],
  ['rgb:ff/80/00', 0xff8000],
  ['rgb:fff/800/000', 0xff8000],
  ['rgba:ffff/8080/0000/8000', 0xff8000],
  ['#ff8000', 0xff8000],
])('the colour %s is understood', (text, background) => {
  const {outer} = told(foreground, `${ESC}]11;${text}${ESC}\\`);
  expect(outer.theme).toEqual({foreground: 0, background, cursor: 0});
});

test.each(['red', 'rgb:fffff/0/0', 'rgb:0/0', '#fff', ''])('the colour %j is passed over', text => {
  expect(told(foreground, `${ESC}]11;${text}\u0007`).outer.theme).toBeUndefined();
});

test('one colour alone is no theme, and the same again is the same theme', () => {
  const {outer} = told(foreground);
  expect(outer.theme).toBeUndefined();
  const white = Buffer.from(`${ESC}]11;#ffffff\u0007`);
  outer.take(white);
  const {theme} = outer;
  outer.take(white);
  expect(outer.theme).toBe(theme);
});

test.each([
  [[`${ESC}]11;#fdf6e3\u0007`], true],
  [[`${ESC}]11;#002b36\u0007`], false],
  [[`${ESC}[?997;2n`], true],
  [[`${ESC}[?997;2n`, `${ESC}]11;#002b36\u0007`], false],
  [[`${ESC}]11;#fdf6e3\u0007`, `${ESC}[?997;1n`], false],
])('after %j it is light: %s', (answers, isLight) => expect(told(...answers).outer.isLight).toBe(isLight));

test('kitty’s keys are turned on once, and again where the screen was left', () => {
  const {outer, said} = told(`${ESC}[?0u`, `${ESC}[?1u`);
  expect(said).toEqual([`${ESC}[>1u`, undefined]);
  expect(outer.settings).toContain(`${ESC}[<u${ESC}[>1u`);
  expect(told().outer.settings).not.toContain('u');
});

test('the device attributes end what was asked', () => {
  expect(told(foreground).outer.isSettled).toBe(false);
  expect(told(`${ESC}[?62;22c`).outer.isSettled).toBe(true);
});
