/** Asks a moderator to word what the rules found. Its words stand beside them, whatever it says. */
import type {Moderation, Synthesis} from '../core/artifact.ts';
import {reasonOf} from '../core/fault.ts';
import type {Answer} from '../work/answers.ts';
import {moderatorPrompt} from '../work/discussion-prompts.ts';
import {statusOf} from '../work/replies.ts';
import {isInstalled} from './agents/installed.ts';
import type {Site} from './agents/kind.ts';
import {attempt, type Asked} from './attempt.ts';

/** An agent that can be asked. */
export type Moderator = Asked;

type Asking = {
  readonly topic: string;
  readonly synthesis: Synthesis;
  /** Seconds. */
  readonly timeout: number;
  readonly gone: AbortSignal;
};

/** Ask it. A failure is told in the place of its words. */
export const moderate = async (agent: Moderator, site: Site, asking: Asking): Promise<Moderation> => {
  const {program, kind} = agent;
  if (program !== undefined && !isInstalled(program.name, site.env))
    return {agent: kind, status: 'missing', text: '', error: `no program "${program.name}": ${program.install}`};
  const {text = '', reason, ...answer} = await worded(agent, site, asking);
  const status = statusOf({...answer, text});
  return {agent: kind, status, text: text.trim(), error: status === 'ok' ? null : (reason ?? null)};
};

const worded = async (agent: Moderator, site: Site, {topic, synthesis, timeout, gone}: Asking): Promise<Answer> => {
  const prompt = moderatorPrompt({topic}, synthesis);
  try {
    const means = {model: undefined, sandbox: 'read-only', autoApprove: false} as const;
    return await attempt(agent, site, {prompt, means, timeout, gone});
  } catch (thrown) {
    return {status: 'failed', reason: reasonOf(thrown)};
  }
};
