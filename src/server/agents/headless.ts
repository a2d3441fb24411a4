/** What an agent says when it is asked once, without a pane: how that is started, and how its answer is read. */
import type {Said} from '../../work/answers.ts';
import type {Launch, Means, Site} from './kind.ts';

/** One question. The program reads it on its standard input, where it may be of any length and is never an option. */
export type Question = {
  readonly prompt: string;
  /** A file with the same. */
  readonly promptPath: string;
  /** A conversation to go on with. */
  readonly conversation?: string | undefined;
  /** The name of the one that begins, where we name it. */
  readonly begun?: string | undefined;
  /** JSON Schema that the answer shall fit, and a file with the same. */
  readonly schema?: {readonly value: unknown; readonly path: string} | undefined;
  readonly means: Means;
};

/** How an agent is asked without a pane. */
export type Headless = {
  /** What its standard output is, line by line. */
  readonly format: 'json' | 'text';
  /** We name its conversations; else it says in its answer how the one is called. */
  readonly isNamed?: boolean;
  /** It binds its answer to a schema by itself. */
  readonly knowsSchemas: boolean;
  readonly launch: (site: Site, question: Question) => Launch;
  /** Fold one line in: what JSON it is, or its text. Lines that mean nothing here change nothing. */
  readonly read: (said: Said, line: unknown) => Said;
};

type Fields = Readonly<Record<string, unknown>>;

/** A field of something that may be no object. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, name) => (typeof found === 'object' && found !== null ? (found as Fields)[name] : undefined),
    value,
  );

export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
};

export const numberAt = (value: unknown, ...path: readonly string[]): number => {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : 0;
};
