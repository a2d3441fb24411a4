/**
 * When a client gets its next picture: at once after an echo, in the rhythm of frames while output floods, and never while one
 * is under way.
 */
import type {Ports} from '../ports.ts';
import type {Live} from '../live.ts';

/** The shortest time between frames while output floods, milliseconds. */
const FRAME_MS = 16;
/** A read of this size is part of a flood, bytes; an echo is a few. */
const FLOOD_BYTES = 1024;
/** So many such reads, more than others, make the frames keep their rhythm. */
const FLOOD_READS = 2;
/** How long a program may hold its picture back with DEC 2026, milliseconds. */
const HOLD_MS = 150;

/** What became of a picture that was due. */
export type Sent = 'nothing' | 'under way' | 'taken';

export class Rhythm implements Disposable {
  readonly #ports: Ports;
  readonly #send: () => Sent;
  #timer: {readonly due: number; readonly timer: Disposable} | undefined;
  /** The terminal has not taken the last one yet. */
  #isUnderWay = false;
  #isDue = false;
  #sentAt = 0;
  /** Since when programs hold their pictures back. */
  readonly #heldSince = new WeakMap<Live, number>();
  #pressure = 0;

  /** @param send sends what is new */
  constructor(ports: Ports, send: () => Sent) {
    this.#ports = ports;
    this.#send = send;
  }

  /** A session that is seen has new output. */
  heard(live: Live, bytes: number): void {
    this.#pressure = bytes >= FLOOD_BYTES ? Math.min(8, this.#pressure + 1) : Math.max(0, this.#pressure - 1);
    if (!this.#isHeld(live)) this.soon();
  }

  /** Send now, or when the one under way is taken, or when the time for the next has come. */
  soon(): void {
    this.#isDue = true;
    if (this.#isUnderWay) return;
    const since = this.#now() - this.#sentAt;
    if (since >= FRAME_MS || this.#pressure < FLOOD_READS) this.#next();
    else this.#later(FRAME_MS - since);
  }

  /** Something is left for the time after the one that is being sent. */
  want(): void {
    this.#isDue = true;
  }

  taken(): void {
    this.#isUnderWay = false;
    if (this.#isDue) this.soon();
  }

  [Symbol.dispose](): void {
    this.#timer?.timer[Symbol.dispose]();
  }

  #next(): void {
    this.#isDue = false;
    this.#isUnderWay = true;
    const sent = this.#send();
    if (sent !== 'nothing') this.#sentAt = this.#now();
    if (sent === 'taken') this.taken();
    else if (sent === 'nothing') this.#isUnderWay = false;
  }

  #now(): number {
    return this.#ports.now().getTime();
  }

  /** Is the program in the middle of a picture? Not for ever: it may have died there. */
  #isHeld(live: Live): boolean {
    if (!live.engine.modes.synchronised) {
      this.#heldSince.delete(live);
      return false;
    }
    const since = this.#heldSince.get(live);
    if (since !== undefined) return this.#now() - since < HOLD_MS;
    this.#heldSince.set(live, this.#now());
    this.#later(HOLD_MS);
    return true;
  }

  /** Look again after a while; an earlier time takes the place of a later one. */
  #later(ms: number): void {
    const due = this.#now() + ms;
    if (this.#timer !== undefined && this.#timer.due <= due) return;
    this.#timer?.timer[Symbol.dispose]();
    const timer = this.#ports.after(ms, () => {
      this.#timer = undefined;
      this.soon();
    });
    this.#timer = {due, timer};
  }
}
