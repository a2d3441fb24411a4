/** The listening socket of the server, and the rules of who may reach it. */
import {createHash} from 'node:crypto';
import {chmodSync, lstatSync, mkdirSync, rmSync, symlinkSync} from 'node:fs';
import {createServer} from 'node:net';
import type {Duplex} from 'node:stream';
import {join} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';
import {MAX_SOCKET_BYTES, socketDirOf} from '../core/paths.ts';
import type {Log} from './log.ts';

/**
 * The path of a repository's socket. Its folder is ours alone: that is the check of who may connect.
 *
 * @throws Fault `socket-path-long` or `socket-foreign`
 */
export const socketPath = (commonDir: string, env: Readonly<Record<string, string | undefined>>): string => {
  const dir = socketDirOf(env, process.getuid?.() ?? 0);
  const path = join(dir, `${createHash('sha256').update(commonDir).digest('hex').slice(0, 16)}.sock`);
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_SOCKET_BYTES) throw new Fault('socket-path-long', {path, bytes});
  mkdirSync(dir, {recursive: true, mode: 0o700});
  const {uid, mode} = lstatSync(dir);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) throw new Fault('socket-foreign', {path: dir});
  return path;
};

/** A link beside the socket that always points to the SSH agent of the person who attached last. */
export const agentLinkOf = (socket: string): string => socket.replace(/\.sock$/u, '.agent');

/** Point the link to an agent's socket; sessions that live on keep reaching an agent after a new login. */
export const aimAgentLink = (link: string, agent: string): void => {
  if (agent === link) return;
  rmSync(link, {force: true});
  symlinkSync(agent, link);
};

/** Opens and closes; opening again makes a removed socket file anew. */
export type Door = {readonly open: () => Promise<void>; readonly close: () => void};

export const makeDoor = (path: string, accept: (socket: Duplex) => void, log: Log): Door => {
  let listening = createServer();
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      rmSync(path, {force: true});
      listening = createServer({allowHalfOpen: false}, accept);
      listening.once('error', error =>
        reject(new Fault('server-start-failed', {reason: reasonOf(error)}, {cause: error})),
      );
      listening.listen(path, () => {
        chmodSync(path, 0o600);
        listening.on('error', error => log.bug('socket', error));
        resolve();
      });
    });
  return {
    open,
    close: () => {
      listening.close();
      rmSync(path, {force: true});
    },
  };
};
