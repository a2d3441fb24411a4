/** The server's process: starts it on the repository named by its arguments, and tells who started it when that fails. */
import {join} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';
import {workerThread} from './chrome.ts';
import {realPorts} from './ports.ts';
import {realPty} from './pty.ts';
import {startServer} from './start.ts';

const [root = '', commonDir = ''] = process.argv.slice(2);
const dist = import.meta.dirname;

/** Tell the client that waits for us, if it is still there. */
const tell = (word: 'listening' | ReturnType<Fault['toJSON']>): Promise<void> =>
  new Promise(resolve => {
    if (process.send === undefined) resolve();
    else process.send(word, () => resolve());
  });

const main = async (): Promise<void> => {
  try {
    // A closed terminal or a key pressed in the terminal that happened to start us must not end what others work with.
    process.on('SIGHUP', () => undefined);
    process.on('SIGINT', () => undefined);
    const server = await startServer({
      root,
      commonDir,
      program: [process.execPath, join(dist, 'boot.js')],
      env: process.env,
      ports: realPorts(realPty()),
      chromeThread: () => workerThread(join(dist, 'chrome.mjs')),
      onEnd: () => process.exit(0),
    });
    process.on('SIGTERM', () => void server.stop());
    process.on('uncaughtException', thrown => server.log.bug('uncaught', thrown));
    process.on('unhandledRejection', thrown => server.log.bug('unhandled', thrown));
    await tell('listening');
    if (process.connected) process.disconnect();
  } catch (thrown) {
    const fault =
      thrown instanceof Fault ? thrown : new Fault('server-start-failed', {reason: reasonOf(thrown)}, {cause: thrown});
    await tell(fault.toJSON());
    process.exitCode = fault.exit;
    if (process.connected) process.disconnect();
  }
};

void main();
