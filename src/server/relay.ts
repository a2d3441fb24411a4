/** Paths to a client's screen, and the one that always works: frames and keys go through the client, over its connection. */
import type {Connection} from '../protocol/connection.ts';
import {encodePainted, KIND, type Frame} from '../protocol/frame.ts';

/** Who is told what comes over a path. Bytes are valid only during the call. */
export type PathEvents = {
  readonly onKeys: (bytes: Uint8Array) => void;
  /** The terminal has taken what was under way. */
  readonly onTaken: () => void;
  /** The terminal is ours again, and blank. */
  readonly onBack: () => void;
};

/** How frames get to a terminal, and its keys to us. One frame is under way at a time. */
export type ScreenPath = {
  readonly name: 'direct' | 'relay';
  readonly listen: (events: PathEvents) => void;
  /** @returns whether the terminal has taken the bytes already; if not, `onTaken` follows */
  readonly send: (bytes: Uint8Array) => boolean;
  /** The client goes on after it was stopped. */
  readonly continued: () => void;
  readonly close: () => void;
  /** The client is gone without a word. */
  readonly abandon: () => void;
};

/** Through the client. */
export class Relay implements ScreenPath {
  readonly name = 'relay';
  readonly #connection: Connection;
  #events: PathEvents | undefined;
  /** The number of the frame under way, 0 for none. */
  #underWay = 0;
  #number = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listen(events: PathEvents): void {
    this.#events = events;
  }

  send(bytes: Uint8Array): boolean {
    this.#number = (this.#number % 0xffff_fffe) + 1;
    this.#underWay = this.#number;
    this.#connection.write(encodePainted(this.#number, bytes));
    return false;
  }

  /** Frames of the client: what was typed, and that a frame has been taken. */
  receive({kind, payload}: Frame): void {
    if (kind === KIND.input) this.#events?.onKeys(payload);
    if (kind !== KIND.taken || payload.length < 4 || payload.readUInt32BE(0) !== this.#underWay) return;
    this.#underWay = 0;
    this.#events?.onTaken();
  }

  /** The client has entered its screen again by itself. What it had not taken when it stopped, it takes now. */
  continued(): void {
    this.#events?.onBack();
  }

  close(): void {
    this.#events = undefined;
  }

  abandon(): void {
    this.close();
  }
}
