/** Someone who connects and sends whatever they like. */
import {version} from '../../src/core/version.ts';
import {encodeFrame, FrameReader, KIND} from '../../src/protocol/frame.ts';
import {PROTOCOL} from '../../src/protocol/message.ts';
import type {Agent, Fail} from './agent.ts';
import type {Link} from './link.ts';
import type {StoryWorld} from './world.ts';

/** A connection that keeps no rules. */
export class Stranger {
  readonly #world: StoryWorld;
  readonly #fail: Fail;
  #link: Link | undefined;
  #told: readonly string[] = [];

  constructor(world: StoryWorld, fail: Fail) {
    this.#world = world;
    this.#fail = fail;
  }

  /** Connect, if not connected yet, and send bytes. */
  async sends(bytes: string | Uint8Array): Promise<void> {
    await this.#world.settled();
    this.#world.wire.note('the stranger', `sends ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`);
    this.#link ??= this.#open();
    this.#link.near.write(bytes);
    await this.#world.settled();
  }

  /** Send something as a control message, whatever it is. */
  async says(message: unknown): Promise<void> {
    await this.sends(encodeFrame(KIND.control, Buffer.from(JSON.stringify(message))));
  }

  /** Try to open the screen from inside a session. */
  async attachesFrom(agent: Agent): Promise<void> {
    const {env, cwd} = agent;
    const terminal = {cols: 80, rows: 24, name: 'xterm', colours: '256'};
    const me = {type: 'hello', protocol: PROTOCOL, version, features: [], pid: 4_999_997, role: 'attach'} as const;
    await this.says({...me, env, cwd, terminal});
  }

  async leaves(): Promise<void> {
    this.#link?.near.destroy();
    this.#link = undefined;
    await this.#world.settled();
  }

  /** The server has closed the connection. The next words open another. */
  async isCutOff(): Promise<void> {
    await this.#world.settled();
    if (this.#link?.near.readableEnded !== true) this.#fail('the stranger is cut off');
    this.#link = undefined;
  }

  /** The server still listens. */
  async isHeardOut(): Promise<void> {
    await this.#world.settled();
    if (this.#link?.near.readableEnded !== false) this.#fail('the stranger is heard out');
  }

  /** The server's last words hold a fault with this code. */
  async isTold(code: string): Promise<void> {
    await this.#world.settled();
    if (!this.#told.some(it => it.includes(`"code":"${code}"`))) this.#fail(`the stranger is told ${code}`, this.#told);
  }

  #open(): Link {
    const link = this.#world.connect();
    const reader = new FrameReader();
    this.#told = [];
    link.near.on('data', (bytes: Buffer) => {
      for (const {kind, payload} of reader.feed(bytes))
        if (kind === KIND.control) this.#told = [...this.#told, payload.toString()];
    });
    return link;
  }
}
