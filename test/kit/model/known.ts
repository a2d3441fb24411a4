/** A use of a tool with all its parts known: what a script makes of what was seen is made. */
import type {Args, From, Seen, Use} from './step.ts';

/** A use with all its parts known. */
export type Known = {[U in Use['use']]: KnownOf<Extract<Use, {use: U}>>}[Use['use']];
type KnownOf<U> = {[K in keyof U]: U[K] extends From<infer T> ? T : U[K]};

export const knownOf = (use: Use, seen: Seen): Known =>
  Object.fromEntries(
    Object.entries(use).map(([key, value]) => [
      key,
      typeof value === 'function' ? (value as (seen: Seen) => unknown)(seen) : value,
    ]),
  ) as Known;

/** What the person may choose from, with a question. */
export const choicesOf = ({question, options}: Extract<Known, {use: 'question'}>): Args => ({
  question,
  header: 'Question',
  options: options.map(label => ({label, description: `Choose ${label}`})),
});
