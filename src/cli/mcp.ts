/** `roundhouse serve-mcp`: the agents' door, with the program around it. */
import {helloOf} from '../client/connect.ts';
import {version} from '../core/version.ts';
import {serveMcp} from '../mcp/serve.ts';
import {doLocal} from './local.ts';

/** Clients that go by progress give up after a minute of silence, or more. */
const BEAT_MS = 5000;

/** Serve until standard input ends. @returns the exit code */
export const runMcp = async (serve: readonly string[]): Promise<number> => {
  const log = (what: string, thrown: unknown): void => console.error(`roundhouse serve-mcp: ${what}:`, thrown);
  const {env} = helloOf({role: 'verb', version});
  await serveMcp({cwd: process.cwd(), env, serve, local: doLocal, log, beatMs: BEAT_MS});
  return 0;
};
