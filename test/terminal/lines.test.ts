import {expect, test} from 'vitest';
import {GraphemeTable, LinkTable} from '../../src/terminal/cells.ts';
import {linesOf, printedLines} from '../../src/terminal/lines.ts';
import {openXtermEngine} from '../../src/terminal/xterm-engine.ts';

/** What a terminal of 10 columns and 4 rows has shown, line by line as it was printed. */
const printed = (text: string): readonly string[] => {
  const graphemes = new GraphemeTable();
  const events = {onReply: () => undefined, onTitle: () => undefined, onBell: () => undefined};
  using engine = openXtermEngine({cols: 10, rows: 4, history: 100, graphemes, links: new LinkTable()}, events);
  engine.feed(Buffer.from(text.replaceAll('\n', '\r\n')));
  return printedLines(linesOf(engine, graphemes));
};

test('lines that went over several rows are whole again, in history and on the screen', () => {
  const long = 'a long line of forty and three characters!!';
  expect(printed(`one\n${long}\ntwo\n${long}\n`)).toEqual(['one', long, 'two', long, '']);
});

test('what was printed over is not there', () => {
  expect(printed('10 %\r20 %\ndone')).toEqual(['20 %', 'done', '', '']);
});
