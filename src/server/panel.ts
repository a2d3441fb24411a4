/** Who sits at a table: the agents that were named, else those that are set, else those that are installed. */
import {plainWord} from '../core/agents.ts';
import {Fault} from '../core/fault.ts';
import {given} from '../core/given.ts';
import type {Seat} from '../core/nouns/discussion.ts';
import {agentOf} from './agents/agent.ts';
import {isInstalled} from './agents/installed.ts';
import type {Asked} from './attempt.ts';
import type {Settled} from '../core/config.ts';

type Env = Readonly<Record<string, string>>;

/** A seat with the agent that sits there. */
export type Taken = Seat & {readonly asked: Asked};

/** Asked for a panel when none is set, in this order. */
const USUAL = ['codex', 'claude', 'opencode', 'gemini'] as const;

const SEAT = /^(?:(?<name>[^=]*)=)?(?<agent>[^:=]+)(?::(?<model>.*))?$/u;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;

/**
 * Seat a panel.
 *
 * @param said seats as a person writes them: `codex`, `claude:opus`, `sceptic=claude:opus`
 * @throws Fault `panel-small`, `panel-invalid`, `agent-unknown`
 */
export const panelOf = (
  said: readonly string[] | undefined,
  {settings, agents}: Pick<Settled, 'settings' | 'agents'>,
  env: Env,
): readonly Taken[] => {
  const words = said?.flatMap(it => it.split(',')) ?? settings.discuss_panel?.split(/[\s,]+/u);
  const seats = words?.map(it => it.trim()).filter(it => it !== '') ?? usual(agents, env);
  if (seats.length < 2) {
    const reason = seats.length === 0 ? 'nobody is named' : `only ${seats[0]} is named`;
    throw new Fault('panel-small', {
      reason,
      hint: 'name two or more, as in --panel codex,claude; one alone: roundhouse consult',
    });
  }
  return seats.reduce<readonly Taken[]>((taken, seat) => [...taken, seated(seat, taken, agents)], []);
};

/** @throws Fault `panel-small`, saying what to install */
const usual = (agents: Settled['agents'], env: Env): readonly string[] => {
  const known = USUAL.map(kind => agentOf(kind, agents));
  const found = known.filter(({program}) => isInstalled(program?.name ?? '', env));
  if (found.length >= 2) return found.map(it => it.kind);
  const [only] = found;
  const missing = known.filter(it => it !== only);
  throw new Fault('panel-small', {
    reason: only === undefined ? `none of ${USUAL.join(', ')} is installed` : `only ${only.kind} is installed`,
    hint: `install another: ${missing.map(it => it.program?.install).join('; or ')}; or set discuss_panel to agents of your own`,
  });
};

const seated = (seat: string, taken: readonly Taken[], agents: Settled['agents']): Taken => {
  const refuse = (reason: string): Fault => new Fault('panel-invalid', {seat, reason});
  const {name: named, agent: kind, model} = SEAT.exec(seat)?.groups ?? {};
  if (kind === undefined) throw refuse('it names no agent');
  if (model !== undefined && !plainWord.safeParse(model).success) throw refuse(`"${model}" is no model`);
  const {headless, ...agent} = agentOf(kind, agents);
  if (headless === undefined) throw refuse(`${kind} answers no questions without a pane`);
  const name = named ?? freeName(kind, taken);
  if (!NAME.test(name)) throw refuse('a name is letters, digits, ".", "_" and "-"');
  if (taken.some(it => it.name === name)) throw refuse(`the name "${name}" is taken`);
  return {name, agent: kind, ...given({model}), asked: {...agent, headless}};
};

/** `codex`, `codex-2`, `codex-3`. */
const freeName = (kind: string, taken: readonly Taken[]): string => {
  const names = taken.map(it => it.name);
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? kind : `${kind}-${n}`;
    if (!names.includes(name)) return name;
  }
};
