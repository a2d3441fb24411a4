/** Results and help as a person reads them. Pure; the only place that knows how an answer looks on a terminal. */
import * as z from 'zod';
import type {Event} from '../core/event.ts';
import type {Fault} from '../core/fault.ts';
import {sanitise, sanitiseLines} from '../core/sanitise.ts';
import {subjectsOf} from '../core/state.ts';
import {widthOf} from '../core/width.ts';
import {flagOf, kindOf} from './argv.ts';
import type {Command} from './argv.ts';
import type {Verb} from './entry.ts';
import {verbNames, type VerbName} from './names.ts';
import {entryOf} from './verbs.ts';

/**
 * A verb's result as text for standard output, without the last line's end.
 *
 * @param cols columns of the caller's terminal; tables are cut to it, and not cut when it is absent
 */
export const resultText = async (
  command: Pick<Command, 'verb' | 'format'>,
  result: unknown,
  cols?: number,
): Promise<string> => {
  const entry = entryOf(command.verb);
  if (command.format === 'json') return JSON.stringify(result);
  // Loaded when it is needed: the start of the server is a budget.
  if (command.format === 'yaml') return (await import('yaml')).stringify(result).trimEnd();
  // A terminal must not act on what agents wrote; a file or another program gets it as it is.
  const write = command.format === 'markdown' ? entry.markdown : entry.text;
  if (write !== undefined) return cols === undefined ? write(result) : sanitiseLines(write(result));
  const record = result as Record<string, unknown>;
  if (entry.table !== undefined) return tableText(entry.table, record, cols);
  return fieldsText(record);
};

/** A fault for standard error. */
export const faultText = (fault: Fault, json: boolean): string => {
  if (json) return JSON.stringify({error: fault});
  return sanitiseLines(
    [`roundhouse: ${fault.message}`, ...(fault.hint === undefined ? [] : [`  ${fault.hint}`])].join('\n'),
  );
};

const wordOf = (value: unknown): string => {
  if (value === undefined) return '';
  return sanitise(typeof value === 'string' ? value : JSON.stringify(value));
};

const cellText = (row: Record<string, unknown>, column: string): string => {
  const found = column === 'subject' ? subjectText(row as unknown as Event) : row[column];
  return wordOf(Array.isArray(found) ? found.join(' ') : found);
};

/** What an event is about, and where it went. */
const subjectText = (row: Event): string => {
  const [subject = ''] = subjectsOf(row);
  return 'to' in row ? `${subject} → ${row.to}` : subject;
};

const tableText = (table: NonNullable<Verb['table']>, result: Record<string, unknown>, cols?: number): string => {
  const rows = (result[table.list] as readonly Record<string, unknown>[]).map(row =>
    table.columns.map(column => cellText(row, column)),
  );
  if (rows.length === 0) return `no ${table.list}`;
  const head = table.columns.map(column => column.replaceAll('_', ' ').toUpperCase());
  const widths = head.map((word, at) => Math.max(word.length, ...rows.map(row => columnsOf(row[at] ?? ''))));
  const lines = [head, ...rows].map(row =>
    row
      .map((word, at) => padded(word, widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.map(line => (cols === undefined ? line : cutTo(line, cols))).join('\n');
};

const columnsOf = (text: string): number =>
  Array.from(text).reduce((sum, it) => sum + widthOf(it.codePointAt(0) ?? 0), 0);

const padded = (text: string, cols: number): string => text + ' '.repeat(Math.max(0, cols - columnsOf(text)));

const cutTo = (text: string, cols: number): string => {
  let used = 0;
  const fits = Array.from(text).filter(it => (used += widthOf(it.codePointAt(0) ?? 0)) <= cols);
  return fits.join('');
};

const isEmpty = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

const fieldsText = (record: Record<string, unknown>): string =>
  Object.entries(record)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `${name.replaceAll('_', ' ').padEnd(14)} ${wordOf(value)}`)
    .join('\n');

const groups: readonly Verb['group'][] = ['enter', 'board', 'inbox', 'table', 'sessions', 'leases', 'project'];

/** The list of verbs, for `roundhouse --help`. */
export const helpText = (): string => {
  const lists = groups.map(group => {
    const names = verbNames.filter(name => entryOf(name).group === group && entryOf(name).hidden !== true);
    return [group, ...names.map(name => `  ${name.padEnd(18)}${entryOf(name).summary}`)].join('\n');
  });
  return [
    'roundhouse: one planner, many coding agents, one screen',
    '',
    'roundhouse              open the full screen in this repository',
    'roundhouse VERB --help  how a verb is written',
    'roundhouse --host H:DIR open it in a repository on another machine, over ssh',
    'roundhouse --demo       try it on a sample repository',
    'roundhouse --version    which one this is',
    '',
    lists.join('\n\n'),
    '',
    'All verbs take --json; lists also --format table|yaml|json.',
  ].join('\n');
};

/** How a verb is written: usage, params, example. */
export const verbHelpText = (name: VerbName): string => {
  const {summary, params, positional = [], example} = entryOf(name);
  const fields = Object.entries(params.shape).filter(([field]) => field !== 'step');
  const words = positional.map(field => wordText(field, params.shape[field]));
  const flags = fields.filter(([field]) => !positional.includes(field));
  const lines = fields.map(([field, schema]) => {
    const written = positional.includes(field) ? field.replaceAll('_', ' ').toUpperCase() : flagOf(field);
    return `  ${written.padEnd(26)}${(schema as z.ZodType).description ?? ''}`;
  });
  const usage = ['roundhouse', name, ...words, ...(flags.length > 0 ? ['[flags]'] : [])].join(' ');
  return [summary, '', usage, '', ...lines, ...(lines.length > 0 ? [''] : []), `Example: ${example}`].join('\n');
};

const wordText = (field: string, schema: unknown): string => {
  const word = field === 'command' ? '-- COMMAND' : field.replaceAll('_', ' ').toUpperCase();
  const dots = kindOf(schema) === 'list' ? `${word}…` : word;
  return schema instanceof z.ZodOptional ? `[${dots}]` : dots;
};
