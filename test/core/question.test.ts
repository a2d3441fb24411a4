import {expect, test} from 'vitest';
import {questionHeight, questionRows, type Question} from '../../src/core/question.ts';

const texts = (question: Question, cols: number, rows: number): readonly string[] =>
  questionRows(question, {cols, rows}).rows.map(it => it.text);

const commands: Question = {lines: ['Run these?', 'They run as you.'], exact: ['$ npm ci', '$ make all the things']};

test('what is agreed to stands under the question, apart', () => {
  expect(texts(commands, 30, 20)).toEqual([
    'Run these?',
    '',
    '$ npm ci',
    '$ make all the things',
    '',
    'They run as you.',
  ]);
});

test('a command that is longer than a row goes on under its own words', () => {
  expect(texts(commands, 12, 20).slice(2, 6)).toEqual(['$ npm ci', '$ make all', '  the things', '']);
});

test('nothing of a command that has no blanks is lost', () => {
  const word = 'x'.repeat(35);
  const rows = texts({lines: ['?'], exact: [`$ ${word}`]}, 12, 20);
  expect(rows.join('').replaceAll(' ', '')).toBe(`?$${word}`);
});

test('a place that holds all needs no scrolling', () => {
  const rows = questionHeight(commands, 30);
  expect(questionRows(commands, {cols: 30, rows})).toMatchObject({above: 0, below: 0, rows: {length: rows}});
});

test('where not all fits, blank rows go first, and the rest is counted', () => {
  expect(questionRows(commands, {cols: 30, rows: 3})).toMatchObject({
    above: 0,
    below: 1,
    rows: [{part: 'first'}, {part: 'exact'}, {part: 'exact'}],
  });
});

test.each([
  [1, {above: 1, below: 0}],
  [99, {above: 1, below: 0}],
  [-4, {above: 0, below: 1}],
])('scrolled to row %i it is there, or as far as it goes', (top, place) => {
  expect(questionRows({...commands, top}, {cols: 30, rows: 3})).toMatchObject(place);
});

test('every row is seen by who goes through it', () => {
  const seen = [0, 1, 2, 3].flatMap(top => texts({...commands, top}, 30, 1));
  expect(seen).toEqual(['Run these?', '$ npm ci', '$ make all the things', 'They run as you.']);
});

test('a command cannot act on the terminal that shows it', () => {
  expect(texts({lines: ['?'], exact: ['$ a\u001b[2K\u202eb']}, 30, 9).join('')).toContain('$ a·[2K·b');
});
