/** The list of agent kinds: one file per kind beside this one, and those that a person has configured. */
import type {AgentEntries, AgentEntry, BuiltInAgent} from '../../core/agents.ts';
import {Fault} from '../../core/fault.ts';
import {given} from '../../core/given.ts';
import {claude} from './claude.ts';
import {codex} from './codex.ts';
import {custom} from './custom.ts';
import {gemini} from './gemini.ts';
import type {Headless} from './headless.ts';
import {isInstalled} from './installed.ts';
import type {Agent, Launch} from './kind.ts';
import {opencode} from './opencode.ts';
import {shell} from './shell.ts';

export const builtIn: Readonly<Record<BuiltInAgent, Agent>> = {shell, codex, claude, opencode, gemini};

/** Is there an agent of this kind? */
export const isKnown = (kind: string, own: AgentEntries): boolean =>
  Object.hasOwn(builtIn, kind) || Object.hasOwn(own, kind);

/** @throws Fault `agent-unknown` */
export const agentOf = (kind: string, own: AgentEntries): Agent => {
  const entry = Object.hasOwn(own, kind) ? own[kind] : undefined;
  if (entry !== undefined && 'command' in entry) return custom(kind, entry);
  const agent = Object.hasOwn(builtIn, kind) ? builtIn[kind as BuiltInAgent] : undefined;
  if (agent !== undefined) return entry === undefined ? agent : changed(agent, entry);
  throw new Fault('agent-unknown', {agent: kind, known: [...new Set([...Object.keys(builtIn), ...Object.keys(own)])]});
};

/** One of ours, from another place or with words of the person's own. */
const changed = (agent: Agent, {program, args = []}: Exclude<AgentEntry, {command: unknown}>): Agent => {
  const change = ({argv, ...launch}: Launch): Launch => {
    const [first = '', ...rest] = argv;
    return {...launch, argv: [program ?? first, ...args, ...rest]};
  };
  const {headless} = agent;
  return {
    ...agent,
    ...(agent.program === undefined || program === undefined ? {} : {program: {...agent.program, name: program}}),
    ...given({headless: headless && asking(headless, change)}),
    launch: (...started) => change(agent.launch(...started)),
  };
};

const asking = (headless: Headless, change: (launch: Launch) => Launch): Headless => ({
  ...headless,
  launch: (...asked) => change(headless.launch(...asked)),
});

/**
 * Of several agents, in order, the first whose program is there.
 *
 * @param kinds names with spaces or commas between
 * @throws Fault `agent-unknown`, or `agent-missing` for the first when none is there
 */
export const chosenOf = (kinds: string, own: AgentEntries, env: Readonly<Record<string, string>>): Agent => {
  const agents = kinds.split(/[\s,]+/u).map(kind => agentOf(kind, own));
  const found = agents.find(({program}) => program === undefined || isInstalled(program.name, env));
  if (found !== undefined) return found;
  const [first] = agents;
  throw new Fault('agent-missing', {
    agent: first?.kind ?? '',
    program: first?.program?.name ?? '',
    install: first?.program?.install ?? '',
  });
};
