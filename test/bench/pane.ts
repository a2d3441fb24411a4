/**
 * The program in a pane: floods its terminal when told to over a socket. Its own CPU is counted for nobody.
 * Arguments: the socket, the file to write. `go` writes it once, `frames N` paints N whole screens at 60 a second; both tell
 * when the multiplexer has parsed it all. `flood` writes the file for ever, `quit` ends.
 */
import {readFileSync, writeSync} from 'node:fs';
import {createConnection} from 'node:net';
import {sleep} from './figures.ts';
import {frameOf} from './loads.ts';

/** Bytes a write; a terminal takes fewer, and the rest waits in the kernel. */
const PIECE = 65_536;
const FRAMES_A_SECOND = 60;
/** Frames after which they are the first again, see `frameOf`. */
const DISTINCT_FRAMES = 93;

const [path = '', file = ''] = process.argv.slice(2);
const bytes = readFileSync(file);
const {stdin, stdout} = process;
stdin.setRawMode(true);
stdin.resume();

const writeAll = (all: Uint8Array): void => {
  for (let from = 0; from < all.length;) from += writeSync(1, all, from, Math.min(PIECE, all.length - from));
};

/** Ask where the cursor is: the answer comes when all before the question has been parsed. @returns row and column */
const parsedAt = (): Promise<string> =>
  new Promise(resolve => {
    let heard = '';
    const hear = (part: Buffer): void => {
      heard += part.toString('latin1');
      const place = /\u001b\[(?<place>\d+;\d+)R/u.exec(heard)?.groups?.['place'];
      if (place === undefined) return;
      stdin.off('data', hear);
      resolve(place);
    };
    stdin.on('data', hear);
    writeSync(1, '\u001b[6n');
  });

/** Do it, and tell how long it took, the size of the pane, and where the cursor came to stand. */
const tell = async (work: () => Promise<void> | void): Promise<void> => {
  const from = performance.now();
  await work();
  const place = await parsedAt();
  const [cols, rows] = stdout.getWindowSize();
  socket.write(`done ${performance.now() - from} ${cols}x${rows} ${place}\n`);
};

const paint = async (count: number): Promise<void> => {
  const [cols, rows] = stdout.getWindowSize();
  const frames = Array.from({length: DISTINCT_FRAMES}, (_, at) => Buffer.from(frameOf(at, {cols, rows})));
  const from = performance.now();
  for (let at = 0; at < count; at++) {
    writeAll(frames[at % DISTINCT_FRAMES] ?? Buffer.of());
    await sleep(Math.max(0, from + ((at + 1) * 1000) / FRAMES_A_SECOND - performance.now()));
  }
};

const commands: Readonly<Record<string, (word?: string) => Promise<void>>> = {
  go: () => tell(() => writeAll(bytes)),
  frames: count => tell(() => paint(Number(count))),
  flood: async () => {
    for (;;) writeAll(bytes);
  },
  quit: async () => process.exit(0),
};

const socket = createConnection(path, () => socket.write(`ready ${process.pid}\n`));
socket.on('data', said => {
  const [name = '', word] = said.toString().trim().split(' ');
  void commands[name]?.(word);
});
socket.on('close', () => process.exit(0));
