/** Bytes that the histories of all sessions may take together. Those that were quiet longest shrink first. */

/** What shrinks a page at a time, and says whether it could. */
type Member = {dropPage(): boolean};

export class HistoryBudget {
  readonly #maxBytes: number;
  /** Least recently fed first. */
  readonly #members = new Set<Member>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Note what a member took, or gave back. */
  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** A member was fed a page: others, and at last itself, make room. */
  keep(member: Member): void {
    this.#members.delete(member);
    this.#members.add(member);
    for (const other of this.#members) while (this.#bytes > this.#maxBytes && other.dropPage());
  }

  leave(member: Member): void {
    this.#members.delete(member);
  }
}
