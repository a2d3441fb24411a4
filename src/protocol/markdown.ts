/** Board, risks and decisions as Markdown, for people to read and keep. Written when asked for; nothing is read back. Pure. */
import {boardOf} from '../core/board.ts';
import type {Decision} from '../core/nouns/decision.ts';
import type {Task} from '../core/nouns/task.ts';

/** Text from anyone as one line of Markdown in which nothing is markup. */
export const plain = (text: string): string =>
  text.replaceAll(/\s+/gu, ' ').replaceAll(/[\\`*_[\]<>#|]/gu, String.raw`\$&`);

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

const taskLines = ({id, title, description, acceptance, depends_on, status_reason}: Task): readonly string[] => [
  `- **${id}** ${plain(title)}`,
  ...[
    description === undefined ? undefined : plain(description),
    status_reason === undefined ? undefined : `Why: ${plain(status_reason)}`,
    depends_on.length === 0 ? undefined : `After: ${depends_on.map(it => it.task).join(', ')}`,
    ...acceptance.map(it => `[ ] ${plain(it)}`),
  ].flatMap(line => (line === undefined ? [] : [`  - ${line}`])),
];

/** Tasks as the board shows them, a section for each of its groups; drafts are the backlog. */
export const tasksMarkdown = (tasks: readonly Task[]): string => {
  const groups = boardOf({tasks: Object.fromEntries(tasks.map(it => [it.id, it]))});
  const sections = groups.map(({title, tasks: found}) =>
    [`## ${title === 'draft' ? 'backlog' : title}`, '', ...found.flatMap(taskLines)].join('\n'),
  );
  return ['# Tasks', ...sections].join('\n\n');
};

type Risk = {readonly task_id: string; readonly at: string; readonly by: string; readonly risk: string};

/** What may go wrong, a line each. */
export const risksMarkdown = (risks: readonly Risk[]): string =>
  [
    '# Risks',
    '',
    ...risks.map(it => `- **${it.task_id}** ${plain(it.risk)} (${plain(it.by)}, ${it.at.slice(0, 10)})`),
  ].join('\n');
