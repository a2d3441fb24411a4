/** Comments on diffs that were written and not sent, by task: they outlive views, clients and servers. */
import {remark, type Remark} from '../core/diff.ts';
import {readViewFile, writeViewFile} from '../store/view-file.ts';

const kept = remark.array();

/** Read when it is first asked for; written with each change. */
export class Drafts {
  readonly #path: string;
  #byTask: Map<string, readonly Remark[]> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** In the order in which they were written. */
  of(task: string): readonly Remark[] {
    return this.#table.get(task) ?? [];
  }

  set(task: string, remarks: readonly Remark[]): void {
    if (remarks.length > 0) this.#table.set(task, remarks);
    else this.#table.delete(task);
    writeViewFile(this.#path, Object.fromEntries(this.#table));
  }

  get #table(): Map<string, readonly Remark[]> {
    this.#byTask ??= new Map(
      Object.entries(readViewFile(this.#path) ?? {}).flatMap(([task, raw]) => {
        const read = kept.safeParse(raw);
        return read.success ? [[task, read.data] as const] : [];
      }),
    );
    return this.#byTask;
  }
}
