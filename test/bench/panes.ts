/** Our end of the sockets of the programs in panes, see `pane.ts`. */
import {createServer, type Socket} from 'node:net';
import {join} from 'node:path';
import type {Load} from './loads.ts';
import {open, type Mux, type Size} from './mux.ts';
import type {Stage} from './stage.ts';

/** The longest flood, milliseconds. */
const PATIENCE_MS = 60_000;

/** The next line a pane's program says. @throws Error when none comes */
const lineFrom = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('the pane did not answer: its flood was not swallowed')),
      PATIENCE_MS,
    );
    socket.once('data', said => {
      clearTimeout(timer);
      resolve(said.toString().trim());
    });
  });

/** What a pane says when all it wrote was parsed. */
export type Swallowed = {
  readonly seconds: number;
  /** Size of the pane and place of the cursor: the same for all who parsed the same. */
  readonly end: string;
};

/** A pane whose program floods when told to. */
export class FloodPane {
  readonly pid: number;
  readonly #socket: Socket;

  constructor(own: {pid: number; socket: Socket}) {
    this.pid = own.pid;
    this.#socket = own.socket;
  }

  /** Write the load once, until it was parsed to its end. */
  swallow(): Promise<Swallowed> {
    return this.#tell('go');
  }

  /** Paint whole screens, 60 a second. */
  paint(frames: number): Promise<Swallowed> {
    return this.#tell(`frames ${frames}`);
  }

  /** Write the load without end; `pause` holds it, as long as the process lives. */
  flood(): void {
    this.#socket.write('flood\n');
  }

  pause(isPaused: boolean): void {
    process.kill(this.pid, isPaused ? 'SIGSTOP' : 'SIGCONT');
  }

  /** End the program; what runs after it in the pane goes on. */
  quit(): void {
    this.#socket.write('quit\n');
  }

  async #tell(command: string): Promise<Swallowed> {
    this.#socket.write(`${command}\n`);
    const [, ms, ...end] = (await lineFrom(this.#socket)).split(' ');
    return {seconds: Number(ms) / 1000, end: end.join(' ')};
  }
}

/** Open a session whose program floods with a load when told to, and after it waits for ever. */
export const openFloodPane = async (
  stage: Stage,
  mux: Mux,
  what: {name: string; load: Load; size?: Size},
): Promise<FloodPane> => {
  const path = join(stage.dir, stage.fresh('pane'));
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(path, resolve);
  });
  const connected = new Promise<Socket>(resolve => {
    server.once('connection', resolve);
  });
  const program = join(import.meta.dirname, 'pane.ts');
  const line = `'${process.execPath}' '${program}' '${path}' '${what.load.path}'; exec cat`;
  const {name, size} = what;
  open(stage, mux, {name, argv: ['sh', '-c', line], ...(size === undefined ? {} : {size})});
  const socket = await connected;
  server.close();
  socket.on('error', () => undefined);
  const pid = Number((await lineFrom(socket)).split(' ')[1]);
  stage.runs(pid);
  return new FloodPane({pid, socket});
};
