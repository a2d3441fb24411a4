/** How one wants to attach, as it was typed. Read by hand: the table of verbs costs the time of the first picture. */
import {Fault} from '../core/fault.ts';

/** What of a client's hello is asked for on the command line; and where. */
export type Wish = {
  readonly show?: string;
  readonly watching?: true;
  readonly takeover?: true;
  readonly newSession?: true;
  /** `user@host:path`: on another machine. */
  readonly host?: string;
};

const flags: Readonly<Record<string, Wish>> = {
  '--read-only': {watching: true},
  '-r': {watching: true},
  '--take-over': {takeover: true},
  '-d': {takeover: true},
  '--new-session': {newSession: true},
};

/** Is this one of its flags? The bare command takes them too. */
export const isWish = (word: string): boolean => Object.hasOwn(flags, word);

/**
 * Read the words of `attach`.
 *
 * @param argv `attach` first; empty for the bare command
 * @throws Fault `flag-unknown` or `params-invalid`
 */
export const wishOf = ([, ...words]: readonly string[]): Wish => {
  let wish: Wish = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [name = '', inline] = word.split(/=(.*)/su);
    if (name === '--host') wish = {...wish, host: valueOf(inline ?? words[++at])};
    else wish = {...wish, ...(Object.hasOwn(flags, word) ? flags[word] : nameIn(word, wish))};
  }
  return wish;
};

const valueOf = (value: string | undefined): string => {
  if (value === undefined) throw new Fault('params-invalid', {verb: 'attach', problems: ['--host needs a value']});
  return value;
};

const nameIn = (word: string, {show}: Wish): Wish => {
  if (word.startsWith('-')) throw new Fault('flag-unknown', {verb: 'attach', flag: word});
  if (show !== undefined) throw new Fault('params-invalid', {verb: 'attach', problems: [`too many words: "${word}"`]});
  return {show: word};
};
