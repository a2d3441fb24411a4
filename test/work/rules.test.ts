import {expect, test} from 'vitest';
import {moodRules} from '../../src/core/rules.ts';
import {answersOn, makeReader, readScreen, readTitle} from '../../src/work/rules.ts';

type Written = {titles?: readonly object[]; screen?: readonly object[]};

const readerOf = (written: Written) =>
  makeReader({
    kind: 'parrot',
    path: '/rules/parrot.yaml',
    rules: moodRules.parse({version: 1, ...written}),
  });

const titles = readerOf({
  titles: [
    {id: 'asks', match: '^\\? (?<what>.+)', mood: 'asks', why: 'wants {what}'},
    {id: 'any', match: '.', mood: 'working'},
  ],
});

test.each([
  ['? seeds', {mood: 'asks', rule: 'parrot:asks', why: 'wants seeds'}],
  ['flies', {mood: 'working', rule: 'parrot:any'}],
  ['', undefined],
])('the title %j says %o', (title, said) => {
  expect(readTitle(titles, title)).toEqual(said);
});

const screen = readerOf({
  screen: [
    {id: 'cage', match: '^cage is covered', freeze: true},
    {id: 'asks', match: '^Polly wants (?<what>.+)[\\s\\S]*Enter gives', mood: 'asks', why: 'give {what}?'},
    {id: 'bell', rows: 1, match: 'ding', mood: 'working'},
  ],
});

test('several rows are read together', () => {
  expect(readScreen(screen, ['talk', 'Polly wants a cracker', '', 'Enter gives'])).toEqual({
    mood: 'asks',
    rule: 'parrot:asks',
    why: 'give a cracker?',
  });
});

test('the first rule that fits counts', () => {
  expect(readScreen(screen, ['Polly wants seeds', 'cage is covered', 'Enter gives'])).toBe('frozen');
});

test('a rule looks at its own rows only', () => {
  expect(readScreen(screen, ['dong', 'ding'])).toMatchObject({mood: 'working'});
  expect(readScreen(screen, ['ding', 'dong'])).toBeUndefined();
});

test('a reason is safe to show and short', () => {
  const said = readScreen(screen, [`Polly wants \u202e${'x'.repeat(300)}`, 'Enter gives']);
  expect(said).toMatchObject({why: `give ·${'x'.repeat(194)}`});
});

const form = readerOf({
  screen: [
    {
      id: 'form',
      match: 'Choose',
      mood: 'asks',
      answers: [
        {match: '^ *(?<key>\\d)\\. (?<label>.+)$', press: '{key} Enter'},
        {label: 'Fly away', press: 'Esc'},
      ],
    },
    {id: 'idle', match: 'perch', mood: 'idle'},
  ],
});

test('a form is answered by what its rows offer, and by what is always offered', () => {
  expect(answersOn(form, ['Choose', ' 1. Seeds', ' 2. Nuts', 'or else'])).toEqual([
    {label: 'Seeds', press: ['1', 'Enter']},
    {label: 'Nuts', press: ['2', 'Enter']},
    {label: 'Fly away', press: ['Esc']},
  ]);
});

test('where there is no form there is nothing to answer', () => {
  expect(answersOn(form, ['perch', ' 1. Seeds'])).toEqual([]);
  expect(answersOn(form, [])).toEqual([]);
});

test('a reader wants as many rows as the rule that looks furthest', () => {
  expect([titles.rows, screen.rows]).toEqual([0, 16]);
});
