/**
 * The clipboard of this machine, for terminals that do not take OSC 52: the program of the desktop the client sits at.
 * A client that came over SSH has its desktop elsewhere, and is left to OSC 52.
 */
import {reasonOf} from '../core/fault.ts';
import type {Server} from './server.ts';

/** How long the program may take, milliseconds. */
const LONGEST_MS = 5000;

/** The programs that can, best first. */
const programsOf = (env: Readonly<Record<string, string>>): readonly (readonly [string, ...string[]])[] => {
  if (env['SSH_CONNECTION'] !== undefined || env['SSH_TTY'] !== undefined) return [];
  if (process.platform === 'darwin') return [['pbcopy']];
  const wayland = env['WAYLAND_DISPLAY'] === undefined ? [] : [['wl-copy'] as const];
  const x11 =
    env['DISPLAY'] === undefined
      ? []
      : ([
          ['xclip', '-selection', 'clipboard'],
          ['xsel', '--clipboard', '--input'],
        ] as const);
  const windows = env['WSL_DISTRO_NAME'] === undefined ? [] : [['clip.exe'] as const];
  return [...windows, ...wayland, ...x11];
};

/** Hand a text to the desktop's clipboard, with the first program that takes it; where there is none, nothing is done. */
export const copyLocally = (server: Server, env: Readonly<Record<string, string>>, text: string): void =>
  server.world.background('clipboard', async () => {
    // Loaded when it is needed: the start of the server is a budget.
    const {execa} = await import('execa');
    for (const [file, ...args] of programsOf(env))
      try {
        // These programs stay behind to serve the selection; they must not hold our pipes.
        await execa(file, args, {
          input: text,
          env,
          extendEnv: false,
          stdout: 'ignore',
          stderr: 'ignore',
          timeout: LONGEST_MS,
        });
        return;
      } catch (thrown) {
        server.log.say('clipboard', {program: file, reason: reasonOf(thrown)});
      }
  });
