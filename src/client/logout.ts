/**
 * What becomes of a server when the person logs out of a machine with systemd, and how it is started so that it stays.
 *
 * @see logind.conf(5), KillUserProcesses; loginctl(1), enable-linger
 */
import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';

type Env = Readonly<Record<string, string | undefined>>;

/** `scope`: it stays in a scope of the person's own manager, which outlives logins. */
export type AtLogout = 'stays' | 'scope' | 'ends';

const PATIENCE_MS = 2000;

/** Ask logind. Where there is none, nobody ends anything. */
export const atLogout = async (): Promise<AtLogout> => {
  const uid = String(process.getuid?.());
  const [lingers, kills] = await Promise.all([
    ask('show-user', uid, '--property=Linger', '--value'),
    ask('show-user', '--property=KillUserProcesses', '--value'),
  ]);
  if (lingers === 'yes') return 'scope';
  return kills === 'yes' ? 'ends' : 'stays';
};

/** @returns what it said, undefined where it fails or is missing */
const ask = (...args: readonly string[]): Promise<string | undefined> =>
  new Promise(resolve => {
    execFile('loginctl', args, {timeout: PATIENCE_MS}, (error, out) =>
      resolve(error === null ? out.trim() : undefined),
    );
  });

/**
 * The command that goes before a server's own, and a word to the person where it will not stay.
 *
 * @returns nothing where a plain start does as well
 */
export const scopeFor = async ({XDG_RUNTIME_DIR}: Env): Promise<readonly string[]> => {
  // The manager of the person listens there: without it there is nobody to ask for a scope.
  if (XDG_RUNTIME_DIR === undefined || !existsSync(`${XDG_RUNTIME_DIR}/systemd/private`)) return [];
  const fate = await atLogout();
  if (fate === 'ends') process.stderr.write(`roundhouse: ${ENDS}\n  ${LINGER}\n`);
  return fate === 'scope' ? ['systemd-run', '--user', '--scope', '--quiet', '--collect', '--'] : [];
};

export const ENDS = 'on this machine sessions end when you log out';
export const LINGER = 'to keep them: loginctl enable-linger';
