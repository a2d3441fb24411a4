/** The parts of README.md that are made from the code. Run by itself, it writes them; a test holds them current. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {settings, settingNames, settle} from '../core/config.ts';
import {copyTables} from '../core/copy-keys.ts';
import {diffKeys} from '../core/diff-keys.ts';
import {boardKeys, inboxKeys, leaseKeys, prefixKeys, PREFIX, tableKeys, type Binding} from '../core/keys.ts';
import {verbNames} from '../protocol/names.ts';
import {screenSvg} from './picture.ts';
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
      ...rowsOf('on the leases', leaseKeys),
      ...rowsOf('in the inbox', inboxKeys),
      ...rowsOf('at the table', tableKeys),
      ...rowsOf('in a diff', diffKeys),
      ...rowsOf('copy mode', copyTables.vi),
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

const settingsTable = (): string =>
  table(
    ['setting', 'meaning', 'default'],
    settingNames.map(key => [
      `\`${key}\``,
      settings.shape[key].description ?? '',
      String(settle([]).settings[key] ?? 'not set'),
    ]),
  );

const golden = (): string => readFileSync(join(home, 'test/screens/two-workers.txt'), 'utf8');

const parts: Readonly<Record<string, () => string>> = {
  keys: keysTable,
  verbs: verbsTable,
  settings: settingsTable,
};

/** The picture of the screen in README.md, as a story drew it. */
export const currentPicture = (): string => screenSvg(golden());

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
  writeFileSync(join(home, 'assets/screen.svg'), currentPicture());
}
