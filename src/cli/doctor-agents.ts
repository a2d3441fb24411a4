/** Looks which agents are installed, and whether planner and workers can be started. */
import {execa} from 'execa';
import {failed, passed, warning, type Check} from '../core/check.ts';
import type {Settled} from '../core/config.ts';
import {Fault} from '../core/fault.ts';
import {agentOf, builtIn, chosenOf} from '../server/agents/agent.ts';
import {isInstalled} from '../server/agents/installed.ts';
import {panelOf} from '../server/panel.ts';

type Env = Readonly<Record<string, string>>;

/** How long a program may take to say its version, milliseconds. */
const PATIENCE_MS = 5000;

/** The agents of both roles, and what else there is. */
export const agentsCheck = async ({settings, agents: own}: Settled, env: Env): Promise<Check> => {
  const roles = [settings.planner_agent, settings.worker_agent];
  try {
    const [planner, worker] = roles.map(kinds => chosenOf(kinds, own, env).kind);
    const found = await Promise.all([...new Set([...Object.keys(builtIn), ...Object.keys(own)])].map(describe));
    const there = found.filter(it => it !== undefined);
    const known = there.length === 0 ? '' : `; installed: ${there.join(', ')}`;
    return passed('agents', `planner ${planner ?? ''}, workers ${worker ?? ''}${known}`);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return failed('agents', thrown.message, thrown.hint ?? '');
  }

  async function describe(kind: string): Promise<string | undefined> {
    const {program} = agentOf(kind, own);
    if (program === undefined || !isInstalled(program.name, env)) return undefined;
    const version = await versionOf(program.name, env);
    const tried = program.tried === undefined || program.tried === version ? '' : `, tried with ${program.tried}`;
    return `${kind} ${version ?? 'of an unknown version'}${tried}`;
  }
};

/** Who would sit at a roundtable. Nobody needs one until it is set up or asked for. */
export const tableCheck = (settled: Settled, env: Env): Check => {
  try {
    const seats = panelOf(undefined, settled, env);
    const lost = seats.filter(({asked: {program}}) => program !== undefined && !isInstalled(program.name, env));
    if (lost.length === 0) return passed('roundtable', seats.map(it => it.name).join(', '));
    const hint = lost.map(({asked}) => asked.program?.install ?? '').join('; ');
    return warning('roundtable', `${lost.map(it => it.name).join(', ')}: no such program`, hint);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const isSet = settled.settings.discuss_panel !== undefined;
    return isSet ? warning('roundtable', thrown.message, thrown.hint ?? '') : passed('roundtable', thrown.message);
  }
};

/** What a program says of its version: the first word that looks like one. */
const versionOf = async (program: string, env: Env): Promise<string | undefined> => {
  const {stdout} = await execa(program, ['--version'], {
    env,
    extendEnv: false,
    reject: false,
    timeout: PATIENCE_MS,
    stdin: 'ignore',
  });
  return /\d+\.\d+[\w.-]*/u.exec(stdout)?.[0];
};
