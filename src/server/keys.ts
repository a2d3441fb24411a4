/** The keys of a person, from their configuration files; read at each attach, so that a change needs no restart. */
import {keymapOf, type Keymap, type Trouble} from '../core/keymap.ts';
import {pathsOf, userConfigOf} from '../core/paths.ts';
import type {Notice} from '../core/view.ts';
import {readConfigFile, type ConfigFile} from '../store/config-file.ts';

/** Settings of the repository go before those of the user, setting by setting. */
const merged = (files: readonly ConfigFile[]): unknown => {
  const sections = files.map(it => it.value['keys']).filter(it => it !== undefined && it !== null);
  if (sections.every(it => typeof it === 'object' && !Array.isArray(it))) {
    const all: Record<string, unknown> = {};
    for (const section of sections as unknown as readonly Record<string, unknown>[])
      for (const [name, value] of Object.entries(section)) all[name] = together(all[name], value);
    return sections.length === 0 ? undefined : all;
  }
  return sections.at(-1);
};

const together = (a: unknown, b: unknown): unknown => (isTable(a) && isTable(b) ? {...a, ...b} : b);
const isTable = (it: unknown): it is object => typeof it === 'object' && it !== null && !Array.isArray(it);

/** Where a wish stands, and why it is not met. */
const say = (files: readonly ConfigFile[], {path, reason}: Trouble): string => {
  const keys = ['keys', ...path];
  const holds = (it: ConfigFile): boolean => {
    let at: unknown = it.value;
    for (const key of keys) at = isTable(at) ? (at as Record<string, unknown>)[key] : undefined;
    return at !== undefined;
  };
  const file = files.findLast(holds) ?? files[0];
  return `${file?.path ?? ''} line ${file?.lineOf(keys) ?? 1}: ${keys.join('.')}: ${reason}`;
};

/** Keys that work, and what of the wishes cannot be met. */
export type PersonalKeys = {readonly keymap: Keymap; readonly notice?: Notice};

/**
 * Read the keys for a client.
 *
 * @param env the client's environment
 * @returns keys that work whatever the files hold, and what is wrong with these
 */
export const keysFor = async (env: Readonly<Record<string, string>>, root: string): Promise<PersonalKeys> => {
  const files = await Promise.all([userConfigOf(env), pathsOf(root).config].map(readConfigFile));
  const {keymap, troubles} = keymapOf(merged(files));
  const problems = [
    ...files.flatMap(it => (it.problem === undefined ? [] : [`${it.path}: ${it.problem}`])),
    ...troubles.map(it => say(files, it)),
  ];
  const [first, ...more] = problems;
  if (first === undefined) return {keymap};
  const hint = more.length === 0 ? 'the usual key stays' : `and ${more.length} more; the usual keys stay`;
  return {keymap, notice: {tone: 'bad', text: first, hint}};
};
