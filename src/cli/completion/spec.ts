/** What can be completed after each verb, from its entry. Pure. */
import * as z from 'zod';
import {flagOf, kindOf} from '../../protocol/argv.ts';
import {verbNames, type VerbName} from '../../protocol/names.ts';
import {entryOf} from '../../protocol/verbs.ts';

/** What a value may be: one of some words, a name that the server knows, a folder, or anything. */
export type Value =
  | {readonly kind: 'choices'; readonly choices: readonly string[]}
  | {readonly kind: 'tasks' | 'sessions' | 'leases' | 'questions' | 'folders' | 'any'};

export type FlagSpec = {
  /** With its dashes. */
  readonly flag: string;
  readonly what: string;
  /** Absent when it takes none. */
  readonly value?: Value;
};

/** A word without a flag; `many` takes all that are left. */
export type WordSpec = {readonly value: Value; readonly many: boolean};

export type VerbSpec = {
  readonly verb: VerbName;
  readonly summary: string;
  /** Of the words without a flag, in order. */
  readonly words: readonly WordSpec[];
  readonly flags: readonly FlagSpec[];
};

const any: Value = {kind: 'any'};

/** Fields that hold the name of something; whatever else they are called, what they take is not known. */
const names: Readonly<Record<string, Value>> = {
  task_id: {kind: 'tasks'},
  depends_on: {kind: 'tasks'},
  session_name: {kind: 'sessions'},
  lease_id: {kind: 'leases'},
  question_id: {kind: 'questions'},
  cwd: {kind: 'folders'},
  dir: {kind: 'folders'},
};

const shared: readonly FlagSpec[] = [
  {flag: '--json', what: 'answer in JSON'},
  {flag: '--format', what: 'how to answer', value: {kind: 'choices', choices: ['table', 'yaml', 'json']}},
  {flag: '--yes', what: 'answer yes to what it asks'},
  {flag: '--help', what: 'how it is written'},
];

/** All verbs that people may type. */
export const verbSpecs = (): readonly VerbSpec[] => verbNames.filter(name => entryOf(name).hidden !== true).map(specOf);

const specOf = (verb: VerbName): VerbSpec => {
  const {summary, params, positional = []} = entryOf(verb);
  const fields = Object.entries(params.shape) as (readonly [string, z.ZodType])[];
  const flags = fields
    .filter(([field]) => !positional.includes(field))
    .map(([field, schema]): FlagSpec => {
      const value = kindOf(schema) === 'flag' ? {} : {value: names[field] ?? choicesOf(schema)};
      return {flag: flagOf(field), what: schema.description ?? '', ...value};
    });
  return {verb, summary, words: positional.map(it => wordOf(it, params.shape[it])), flags: [...flags, ...shared]};
};

/** A name without a flag is one that is there already. */
const wordOf = (field: string, schema: unknown): WordSpec => ({
  value: /^names?$/u.test(field) ? {kind: 'sessions'} : (names[field] ?? choicesOf(schema)),
  many: kindOf(schema) === 'list',
});

const choicesOf = (schema: unknown): Value => {
  if (schema instanceof z.ZodOptional) return choicesOf(schema.unwrap());
  if (schema instanceof z.ZodArray) return choicesOf(schema.element);
  return schema instanceof z.ZodEnum ? {kind: 'choices', choices: schema.options.map(String)} : any;
};
