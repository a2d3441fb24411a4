/** argv ↔ params, by the verb's schema: flags are its fields in kebab-case. Pure. */
import * as z from 'zod';
import {Fault} from '../core/fault.ts';
import {nearestOf} from '../core/nearest.ts';
import {isVerb, verbNames, type VerbName} from './names.ts';
import {entryOf} from './verbs.ts';

/** What was asked: a verb with its params, and how the answer shall look. */
export type Command = {
  readonly verb: VerbName;
  readonly params: Record<string, unknown>;
  readonly format: 'text' | 'json' | 'yaml' | 'markdown';
  /** Questions are answered with yes. */
  readonly yes: boolean;
  readonly help: boolean;
};

type Kind = 'flag' | 'list' | 'value';
type Found = {readonly values: Record<string, unknown>; readonly loose: string[]};

const GLOBAL: Readonly<Record<string, Kind>> = {json: 'flag', yes: 'flag', help: 'flag', format: 'value'};

/** How a field is written: a bare flag, a repeatable one, or one with a value. */
export const kindOf = (schema: unknown): Kind => {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (inner instanceof z.ZodBoolean) return 'flag';
  return inner instanceof z.ZodArray ? 'list' : 'value';
};

export const flagOf = (field: string): string => `--${field.replaceAll('_', '-')}`;

/**
 * Read a command line.
 *
 * @param argv the verb's name first
 * @throws Fault `verb-unknown`, `flag-unknown` or `params-invalid`, the last with every problem at once
 */
export const parseArgv = (argv: readonly string[]): Command => {
  const [name = '', ...words] = argv;
  if (!isVerb(name)) {
    const nearest = nearestOf(name, verbNames);
    throw new Fault('verb-unknown', {verb: name, ...(nearest === undefined ? {} : {nearest})});
  }
  const {values, loose} = splitWords(name, words);
  const {json, yes, help, format, ...given} = values;
  const settled = {verb: name, format: formatOf(name, json === true, format), yes: yes === true};
  if (help === true) return {...settled, params: {}, help: true};
  placeLoose(name, loose, given);
  return {...settled, params: checkParams(name, given), help: false};
};

const formatOf = (verb: VerbName, json: boolean, format: unknown): Command['format'] => {
  const isWritten = entryOf(verb).markdown !== undefined;
  if (json || format === 'json') return 'json';
  if (format === 'yaml' || (format === 'markdown' && isWritten)) return format;
  if (format === undefined || format === 'table') return 'text';
  const known = isWritten ? 'table, yaml, json or markdown' : 'table, yaml or json';
  throw new Fault('params-invalid', {verb, problems: [`--format is ${known}, not ${JSON.stringify(format)}`]});
};

const splitWords = (verb: VerbName, words: readonly string[]): Found => {
  const found: Found = {values: {}, loose: []};
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      found.loose.push(...words.slice(at + 1));
      break;
    }
    if (!/^--?[a-z]/iu.test(word)) found.loose.push(word);
    else at += takeFlag(verb, {word, next: words[at + 1]}, found.values);
  }
  return found;
};

/** Take one flag; gives how many of the next words were its value. */
const takeFlag = (verb: VerbName, at: {word: string; next: string | undefined}, values: Found['values']): number => {
  const {written, inline} = /^(?<written>[^=]+)(?:=(?<inline>.*))?$/su.exec(at.word)?.groups ?? {};
  const {field, kind} = fieldOf(verb, written ?? at.word);
  if (kind === 'flag') {
    values[field] = true;
    return 0;
  }
  const value = inline ?? at.next;
  if (value === undefined) throw new Fault('params-invalid', {verb, problems: [`${at.word} needs a value`]});
  const old = (values[field] ?? []) as readonly string[];
  values[field] = kind === 'list' ? [...old, ...splitList(field, value)] : value;
  return inline === undefined ? 1 : 0;
};

/** The field a flag stands for. @throws Fault `flag-unknown` */
const fieldOf = (verb: VerbName, written: string): {field: string; kind: Kind} => {
  const field = written === '-h' ? 'help' : written.replace(/^--?/u, '').replaceAll('-', '_');
  const {shape} = entryOf(verb).params;
  const known = Object.hasOwn(shape, field) ? kindOf(shape[field]) : undefined;
  const kind = Object.hasOwn(GLOBAL, field) ? GLOBAL[field] : known;
  if (kind === undefined) throw unknownFlag(verb, written);
  return {field, kind};
};

/** Names that may be written with commas: `--until done,failed`. */
const WITH_COMMAS: readonly string[] = ['until'];

const splitList = (field: string, value: string): readonly string[] =>
  WITH_COMMAS.includes(field) ? value.split(',') : [value];

const unknownFlag = (verb: VerbName, written: string): Fault => {
  const names = [...Object.keys(entryOf(verb).params.shape), ...Object.keys(GLOBAL)].map(flagOf);
  const nearest = nearestOf(written, names);
  return new Fault('flag-unknown', {verb, flag: written, ...(nearest === undefined ? {} : {nearest})});
};

/** Give words without a flag to the positional params, in order; a list takes what is left. */
const placeLoose = (verb: VerbName, loose: readonly string[], values: Found['values']): void => {
  const {params, positional = []} = entryOf(verb);
  let rest = [...loose];
  for (const field of positional) {
    if (rest.length === 0) return;
    if (kindOf(params.shape[field]) === 'list') {
      values[field] = rest;
      return;
    }
    values[field] = rest[0];
    rest = rest.slice(1);
  }
  const word = rest[0];
  if (word !== undefined) throw new Fault('params-invalid', {verb, problems: [`too many words: "${word}"`]});
};

/**
 * The command for params that another program gave by name. The answer is JSON.
 *
 * @param given `yes: true` among them answers questions; `null` counts as left out
 * @throws Fault `verb-unknown` or `params-invalid`, the last with every problem at once, unknown names too
 */
export const commandOf = (name: string, given: Readonly<Record<string, unknown>>): Command => {
  if (!isVerb(name)) throw new Fault('verb-unknown', {verb: name});
  const {yes, ...named} = given;
  const params = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null));
  const known = Object.keys(entryOf(name).params.shape);
  const problems = Object.keys(params)
    .filter(field => !known.includes(field))
    .map(field => `no argument "${field}"; it has ${known.join(', ') || 'none'}`);
  if (problems.length > 0) throw new Fault('params-invalid', {verb: name, problems});
  const checked = checkParams(name, params, field => field);
  return {verb: name, params: checked, format: 'json', yes: yes === true, help: false};
};

/** A field as it is written on the command line. */
const writtenOf =
  (verb: VerbName) =>
  (field: string): string =>
    entryOf(verb).positional?.includes(field) === true ? field.replaceAll('_', ' ') : flagOf(field);

/**
 * Check params that did not come as words: from the palette's forms, or another program.
 *
 * @param nameOf how a field is called where it was given
 * @throws Fault `params-invalid` with every problem at once
 */
export const checkParams = (
  verb: VerbName,
  given: Record<string, unknown>,
  nameOf = writtenOf(verb),
): Record<string, unknown> => {
  const read = entryOf(verb).params.safeParse(given);
  if (read.success) return read.data;
  const problems = read.error.issues.map(issue => {
    const field = String(issue.path[0] ?? '');
    const where = nameOf(field);
    return given[field] === undefined ? `${where} is missing` : `${where}: ${issue.message.toLowerCase()}`;
  });
  throw new Fault('params-invalid', {verb, problems});
};
