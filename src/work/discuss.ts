/** The rules of a discussion: is there a second round, what about, and why did it end. Pure; see codex-roundtable, artifact 2.1. */
import type {Reply, Risk, Round} from '../core/artifact.ts';
import type {FollowUpReason, ShortReply, StopReason} from '../core/nouns/discussion.ts';
import {given} from '../core/given.ts';
import {isAlike} from './sameness.ts';

/** A reply that can be used. */
export type Usable = Reply & {readonly status: 'ok'; readonly parsed: NonNullable<Reply['parsed']>};

/** Those that can be used, in the order of the panel. */
export const usableOf = (replies: readonly Reply[]): readonly Usable[] =>
  replies.filter((it): it is Usable => it.status === 'ok' && it.parsed !== null);

/** Why there is a second round, and the one point it is about, in words of those who made it. */
export type FollowUp = {readonly reason: FollowUpReason; readonly point: string};

/**
 * Decide on a second round. The first that holds counts, in this order:
 *
 * 1. fewer than two usable replies: none
 * 2. one is for it and one against: `disagreement`
 * 3. a risk of high severity, or one of medium that a single participant names: `risk`
 * 4. one recommends nothing, or two recommend different actions: `recommendation_gap`
 * 5. none
 *
 * @param replies of the first round
 */
export const followUpOf = (replies: readonly Reply[]): FollowUp | undefined => {
  const usable = usableOf(replies);
  if (usable.length < 2) return undefined;
  return disagreementIn(usable) ?? riskIn(usable) ?? gapIn(usable);
};

const said = (name: string, words: string): string => `${name}: "${words}"`;

const disagreementIn = (usable: readonly Usable[]): FollowUp | undefined => {
  const [one, other] = (['for', 'against'] as const).map(side => usable.find(it => it.stance === side));
  if (one === undefined || other === undefined) return undefined;
  const point = [one, other].map(it => `${said(it.participant, it.parsed.position)} (${it.stance})`).join('; ');
  return {reason: 'disagreement', point};
};

const riskIn = (usable: readonly Usable[]): FollowUp | undefined => {
  const named = usable.flatMap(({participant, parsed}) => parsed.risks.map(risk => ({participant, risk})));
  const isLonely = ({participant, risk}: {participant: string; risk: Risk}): boolean =>
    !named.some(it => it.participant !== participant && isAlike(it.risk.text, risk.text));
  const found =
    named.find(it => it.risk.severity === 'high') ?? named.find(it => it.risk.severity === 'medium' && isLonely(it));
  if (found === undefined) return undefined;
  return {reason: 'risk', point: `${said(found.participant, found.risk.text)} (${found.risk.severity} risk)`};
};

const gapIn = (usable: readonly Usable[]): FollowUp | undefined => {
  const silent = usable.find(it => it.parsed.recommendation === '');
  if (silent !== undefined) return {reason: 'recommendation_gap', point: `${silent.participant} recommends nothing`};
  const pairs = usable.flatMap((one, at) => usable.slice(at + 1).map(other => [one, other] as const));
  const pair = pairs.find(([one, other]) => !isAlike(one.parsed.recommendation, other.parsed.recommendation));
  if (pair === undefined) return undefined;
  return {
    reason: 'recommendation_gap',
    point: pair.map(it => said(it.participant, it.parsed.recommendation)).join('; '),
  };
};

/** Why a discussion that ran to its end did so. */
export const stopReasonOf = (rounds: readonly Pick<Round, 'replies'>[], followUpEnabled: boolean): StopReason => {
  const [first, second] = rounds.map(it => usableOf(it.replies).length);
  if (first === undefined || first === 0) return 'all_participants_failed';
  if (second !== undefined) return second > 0 ? 'follow_up_complete' : 'follow_up_failed';
  return followUpEnabled ? 'follow_up_not_needed' : 'round_one_complete';
};

/** Failed is one that heard nobody, and one that was ended. */
export const isFailure = (reason: StopReason): boolean =>
  reason === 'all_participants_failed' || reason === 'cancelled' || reason === 'interrupted';

/** Characters of a line that is listed. */
const LINE = 200;

/** A text as one line, cut. */
export const lineOf = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= LINE ? line : `${characters.slice(0, LINE - 1).join('')}…`;
};

/** What of a reply is in the state. */
export const shortOf = (it: Reply, round: ShortReply['round']): ShortReply => {
  const words = lineOf(it.parsed?.position ?? it.error ?? '');
  return {
    round,
    participant: it.participant,
    status: it.status,
    duration_ms: it.duration_ms,
    ...given({
      stance: it.stance ?? undefined,
      position: words === '' ? undefined : words,
      usage: it.usage ?? undefined,
    }),
  };
};
