/**
 * Owns the writing of the journal: groups what is handed in, knows how far the disk has it, turns to a new file.
 * Lines are opaque here; they are made by `store.ts` and read by `history.ts`.
 */
import {open, type FileHandle} from 'node:fs/promises';
import {setImmediate} from 'node:timers/promises';
import {Fault, reasonOf} from '../core/fault.ts';
import {disk as realDisk, syncFolder, type Disk} from './disk.ts';
import {beginVolume, currentPathOf} from './volumes.ts';

/** Where a journal goes on. */
export type JournalPlace = {
  readonly dir: string;
  /** The last event there is, in the journal or the snapshot. */
  readonly seq: number;
  /** The good length of `events.jsonl`, `undefined` if there is none worth keeping. */
  readonly bytes: number | undefined;
  /** Must the next event go into a new file? */
  readonly mustTurn: boolean;
  /** The number of the next `events-N.jsonl`. */
  readonly number: number;
};

export type JournalOptions = {
  readonly place: JournalPlace;
  readonly rotateBytes: number;
  /** Called once per failed write, when the file was cut; those who wait hear of it after it resolves. */
  readonly onLost: () => Promise<void>;
  readonly disk?: Disk;
};

type Waiting = {
  readonly lines: readonly string[];
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
};

/**
 * The journal, open for writing.
 *
 * Each append is refused after a failure until a write succeeds: every one tries the disk again.
 */
export class Journal {
  readonly path: string;
  /** Counted up when a turn to a new file begins and when it ends: who reads the files sees that they moved meanwhile. */
  turns = 0;
  readonly #options: JournalOptions;
  readonly #disk: Disk;
  #file: FileHandle;
  #bytes: number;
  #seq: number;
  #number: number;
  #mustTurn: boolean;
  #mustCut = false;
  #mustSync = false;
  #waiting: Waiting[] = [];
  #pumping: Promise<void> | undefined;

  private constructor(file: FileHandle, bytes: number, options: JournalOptions) {
    const {dir, seq, number, mustTurn} = options.place;
    this.path = currentPathOf(dir);
    this.#options = options;
    this.#disk = options.disk ?? realDisk;
    this.#file = file;
    this.#bytes = bytes;
    this.#seq = seq;
    this.#number = number;
    this.#mustTurn = mustTurn;
  }

  /**
   * Open the journal for writing; what is after its good length is cut off.
   *
   * @throws the system's error when the file cannot be opened or made
   */
  static async open(options: JournalOptions): Promise<Journal> {
    const {dir, seq, bytes, number} = options.place;
    if (bytes === undefined) {
      const begun = await beginVolume({dir, number, keep: false, firstSeq: seq + 1});
      await syncFolder(dir);
      return new Journal(begun.file, begun.bytes, options);
    }
    const file = await open(currentPathOf(dir), 'r+');
    const {size} = await file.stat();
    if (size > bytes) {
      await file.truncate(bytes);
      await file.sync();
    }
    return new Journal(file, bytes, options);
  }

  /** The last event that survives a loss of power. */
  get seq(): number {
    return this.#seq;
  }

  /**
   * Hand in lines; all that is handed in during one turn of the event loop goes in one write.
   *
   * @param lines one event each, in order, without newline; with none it waits for those before it
   * @throws Fault `store-unwritable` when they, or lines before them, could not be kept
   */
  append(lines: readonly string[]): Promise<void> {
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    this.#waiting.push({lines, resolve, reject});
    this.#pumping ??= this.#pump();
    return promise;
  }

  /** Wait for what was handed in, and close the file. */
  async close(): Promise<void> {
    await this.#pumping;
    await this.#file.close();
  }

  async #pump(): Promise<void> {
    await setImmediate();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#keep(batch.flatMap(it => it.lines));
        for (const it of batch) it.resolve();
      } catch (error) {
        await this.#lose(batch, error);
      }
    }
    this.#pumping = undefined;
  }

  async #keep(lines: readonly string[]): Promise<void> {
    if (this.#mustCut) await this.#cut();
    if (lines.length > 0 && (this.#mustTurn || this.#bytes >= this.#options.rotateBytes)) await this.#turn();
    if (this.#mustSync) await this.#sync();
    if (lines.length === 0) return;
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    this.#mustCut = true;
    await this.#disk.write(this.#file, bytes, this.#bytes);
    await this.#disk.flush(this.#file);
    this.#mustCut = false;
    this.#bytes += bytes.length;
    this.#seq += lines.length;
  }

  /** Those who came while the write was failing built on what is lost, so they hear the same. */
  async #lose(batch: readonly Waiting[], error: unknown): Promise<void> {
    const fault = new Fault('store-unwritable', {path: this.path, reason: reasonOf(error)}, {cause: error});
    // When the cut fails too, the next append repeats it before it writes.
    if (this.#mustCut) await this.#cut().catch(() => undefined);
    const lost = [...batch, ...this.#waiting.splice(0)];
    await this.#options.onLost();
    for (const it of lost) it.reject(fault);
  }

  async #cut(): Promise<void> {
    await this.#file.truncate(this.#bytes);
    await this.#disk.flush(this.#file);
    this.#mustCut = false;
  }

  async #turn(): Promise<void> {
    const former = this.#file;
    this.turns += 1;
    try {
      const {dir} = this.#options.place;
      const begun = await beginVolume({dir, number: this.#number, keep: true, firstSeq: this.#seq + 1});
      this.#file = begun.file;
      this.#bytes = begun.bytes;
      this.#number += 1;
      this.#mustTurn = false;
      this.#mustSync = true;
    } finally {
      this.turns += 1;
    }
    await former.close();
  }

  async #sync(): Promise<void> {
    await syncFolder(this.#options.place.dir);
    this.#mustSync = false;
  }
}
