/**
 * The leases of the machine, in one file that many processes write: each change is read, judged and written under a lock of
 * the system. The file is replaced whole, so readers need no lock.
 */
import {existsSync, linkSync, readFileSync, renameSync, rmSync, watch, type FSWatcher} from 'node:fs';
import {open} from 'node:fs/promises';
import {basename, dirname} from 'node:path';
import * as z from 'zod';
import {Fault, reasonOf} from '../core/fault.ts';
import {emptyBook, leaseBook, type LeaseBook} from '../core/nouns/lease.ts';
import {errnoOf, makeFolder, syncFolder} from './disk.ts';
import {withHostLock} from './host-lock.ts';

const FORMAT = 1;
const envelope = z.looseObject({version: z.int()});

/** A change that was made. */
export type Changed<T> = {
  readonly before: LeaseBook;
  readonly after: LeaseBook;
  readonly answer: T;
  /** What had to be mended first, as a sentence. */
  readonly mended?: string;
};

/** What one file says: a book, or why it is none; nothing when there is no file. */
type Found = {readonly book?: LeaseBook; readonly problem?: string};

/** The file of one machine. */
export class LeaseFile {
  readonly path: string;
  /** Changes of this process, one behind the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /** The book as it is now. @throws Fault `state-newer` */
  read(): LeaseBook {
    const {book} = load(this.path);
    return book ?? load(`${this.path}.1`).book ?? emptyBook;
  }

  /**
   * Change the book.
   *
   * @param judge gives the same book when there is nothing to write; what it throws leaves the file as it was
   * @throws Fault `leases-busy`, `state-newer`, `state-unwritable`
   */
  change<T>(judge: (book: LeaseBook) => {readonly book: LeaseBook; readonly answer: T}): Promise<Changed<T>> {
    const turn = this.#last.then(() => this.#change(judge));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Be told when somebody changed it. The folder is watched, since the file is replaced.
   *
   * @returns nothing is told where the system cannot watch
   */
  async watch(onChange: () => void): Promise<Disposable> {
    await makeFolder(dirname(this.path));
    let watcher: FSWatcher | undefined;
    try {
      watcher = watch(dirname(this.path), {persistent: false}, (_, name) => {
        if (name === basename(this.path)) onChange();
      });
      watcher.on('error', () => watcher?.close());
    } catch {
      // Too many watches are open: who waits looks by itself now and then.
    }
    return {[Symbol.dispose]: () => watcher?.close()};
  }

  async #change<T>(judge: (book: LeaseBook) => {readonly book: LeaseBook; readonly answer: T}): Promise<Changed<T>> {
    await makeFolder(dirname(this.path));
    return withHostLock(`${this.path}.lock`, async () => {
      const {book: before, mended} = this.#mend();
      const {book, answer} = judge(before);
      const isNew = book !== before || mended !== undefined;
      const after = isNew ? {...book, revision: before.revision + 1} : before;
      if (isNew) await this.#write(after);
      return {before, after, answer, ...(mended === undefined ? {} : {mended})};
    });
  }

  /** A file that cannot be read is set aside, and the one before it is used. */
  #mend(): {book: LeaseBook; mended?: string} {
    const {book, problem} = load(this.path);
    if (book !== undefined) return {book};
    const former = load(`${this.path}.1`);
    if (problem === undefined && former.book === undefined) return {book: emptyBook};
    const aside = `${this.path}.damaged`;
    if (problem !== undefined) renameSync(this.path, aside);
    const what = problem === undefined ? `${this.path} was missing` : `${this.path} was unreadable and is now ${aside}`;
    const then = former.book === undefined ? 'all leases are forgotten' : 'the state before its last change was taken';
    return {book: former.book ?? emptyBook, mended: `${what}; ${then}${problem === undefined ? '' : ` (${problem})`}`};
  }

  /** Under the lock others wait, so only the flushes are left to another thread. */
  async #write(book: LeaseBook): Promise<void> {
    const beside = `${this.path}.tmp`;
    const former = `${this.path}.1`;
    try {
      await writeFlushed(beside, `${JSON.stringify(book)}\n`);
      rmSync(`${former}.tmp`, {force: true});
      if (existsSync(this.path)) {
        linkSync(this.path, `${former}.tmp`);
        renameSync(`${former}.tmp`, former);
      }
      renameSync(beside, this.path);
      await syncFolder(dirname(this.path));
    } catch (error) {
      throw new Fault('state-unwritable', {path: this.path, reason: errnoOf(error) ?? reasonOf(error)}, {cause: error});
    }
  }
}

const writeFlushed = async (path: string, text: string): Promise<void> => {
  await using file = await open(path, 'w', 0o600);
  await file.writeFile(text);
  await file.datasync();
};

/** @throws Fault `state-newer` */
const load = (path: string): Found => {
  if (!existsSync(path)) return {};
  try {
    const raw: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const {version} = envelope.parse(raw);
    if (version > FORMAT) throw new Fault('state-newer', {path, found: version, known: FORMAT});
    return {book: leaseBook.parse(raw)};
  } catch (error) {
    if (error instanceof Fault) throw error;
    return {problem: error instanceof z.ZodError ? 'it is no book of leases' : reasonOf(error)};
  }
};
