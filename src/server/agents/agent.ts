/** The list of agent kinds: one file per kind beside this one. */
import {Fault} from '../../core/fault.ts';
import type {Agent} from './kind.ts';
import {shell} from './shell.ts';

const agents: Readonly<Record<string, Agent>> = {shell};

/** @throws Fault `agent-unknown` */
export const agentOf = (kind: string): Agent => {
  const agent = Object.hasOwn(agents, kind) ? agents[kind] : undefined;
  if (agent === undefined) throw new Fault('agent-unknown', {agent: kind, known: Object.keys(agents)});
  return agent;
};
