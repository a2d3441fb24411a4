/** Decisions as Markdown, for people to read and keep. Written when it is asked for; nothing is read back. Pure. */
import type {Decision} from '../core/nouns/decision.ts';

/** Text from anyone as one line of Markdown in which nothing is markup. */
const plain = (text: string): string => text.replaceAll(/\s+/gu, ' ').replaceAll(/[\\`*_[\]<>#|]/gu, String.raw`\$&`);

const shortOf = (commit: string): string => `\`${commit.slice(0, 12)}\``;

const mergeLine = ({merge}: Decision): string | undefined => {
  if (merge === undefined) return undefined;
  const {into, mode, before, after} = merge;
  const commits = before === undefined || after === undefined ? '' : `, ${shortOf(before)} → ${shortOf(after)}`;
  return `Into: ${plain(into)} (${mode})${commits}`;
};

const linesOf = (it: Decision): readonly string[] =>
  [
    `Task: ${it.task_id}`,
    `By: ${plain(it.by)}`,
    it.commit === undefined ? undefined : `Commit: ${shortOf(it.commit)}`,
    mergeLine(it),
    it.outcome === undefined ? undefined : `Outcome: ${it.outcome}`,
    it.waives === undefined ? undefined : `Waives: ${plain(it.waives)}`,
    it.reason === undefined ? undefined : `Reason: ${plain(it.reason)}`,
    ...(it.evidence ?? []).map(evidence => `Evidence: ${plain(evidence)}`),
  ].flatMap(line => (line === undefined ? [] : [`- ${line}`]));

/** All that is known of some decisions, a section each. */
export const decisionsMarkdown = (decisions: readonly Decision[]): string =>
  ['# Decisions', ...decisions.map(it => [`## ${it.id} · ${it.kind} · ${it.at}`, '', ...linesOf(it)].join('\n'))].join(
    '\n\n',
  );
