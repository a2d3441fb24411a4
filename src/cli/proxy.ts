/**
 * `roundhouse proxy`: this process's standard input and output as a connection to the repository's server, for a client on
 * another machine. Changes one message: the first, in which the client names a machine that is not this one.
 */
import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {needServer, openSocket} from '../client/connect.ts';
import {placeOf} from '../client/place.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {version} from '../core/version.ts';
import {encodeFrame, KIND, MAX_FRAME_BYTES} from '../protocol/frame.ts';
import {parseMessage, type ClientHello, type Message} from '../protocol/message.ts';

/**
 * Relay until either side ends.
 *
 * @param argv  the verb, and a folder in the repository; `~` is this machine's home
 * @param serve the program that is the server
 * @returns the exit code
 */
export const runProxy = async ([, path = '.']: readonly string[], serve: readonly string[]): Promise<number> => {
  const {stdin, stdout} = process;
  try {
    const folder = path.replace(/^~(?=\/|$)/u, homedir());
    if (!existsSync(folder)) throw new Fault('repository-missing', {path: folder});
    const place = placeOf(folder);
    process.chdir(place.root);
    (await needServer(place, {role: 'verb', version}, serve)).connection.end();
    const socket = await openSocket(place);
    if (socket === undefined) throw new Fault('connection-lost', {});
    const [hello, rest] = await readHello(stdin);
    socket.write(encodeMessage(localised(hello)));
    socket.write(rest);
    // Either side waits for the other: a slow link costs frames, not memory.
    stdin.pipe(socket).pipe(stdout);
    await new Promise(resolve => socket.once('close', resolve));
    return 0;
  } catch (thrown) {
    const fault =
      thrown instanceof Fault ? thrown : new Fault('server-start-failed', {reason: reasonOf(thrown)}, {cause: thrown});
    await new Promise<void>(resolve => {
      stdout.write(encodeMessage({type: 'bye', reason: 'refused', fault: fault.toJSON()}), () => resolve());
    });
    return fault.exit;
  }
};

const encodeMessage = (message: Message): Buffer => encodeFrame(KIND.control, Buffer.from(JSON.stringify(message)));

/** The first frame, and the bytes after it. @throws Fault `frame-malformed` */
const readHello = async (stdin: NodeJS.ReadStream): Promise<readonly [ClientHello, Buffer]> => {
  let all = Buffer.alloc(0);
  for (;;) {
    const piece = await new Promise<Buffer | undefined>(resolve => {
      stdin.once('data', resolve);
      stdin.once('end', () => resolve(undefined));
    });
    stdin.pause();
    if (piece === undefined) throw new Fault('connection-lost', {});
    all = Buffer.concat([all, piece]);
    const end = all.length < 4 ? Infinity : 4 + all.readUInt32BE(0);
    if (end > 4 + MAX_FRAME_BYTES && end !== Infinity) throw malformed();
    if (all.length < end) continue;
    const message = all[4] === KIND.control ? parseMessage(all.subarray(5, end)) : undefined;
    if (message?.type !== 'hello') throw malformed();
    return [message as ClientHello, all.subarray(end)];
  }
};

const malformed = (): Fault => new Fault('frame-malformed', {reason: 'no hello'});

/** The client's process, folder and terminal are not of this machine: numbers and paths would mean something else here. */
const localised = (hello: ClientHello): ClientHello => {
  const {tty: _, ...rest} = hello;
  const env = {...Object.fromEntries(Object.entries(process.env).filter(isSet)), ...hello.env};
  return {...rest, pid: process.pid, cwd: process.cwd(), env};
};

const isSet = (pair: [string, string | undefined]): pair is [string, string] => pair[1] !== undefined;
