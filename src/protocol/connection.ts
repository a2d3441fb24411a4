/** One end of a stream between client and server: messages and frames, both ways, until it closes. */
import type {Duplex} from 'node:stream';
import {Fault, reasonOf} from '../core/fault.ts';
import {encodeFrame, FrameReader, KIND, type Frame} from './frame.ts';
import {parseMessage, type Message} from './message.ts';

/** Control bytes that may wait for a peer that does not read; then it is cut off. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

export type ConnectionEvents = {
  readonly onMessage: (message: Message) => void;
  /** Frames of the kinds other than control. */
  readonly onFrame?: (frame: Frame) => void;
  /** Called once, whoever closed it; the fault says why it was not by agreement. */
  readonly onClose?: (fault?: Fault) => void;
};

/** A stream that speaks frames. A peer that sends what cannot be read is cut off, and nobody else is touched. */
export class Connection {
  readonly #stream: Duplex;
  readonly #events: ConnectionEvents;
  readonly #reader = new FrameReader();
  #open = true;

  constructor(stream: Duplex, events: ConnectionEvents) {
    this.#stream = stream;
    this.#events = events;
    stream.on('data', (piece: Buffer) => this.#receive(piece));
    stream.on('error', () => this.close());
    stream.on('close', () => this.#closed());
    stream.on('end', () => stream.end());
  }

  get isOpen(): boolean {
    return this.#open;
  }

  send(message: Message): void {
    this.write(encodeFrame(KIND.control, Buffer.from(JSON.stringify(message))));
  }

  /** Send an encoded frame. Nothing happens when the connection is closed. */
  write(frame: Buffer): void {
    if (!this.#open) return;
    this.#stream.write(frame);
    if (this.#stream.writableLength > MAX_WAITING_BYTES)
      this.close(new Fault('frame-malformed', {reason: 'it does not read'}));
  }

  /** Say the last words, if any, and close. */
  end(last?: Message): void {
    if (!this.#open) return;
    if (last !== undefined) this.send(last);
    this.#stream.end();
  }

  /** Close at once. */
  close(fault?: Fault): void {
    this.#stream.destroy();
    this.#closed(fault);
  }

  #receive(piece: Buffer): void {
    try {
      for (const frame of this.#reader.feed(piece)) if (this.#open) this.#take(frame);
    } catch (thrown) {
      this.close(thrown instanceof Fault ? thrown : new Fault('frame-malformed', {reason: reasonOf(thrown)}));
    }
  }

  #take(frame: Frame): void {
    if (frame.kind !== KIND.control) {
      this.#events.onFrame?.(frame);
      return;
    }
    const message = readControl(frame.payload);
    if (message !== undefined) this.#events.onMessage(message);
  }

  #closed(fault?: Fault): void {
    if (!this.#open) return;
    this.#open = false;
    this.#events.onClose?.(fault);
  }
}

const readControl = (payload: Buffer): Message | undefined => {
  try {
    return parseMessage(payload);
  } catch (thrown) {
    throw new Fault('frame-malformed', {reason: reasonOf(thrown)}, {cause: thrown});
  }
};
