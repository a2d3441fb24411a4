/** What a discussion came to, as lines to look at and as a note: from its artifact, whose words are whole there. Pure. */
import type {Artifact, Synthesis} from './artifact.ts';

/** Of what kind a line is; it also says how much it should be noticed. */
export type Said = {
  readonly kind: 'agreed' | 'differ' | 'risk' | 'advice' | 'open' | 'unheard' | 'alone';
  readonly text: string;
};

/** More of a text is in the artifact. */
const LONGEST = 400;
const MOST = 40;

const oneLine = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
};

const by = (text: string, names: readonly string[]): string => `${oneLine(text)} (${names.join(', ')})`;

/** The synthesis as lines: what they do not agree on before what they do. */
export const saidOf = (it: Synthesis): readonly Said[] =>
  [
    ...it.disagreements.map(({point, by: sides}) => {
      const held = Object.entries(sides).map(([name, side]) => `${name}: ${oneLine(side)}`);
      return {kind: 'differ' as const, text: `${oneLine(point)} (${held.join('; ')})`};
    }),
    ...it.agreements.map(text => ({kind: 'agreed' as const, text: oneLine(text)})),
    ...(it.single_view === null ? [] : [{kind: 'alone' as const, text: `only ${it.single_view} could be heard`}]),
    ...it.risks.map(risk => ({kind: 'risk' as const, text: `${risk.severity}: ${by(risk.text, risk.raised_by)}`})),
    ...it.recommendations.map(({text, supported_by}) => ({kind: 'advice' as const, text: by(text, supported_by)})),
    ...it.open_questions.map(text => ({kind: 'open' as const, text: oneLine(text)})),
    ...(it.missing_participants.length === 0
      ? []
      : [{kind: 'unheard' as const, text: it.missing_participants.join(', ')}]),
  ].slice(0, MOST);

/** A kind in a word or two. */
export const saidWords: Readonly<Record<Said['kind'], string>> = {
  agreed: 'agreed',
  differ: 'differ',
  risk: 'risk',
  advice: 'advice',
  open: 'open',
  unheard: 'not heard',
  alone: 'one view',
};

/** The result as the note of a task: who stood where, what it came to, and where every word is. */
export const noteOf = ({run_id, topic, synthesis, stop_reason}: Artifact): string =>
  [
    `Roundtable ${run_id}: ${oneLine(topic)}`,
    ...(synthesis?.positions ?? []).map(
      ({participant, position, stance}) =>
        `- ${participant}${stance === null ? '' : ` (${stance})`}: ${oneLine(position)}`,
    ),
    ...(synthesis === null ? [] : saidOf(synthesis).map(({kind, text}) => `- ${saidWords[kind]}: ${text}`)),
    ...(synthesis === null ? [`- ended without a result: ${stop_reason ?? 'it did not end'}`] : []),
    `Every word: roundhouse show-discussion ${run_id}`,
  ].join('\n');
