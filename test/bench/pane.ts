/**
 * The program in a pane: floods its terminal when told to over a socket. Its own CPU is counted for nobody.
 * Arguments: the socket, the file to write. `go` writes it once and tells how long it took until the multiplexer had
 * parsed it all, `flood` writes it for ever, `quit` ends.
 */
import {readFileSync, writeSync} from 'node:fs';
import {createConnection} from 'node:net';

/** Bytes a write; a terminal takes fewer, and the rest waits in the kernel. */
const PIECE = 65_536;

const [path = '', file = ''] = process.argv.slice(2);
const bytes = readFileSync(file);
const {stdin} = process;
stdin.setRawMode(true);
stdin.resume();

const writeAll = (): void => {
  for (let from = 0; from < bytes.length;) from += writeSync(1, bytes, from, Math.min(PIECE, bytes.length - from));
};

/** Ask where the cursor is: the answer comes when all before the question has been parsed. */
const isParsed = (): Promise<void> =>
  new Promise(resolve => {
    let heard = '';
    const hear = (part: Buffer): void => {
      heard += part.toString('latin1');
      if (!/\u001b\[\d+;\d+R/u.test(heard)) return;
      stdin.off('data', hear);
      resolve();
    };
    stdin.on('data', hear);
    writeSync(1, '\u001b[6n');
  });

const commands: Readonly<Record<string, () => Promise<void>>> = {
  go: async () => {
    const from = performance.now();
    writeAll();
    await isParsed();
    socket.write(`done ${performance.now() - from}\n`);
  },
  flood: async () => {
    for (;;) writeAll();
  },
  quit: async () => process.exit(0),
};

const socket = createConnection(path, () => socket.write(`ready ${process.pid}\n`));
socket.on('data', said => void commands[said.toString().trim()]?.());
socket.on('close', () => process.exit(0));
