/** The configuration files that people write: YAML, read anew whenever it is needed; one setting is changed, the rest stays. */
import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';

/** One file as it was read. */
export type ConfigFile = {
  readonly path: string;
  /** The value at the top, empty where the file is missing or cannot be read. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Why it cannot be used. */
  readonly problem?: string;
  /** The line of a setting, from 1; of its nearest parent where it has none. Parts of a list go by number, from '0'. */
  readonly lineOf: (keys: readonly string[]) => number;
};

const empty = (path: string, problem?: string): ConfigFile => ({
  path,
  value: {},
  lineOf: () => 1,
  ...(problem === undefined ? {} : {problem}),
});

/** Read a configuration file. One that is missing is empty. */
export const readConfigFile = async (path: string): Promise<ConfigFile> => {
  let text: string;
  try {
    text = textOf(path);
  } catch (thrown) {
    return empty(path, reasonOf(thrown));
  }
  if (text === '') return empty(path);
  // Loaded when it is needed: most have no such file.
  const {isMap, isNode, isSeq, LineCounter, parseDocument} = await import('yaml');
  const counter = new LineCounter();
  const document = parseDocument(text, {lineCounter: counter, prettyErrors: false});
  const [error] = document.errors;
  if (error !== undefined) return empty(path, `line ${counter.linePos(error.pos[0]).line}: ${error.message}`);
  if (document.contents === null) return empty(path);
  if (!isMap(document.contents)) return empty(path, 'it is not a list of settings');
  const lineOf = (keys: readonly string[]): number => {
    let line = 1;
    let node: unknown = document.contents;
    for (const key of keys) {
      const pair = isMap(node) ? node.items.find(it => String(it.key) === key) : undefined;
      const value: unknown = isSeq(node) ? node.items[Number(key)] : pair?.value;
      const named: unknown = pair?.key ?? value;
      if (isNode(named) && named.range?.[0] !== undefined) line = counter.linePos(named.range[0]).line;
      node = value;
    }
    return line;
  };
  return {path, value: document.toJS() as Record<string, unknown>, lineOf};
};

/**
 * Change one setting of a configuration file. Comments and everything else in it stay.
 *
 * @param value undefined takes it out
 * @throws Fault `config-unreadable` when it is no YAML, or cannot be written; it is then as it was
 */
export const writeSetting = async (path: string, key: string, value: unknown): Promise<void> => {
  const {parseDocument} = await import('yaml');
  const {problem} = await readConfigFile(path);
  if (problem !== undefined) throw new Fault('config-unreadable', {path, reason: problem});
  try {
    const document = parseDocument(textOf(path));
    if (value === undefined) document.delete(key);
    else document.set(key, value);
    mkdirSync(dirname(path), {recursive: true});
    const made = `${path}.${process.pid}.tmp`;
    writeFileSync(made, String(document));
    renameSync(made, path);
  } catch (thrown) {
    throw new Fault('config-unreadable', {path, reason: reasonOf(thrown)}, {cause: thrown});
  }
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw thrown;
  }
};
