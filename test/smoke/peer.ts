/** A program that speaks to the server's socket by itself, frame by frame, in good or bad faith. */
import {once} from 'node:events';
import {createConnection, type Socket} from 'node:net';
import {until, within} from './until.ts';

/** What the server said: a response, or any other message. */
export type Said = {
  readonly type: string;
  readonly id?: number;
  readonly exit?: number;
  readonly out?: string;
  readonly fault?: {readonly code: string};
};

const HEAD = 4;

/** A frame by hand: u32 length, kind, payload. */
export const frameOf = (kind: number, payload: string | Uint8Array): Buffer => {
  const body = Buffer.from(payload);
  const head = Buffer.alloc(HEAD + 1);
  head.writeUInt32BE(body.length + 1);
  head.writeUInt8(kind, HEAD);
  return Buffer.concat([head, body]);
};

/** One connection. */
export class Peer implements Disposable {
  readonly #socket: Socket;
  #rest = Buffer.alloc(0);
  #watch: () => void = () => undefined;
  /** Every message that came, in order. */
  readonly heard: Said[] = [];
  isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', piece => this.#take(piece));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      this.#watch();
    });
  }

  static async connect(path: string): Promise<Peer> {
    const socket = createConnection(path);
    await within(`${path} takes a connection`, once(socket, 'connect'));
    return new Peer(socket);
  }

  /** Send bytes as they are. */
  sends(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Send a message. */
  says(message: object): void {
    this.sends(frameOf(0, JSON.stringify(message)));
  }

  /** Introduce oneself as a command of some protocol. */
  greets(more: Readonly<Record<string, unknown>> = {}): void {
    const hello = {type: 'hello', protocol: 1, version: '0.1.0', features: [], role: 'verb'};
    this.says({...hello, pid: process.pid, cwd: '/', env: {}, ...more});
  }

  /** Ask for a verb; the answer comes later. */
  asks(id: number, ...argv: readonly string[]): void {
    this.says({type: 'request', id, argv});
  }

  /** Ask for a verb, and wait for its answer. */
  async answer(id: number, ...argv: readonly string[]): Promise<Said> {
    this.asks(id, ...argv);
    return until(`request ${id} is answered`, () => this.answers.find(it => it.id === id));
  }

  /** The answers so far. */
  get answers(): readonly Said[] {
    return this.heard.filter(it => it.type === 'response');
  }

  /** Wait until so many answers have come, or the server is gone. */
  async hears(count: number): Promise<void> {
    const come = new Promise<void>(resolve => {
      this.#watch = () => {
        if (this.isClosed || this.answers.length >= count) resolve();
      };
    });
    this.#watch();
    await within(`${count} answers have come`, come);
  }

  /** Wait until the server has closed the connection. */
  async isCutOff(): Promise<void> {
    await until('the connection is closed', () => this.isClosed);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #take(piece: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, piece]);
    while (this.#rest.length >= HEAD && this.#rest.length >= HEAD + this.#rest.readUInt32BE(0)) {
      const end = HEAD + this.#rest.readUInt32BE(0);
      if (this.#rest[HEAD] === 0) this.heard.push(JSON.parse(this.#rest.toString('utf8', HEAD + 1, end)) as Said);
      this.#rest = this.#rest.subarray(end);
    }
    this.#watch();
  }
}
