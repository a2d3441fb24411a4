/** `roundhouse candidates tasks|sessions|leases|questions`: names for a shell's completion, one a line, a tab and a word on it after each. */
import {call} from '../client/call.ts';
import {findServer} from '../client/connect.ts';
import {placeOf} from '../client/place.ts';
import {sanitise} from '../core/sanitise.ts';
import {version} from '../core/version.ts';

/** A list's verb, and the fields of a row that are said. */
type List = {readonly argv: readonly string[]; readonly fields: readonly string[]};

const lists: Readonly<Record<string, List>> = {
  tasks: {argv: ['list-tasks', '--json'], fields: ['id', 'title']},
  sessions: {argv: ['list-sessions', '--active-only', '--json'], fields: ['name', 'mood']},
  leases: {argv: ['list-leases', '--json'], fields: ['id', 'purpose']},
  questions: {argv: ['list-inbox', '--json'], fields: ['id', 'question']},
};

/** Say them. Where no server runs there are none: the Tab key starts nothing. */
export const sayCandidates = async ([, list = '']: readonly string[]): Promise<number> => {
  const wanted = Object.hasOwn(lists, list) ? lists[list] : undefined;
  const link = await findServer(placeOf(process.cwd()), {role: 'verb', version});
  if (wanted === undefined || link === undefined) return 0;
  const {out = '{}'} = await call(link, wanted.argv);
  link.connection.end();
  const rows = (JSON.parse(out) as Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>)[list] ?? [];
  const text = rows.map(row => `${wanted.fields.map(it => sanitise(row[it] ?? '')).join('\t')}\n`).join('');
  await new Promise<void>(resolve => {
    process.stdout.write(text, () => resolve());
  });
  return 0;
};
