/** Streams between the server and those who connect in a story, and what was said over them. */
import type {Duplex} from 'node:stream';
import {Connection} from '../../src/protocol/connection.ts';
import {KIND, type Frame} from '../../src/protocol/frame.ts';
import {PROTOCOL, type ClientHello, type Message} from '../../src/protocol/message.ts';
import {version} from '../../src/core/version.ts';
import {makePair} from './pair.ts';

/** What went over the wire, newest last; never an environment. */
export class Wire {
  readonly #lines: string[] = [];

  note(who: string, what: string): void {
    this.#lines.push(`${who} ${what}`);
  }

  last(count: number): readonly string[] {
    return this.#lines.slice(-count);
  }
}

/** A stream to the server. */
export class Link {
  /** The client's end. */
  readonly near: Duplex;
  readonly #far: Duplex;

  constructor(accept: (far: Duplex) => void) {
    [this.near, this.#far] = makePair();
    accept(this.#far);
  }

  /** Has everything that was sent been read? */
  get isDrained(): boolean {
    return [this.near, this.#far].every(it => it.destroyed || (it.writableLength === 0 && it.readableLength === 0));
  }

  /** The server is gone without a word. */
  lose(): void {
    this.#far.removeAllListeners();
    this.#far.destroy();
    this.near.destroy();
  }
}

/** Who says hello, and how. */
export type Introduction = {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly terminal?: NonNullable<ClientHello['terminal']>;
} & Pick<ClientHello, 'show' | 'watching' | 'takeover'>;

/** A process id above any that the system gives: nobody's descendant. */
const PID = 4_999_999;

/** Say hello on a link and speak frames. */
export const introduce = (
  link: Link,
  me: Introduction,
  events: {wire: Wire; onMessage: (message: Message) => void; onFrame?: (frame: Frame) => void},
): Connection => {
  const {name, terminal, ...more} = me;
  const {wire} = events;
  const connection = new Connection(link.near, {
    onMessage: message => {
      wire.note(`server → ${name}`, JSON.stringify(message));
      events.onMessage(message);
    },
    onFrame: frame => {
      wire.note(`server → ${name}`, frameText(frame));
      events.onFrame?.(frame);
    },
    onClose: () => wire.note(name, 'is disconnected'),
  });
  const role = terminal === undefined ? 'verb' : 'attach';
  const hello = {type: 'hello', protocol: PROTOCOL, version, features: [], pid: PID, role} as const;
  wire.note(name, `says hello${terminal === undefined ? '' : ` from ${terminal.cols}×${terminal.rows}`}`);
  connection.send({
    ...hello,
    ...more,
    ...(terminal === undefined ? {} : {terminal}),
  });
  return connection;
};

const frameText = ({kind, payload}: Frame): string =>
  kind === KIND.painted
    ? `frame ${payload.readUInt32BE(0)} of ${payload.length - 4} bytes`
    : `${payload.length} bytes of kind ${kind}`;
