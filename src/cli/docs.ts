/** The parts of README.md that are made from the code. Run by itself, it writes them; a test holds them current. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {boardKeys, prefixKeys, PREFIX, scrollKeys, type Binding} from '../core/keys.ts';
import {verbNames} from '../protocol/names.ts';
import {entryOf} from '../protocol/verbs.ts';

const home = join(import.meta.dirname, '../..');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map(row => `| ${row.map(it => it.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

const keysTable = (): string => {
  const rowsOf = (
    where: string,
    bindings: readonly Pick<Binding, 'chords' | 'what'>[],
  ): readonly (readonly string[])[] =>
    bindings.map(({chords, what}) => [where, chords.map(it => `\`${it}\``).join(' '), what]);
  return table(
    ['where', 'key', 'what it does'],
    [
      ...rowsOf(`after \`${PREFIX}\``, prefixKeys),
      ...rowsOf('on the board', boardKeys),
      ...rowsOf('scrolled back', scrollKeys),
    ],
  );
};

const verbsTable = (): string => {
  const shown = verbNames.filter(name => entryOf(name).hidden !== true);
  return table(
    ['verb', 'what it does', 'example'],
    shown.map(name => [`\`${name}\``, entryOf(name).summary, `\`${entryOf(name).example}\``]),
  );
};

/** A picture of the screen, as a story drew it: the first box of the file, without its border. */
const picture = (): string => {
  const lines = readFileSync(join(home, 'test/screens/two-workers.txt'), 'utf8').split('\n');
  const screen = lines
    .slice(
      1,
      lines.findIndex(line => line.startsWith('└')),
    )
    .map(line => line.slice(1, -1).trimEnd());
  return `\`\`\`\n${screen.join('\n')}\n\`\`\``;
};

const parts: Readonly<Record<string, () => string>> = {keys: keysTable, verbs: verbsTable, picture};

/**
 * Put what is made from the code in its place: between `<!-- NAME -->` and `<!-- /NAME -->`.
 *
 * @param text of README.md
 */
export const currentReadme = (text: string): string =>
  Object.entries(parts).reduce(
    (whole, [name, make]) =>
      whole.replace(
        new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`, 'u'),
        (_, open: string, close: string) => `${open}${make()}\n${close}`,
      ),
    text,
  );

if (process.argv[1] === import.meta.filename) {
  const path = join(home, 'README.md');
  writeFileSync(path, currentReadme(readFileSync(path, 'utf8')));
}
