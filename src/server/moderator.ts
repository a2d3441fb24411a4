/** Asks a moderator to word what the rules found. Its words stand beside them, whatever it says. */
import type {Moderation, Synthesis} from '../core/artifact.ts';
import {moderatorPrompt} from '../work/discussion-prompts.ts';
import {statusOf} from '../work/replies.ts';
import type {Site} from './agents/kind.ts';
import {tryReading, type Asked} from './attempt.ts';

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
export const moderate = async (
  agent: Moderator,
  site: Site,
  {topic, synthesis, ...asking}: Asking,
): Promise<Moderation> => {
  const prompt = moderatorPrompt({topic}, synthesis);
  const answer = await tryReading(agent, site, {...asking, prompt, model: undefined});
  const text = (answer.text ?? '').trim();
  const status = answer.isMissing === true ? 'missing' : statusOf({...answer, text});
  return {agent: agent.kind, status, text, error: status === 'ok' ? null : (answer.reason ?? null)};
};
