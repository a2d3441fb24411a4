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

/** Something in the configuration that is of no effect: why, and in which file and line. */
export type Problem = {readonly reason: string; readonly where: string};

const problemOf = (
  files: readonly ConfigFile[],
  nameOf: (path: string) => string,
  {path, reason}: Trouble,
): Problem => {
  const keys = ['keys', ...path];
  const holds = (it: ConfigFile): boolean => {
    let at: unknown = it.value;
    for (const key of keys) at = isTable(at) ? (at as Record<string, unknown>)[key] : undefined;
    return at !== undefined;
  };
  const file = files.findLast(holds) ?? files[0];
  return {reason: `${keys.join('.')}: ${reason}`, where: `${nameOf(file?.path ?? '')} line ${file?.lineOf(keys) ?? 1}`};
};

/** A path as people write it: from the repository, or from their home. */
const shortOf = (path: string, {root, home}: {root: string; home: string}): string => {
  if (path.startsWith(`${root}/`)) return path.slice(root.length + 1);
  return home !== '' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
};

/** Keys that work, and what of the wishes cannot be met. */
export type PersonalKeys = {readonly keymap: Keymap; readonly problems: readonly Problem[]};

/**
 * Read the keys for a client.
 *
 * @param env the client's environment
 * @returns keys that work whatever the files hold, and what is wrong with these
 */
export const keysFor = async (env: Readonly<Record<string, string>>, root: string): Promise<PersonalKeys> => {
  const files = await Promise.all([userConfigOf(env), pathsOf(root).config].map(readConfigFile));
  const {keymap, troubles} = keymapOf(merged(files));
  const nameOf = (path: string): string => shortOf(path, {root, home: env['HOME'] ?? ''});
  const broken = files.flatMap(({path, problem}) =>
    problem === undefined ? [] : [{reason: problem, where: nameOf(path)}],
  );
  return {keymap, problems: [...broken, ...troubles.map(it => problemOf(files, nameOf, it))]};
};

/** What is said of problems on the screen: the first, its reason before the place, which may be cut. */
export const noticeOfProblems = ([first, ...more]: readonly Problem[]): Notice | undefined => {
  if (first === undefined) return undefined;
  const rest = more.length === 0 ? '' : `, ${more.length} more by roundhouse doctor`;
  return {tone: 'bad', text: first.reason, hint: first.where + rest};
};
