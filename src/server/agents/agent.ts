/** The list of agent kinds: one file per kind beside this one, and those that a person has configured. */
import type {CustomAgents} from '../../core/agents.ts';
import {Fault} from '../../core/fault.ts';
import {custom} from './custom.ts';
import type {Agent} from './kind.ts';
import {shell} from './shell.ts';

const agents: Readonly<Record<string, Agent>> = {shell};

/** @throws Fault `agent-unknown` */
export const agentOf = (kind: string, own: CustomAgents): Agent => {
  if (Object.hasOwn(own, kind) && own[kind] !== undefined) return custom(kind, own[kind]);
  const agent = Object.hasOwn(agents, kind) ? agents[kind] : undefined;
  if (agent === undefined)
    throw new Fault('agent-unknown', {agent: kind, known: [...Object.keys(agents), ...Object.keys(own)]});
  return agent;
};
