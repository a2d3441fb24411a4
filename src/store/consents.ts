/**
 * What the person answered when asked whether the commands of a repository may run: on this machine, outside of what a clone
 * brings. One file for each text, written whole, so that servers of several repositories need no lock.
 */
import {createHash} from 'node:crypto';
import {readFile, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import * as z from 'zod';
import {Fault, reasonOf} from '../core/fault.ts';
import {instant} from '../core/stamp.ts';
import {makeFolder, writeWhole} from './disk.ts';

const consent = z.object({
  version: z.literal(1),
  /** Real path of the primary worktree. */
  repository: z.string(),
  commands: z.array(z.string()),
  /** `never`: they are passed over, and nobody is asked again. */
  answer: z.enum(['allowed', 'never']),
  at: instant,
});
export type Consent = z.infer<typeof consent>;

/** What was asked about. */
export type Text = Pick<Consent, 'repository' | 'commands'>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Stands for the exact text of the commands, their order and where one ends. */
export const hashOf = (commands: readonly string[]): string => sha256(JSON.stringify(commands));

/** The answers of one machine. */
export class Consents {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The answer for exactly these commands; none where the file is missing, or is not what was written. */
  async of(text: Text): Promise<Consent | undefined> {
    const raw = await readFile(this.#pathOf(text), 'utf8').catch(() => 'null');
    const read = consent.safeParse(parsed(raw));
    return read.success && isSame(read.data, text) ? read.data : undefined;
  }

  /** Keep an answer. @throws Fault `state-unwritable` */
  async keep(given: Omit<Consent, 'version'>): Promise<void> {
    const path = this.#pathOf(given);
    await makeFolder(dirname(path));
    try {
      await writeWhole(path, `${JSON.stringify({version: 1, ...given})}\n`);
    } catch (error) {
      throw new Fault('state-unwritable', {path, reason: reasonOf(error)}, {cause: error});
    }
  }

  /** Forget all answers for a repository. @throws Fault `state-unwritable` */
  async forget(repository: string): Promise<void> {
    const path = this.#folderOf(repository);
    try {
      await rm(path, {recursive: true, force: true});
    } catch (error) {
      throw new Fault('state-unwritable', {path, reason: reasonOf(error)}, {cause: error});
    }
  }

  #folderOf(repository: string): string {
    return join(this.#dir, sha256(repository));
  }

  #pathOf({repository, commands}: {readonly repository: string; readonly commands: readonly string[]}): string {
    return join(this.#folderOf(repository), `${hashOf(commands)}.json`);
  }
}

const parsed = (raw: string): unknown => {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
};

const isSame = (found: Text, asked: Text): boolean =>
  found.repository === asked.repository && JSON.stringify(found.commands) === JSON.stringify(asked.commands);
