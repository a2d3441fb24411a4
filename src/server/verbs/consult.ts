/** Asks an agent one question, without a pane. */
import {Fault, reasonOf} from '../../core/fault.ts';
import {pathsOf} from '../../core/paths.ts';
import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {attempt} from '../attempt.ts';
import type {Handler} from '../handler.ts';

/** Seconds. */
const TIMEOUT = 300;

export const consult: Handler<'consult'> = async ({launcher, clients, root, commonDir}, {params, caller, gone}) => {
  const {prompt, agent: kind, model, conversation, timeout = TIMEOUT} = params;
  const env = clients.envFor(caller);
  const {headless, ...agent} = await launcher.agent(kind, 'worker', env);
  if (headless === undefined) throw new Fault('agent-mute', {agent: agent.kind});
  const schema = await schemaOf(params.schema, caller.cwd);
  const {bin, state} = pathsOf(root);
  const site = {root, commonDir, state, program: resolve(bin, 'roundhouse'), cwd: root, env};
  const asking = {prompt: prompt.join(' '), conversation, schema, means: {model, autoApprove: false}, timeout, gone};
  return {agent: agent.kind, ...(await attempt({...agent, headless}, site, asking))};
};

/** A schema as it is, or the file it is in. */
const schemaOf = async (said: string | undefined, cwd: string): Promise<unknown> => {
  if (said === undefined) return undefined;
  const problem = (reason: string): Fault =>
    new Fault('params-invalid', {verb: 'consult', problems: [`--schema: ${reason}`]});
  try {
    return JSON.parse(said.trimStart().startsWith('{') ? said : await readFile(resolve(cwd, said), 'utf8'));
  } catch (thrown) {
    throw problem(reasonOf(thrown));
  }
};
