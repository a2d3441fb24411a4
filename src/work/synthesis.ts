/**
 * Holds replies together, conservatively: an agreement is what every usable reply states word by word; nothing is added that no
 * participant said; who was not heard is named. Pure.
 */
import type {Artifact, Risk, Synthesis} from '../core/artifact.ts';
import type {Counts, StopReason} from '../core/nouns/discussion.ts';
import {isSame, keyOf} from './sameness.ts';
import {usableOf, type Usable} from './discuss.ts';

type Table = Pick<Artifact, 'rounds' | 'participants' | 'topic'>;

/** What a participant holds in the end: its last word, and every risk and question it ever raised. */
type Held = {readonly name: string; readonly last: Usable; readonly all: readonly Usable[]};

/** @param table as far as it has come */
export const synthesisOf = ({rounds, participants, topic}: Table): Synthesis => {
  const held = participants.flatMap((name): readonly Held[] => {
    const all = rounds.flatMap(it => usableOf(it.replies)).filter(it => it.participant === name);
    const last = all.at(-1);
    return last === undefined ? [] : [{name, last, all}];
  });
  const missing = participants.filter(name => !held.some(it => it.name === name));
  const disagreements = disagreementsIn(held, topic);
  const recommendations = recommendationsIn(held);
  const isWhole = rounds.every(it => usableOf(it.replies).length === participants.length);
  return {
    agreements: agreementsIn(held, disagreements.length > 0),
    disagreements,
    risks: risksIn(held),
    recommendations,
    open_questions: distinct(held.flatMap(it => it.all.flatMap(reply => reply.parsed.open_questions))),
    missing_participants: [...missing],
    confidence: confidenceOf({
      heard: held.length,
      isSplit: disagreements.length > 0,
      isWhole: isWhole && recommendations.length < 2,
    }),
    single_view: held.length === 1 ? (held[0]?.name ?? null) : null,
    positions: held.map(({name, last}) => ({participant: name, position: last.parsed.position, stance: last.stance})),
  };
};

/** One of each, as it was said first. */
const distinct = (texts: readonly string[]): string[] =>
  texts.filter((text, at) => keyOf(text) !== '' && texts.findIndex(it => isSame(it, text)) === at);

/** What a reply states. Risks and questions are held together by themselves; positions say nothing the same where sides differ. */
const statedBy = ({parsed: {position, reasons, recommendation}}: Usable, isSplit: boolean): readonly string[] => [
  ...(isSplit ? [] : [position]),
  ...reasons,
  recommendation,
];

const agreementsIn = (held: readonly Held[], isSplit: boolean): string[] => {
  const [first, ...rest] = held.map(it => statedBy(it.last, isSplit));
  if (first === undefined || rest.length === 0) return [];
  return distinct(first).filter(text => rest.every(stated => stated.some(it => isSame(it, text))));
};

const disagreementsIn = (held: readonly Held[], topic: string): Synthesis['disagreements'] => {
  const sides = held.filter(it => it.last.stance === 'for' || it.last.stance === 'against');
  if (new Set(sides.map(it => it.last.stance)).size < 2) return [];
  return [{point: topic, by: Object.fromEntries(sides.map(it => [it.name, it.last.stance ?? '']))}];
};

const RANK = {low: 0, medium: 1, high: 2} as const;

const risksIn = (held: readonly Held[]): Synthesis['risks'] => {
  const named = held.flatMap(({name, all}) => all.flatMap(it => it.parsed.risks.map(risk => ({name, risk}))));
  return distinct(named.map(it => it.risk.text)).map(text => {
    const same = named.filter(it => isSame(it.risk.text, text));
    return {text, severity: worstOf(same.map(it => it.risk)), raised_by: [...new Set(same.map(it => it.name))]};
  });
};

const worstOf = (risks: readonly Risk[]): Risk['severity'] =>
  risks.reduce<Risk['severity']>((worst, it) => (RANK[it.severity] > RANK[worst] ? it.severity : worst), 'low');

const recommendationsIn = (held: readonly Held[]): Synthesis['recommendations'] =>
  distinct(held.map(it => it.last.parsed.recommendation)).map(text => ({
    text,
    supported_by: held.filter(it => isSame(it.last.parsed.recommendation, text)).map(it => it.name),
  }));

const confidenceOf = (it: {heard: number; isWhole: boolean; isSplit: boolean}): Synthesis['confidence'] => {
  if (it.heard === 0) return 'none';
  if (it.heard === 1 || it.isSplit) return 'low';
  return it.isWhole ? 'high' : 'medium';
};

/** How many of each it has. */
export const countsOf = ({agreements, disagreements, risks}: Synthesis): Counts => ({
  agreements: agreements.length,
  disagreements: disagreements.length,
  risks: risks.length,
});

/** What did not go well, a sentence each. */
const errorsOf = ({rounds}: Pick<Artifact, 'rounds'>): readonly string[] =>
  rounds.flatMap(({index, replies}) =>
    replies
      .filter(it => it.status !== 'ok')
      .map(it => `${it.participant}, round ${index}: ${it.status}${it.error === null ? '' : `, ${it.error}`}`),
  );

/**
 * An artifact that has come to its end.
 *
 * @param status as the stop reason makes it
 */
export const ended = (
  it: Artifact,
  {stop_reason, status, at}: {stop_reason: StopReason; status: 'done' | 'failed'; at: Date},
): Artifact => ({
  ...it,
  status,
  stop_reason,
  ended_at: at.toISOString(),
  duration_ms: Math.max(0, at.getTime() - Date.parse(it.started_at)),
  synthesis: synthesisOf(it),
  errors: [...new Set([...it.errors, ...errorsOf(it)])],
});
