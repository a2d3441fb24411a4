/** Asks one participant of a discussion: with its conversation, bound to the schema, for as long as a reply may take. */
import type {Reply} from '../core/artifact.ts';
import {addressed} from '../work/discussion-prompts.ts';
import {isUnknownConversation, replySchema, statusOf, understood} from '../work/replies.ts';
import type {Site} from './agents/kind.ts';
import {tryReading, type Tried} from './attempt.ts';
import type {Taken} from './panel.ts';

/** What one is asked. */
export type Question = {
  readonly prompt: string;
  /** The one it goes on with. */
  readonly conversation: string | undefined;
  /** Seconds. */
  readonly timeout: number;
  readonly gone: AbortSignal;
};

/** What came of it. `anew`: the conversation it was to go on with was unknown to it, so it began another one. */
export type Heard = {readonly reply: Reply; readonly anew: boolean};

/** Ask. Whatever the agent does is a reply. */
export const ask = async (seat: Taken, site: Site, question: Question): Promise<Heard> => {
  const began = performance.now();
  const first = await attempted(seat, site, question);
  const anew = question.conversation !== undefined && isUnknownConversation(first) && !question.gone.aborted;
  const left = question.timeout - (performance.now() - began) / 1000;
  const answer = anew ? await attempted(seat, site, {...question, conversation: undefined, timeout: left}) : first;
  return {reply: replyOf(seat, answer, began), anew};
};

const attempted = ({name, model, asked}: Taken, site: Site, {prompt, ...question}: Question): Promise<Tried> =>
  tryReading(asked, site, {...question, prompt: addressed(name, prompt), schema: replySchema, model});

const orNull = <T>(it: T | undefined): T | null => it ?? null;

const EMPTY = ['empty', 'it said nothing'] as const;

const replyOf = ({name, agent, model}: Taken, answer: Tried, began: number): Reply => {
  const said = answer.isMissing === true ? 'missing' : statusOf(answer);
  const found = said === 'ok' ? understood(answer) : undefined;
  const [status, reason] = said === 'ok' && found === undefined ? EMPTY : [said, answer.reason];
  return {
    participant: name,
    agent,
    model: orNull(model),
    status,
    text: answer.text ?? '',
    bridge_session_id: orNull(answer.conversation),
    exit_code: orNull(answer.exit_code),
    duration_ms: Math.round(performance.now() - began),
    error: orNull(found === undefined ? reason : undefined),
    parsed: orNull(found?.parsed),
    stance: orNull(found?.stance),
    is_loose: found?.isLoose === true,
    usage: orNull(answer.usage),
  };
};
