/** Golden screens: a box of characters and under it a box of looks, as text that a reviewer can read. */
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {boxed} from './report.ts';
import type {Screen} from './screen.ts';

const FOLDER = new URL('../screens/', import.meta.url);

/** A screen as its golden file holds it. */
export const goldenText = (screen: Screen): string => {
  const looks = screen.styles().map(it => it.padEnd(screen.cols));
  return `${[...boxed(screen.text(), screen.cursor), ...boxed(looks)].join('\n')}\n`;
};

/**
 * Compare a screen with its golden file; with `UPDATE_SCREENS` in the environment, write it.
 *
 * @param name of the file, without its ending
 * @param written names that this story has written already, and that hold from then on
 * @returns the lines that differ, expected and actual; none when all is as it was
 */
export const differencesFrom = (name: string, screen: Screen, written: Set<string>): readonly string[] => {
  const file = new URL(`${name}.txt`, FOLDER);
  const actual = goldenText(screen);
  if (process.env['UPDATE_SCREENS'] !== undefined && !written.has(name)) {
    written.add(name);
    mkdirSync(FOLDER, {recursive: true});
    writeFileSync(file, actual);
    return [];
  }
  if (!existsSync(file)) return [`there is no test/screens/${name}.txt; UPDATE_SCREENS=1 makes it`];
  const expected = readFileSync(file, 'utf8').split('\n');
  const found = actual.split('\n');
  return Array.from({length: Math.max(expected.length, found.length)}, (_, at) => at)
    .filter(at => expected[at] !== found[at])
    .flatMap(at => [`expected ${at + 1}: ${expected[at] ?? ''}`, `  actual ${at + 1}: ${found[at] ?? ''}`]);
};
