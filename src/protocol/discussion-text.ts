/** Discussions as a person reads them on a terminal: no line is wider than 80 columns. Pure. */
import type {Artifact, Reply, Synthesis} from '../core/artifact.ts';
import {wrapText} from '../core/width.ts';
import {mark} from '../core/signs.ts';
import type {Discussed, Garbage, ShownConversation} from './discussion-shapes.ts';

const COLS = 80;
/** Columns of the words at the left. */
const LABEL = 14;

/** A word at the left, and text beside it; nothing where there is no text. */
const beside = (label: string, text: string): readonly string[] => {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const rows = line === '' ? [] : wrapText(line, COLS - LABEL);
  return rows.map((row, at) => `${(at === 0 ? label : '').padEnd(LABEL)}${row}`);
};

/** Several texts, each with a dash. */
const listed = (label: string, texts: readonly string[]): readonly string[] =>
  texts.flatMap((text, at) =>
    wrapText(text.replaceAll(/\s+/gu, ' ').trim(), COLS - LABEL - 2).map(
      (line, row) => `${(at === 0 && row === 0 ? label : '').padEnd(LABEL)}${row === 0 ? '- ' : '  '}${line}`,
    ),
  );

/** `a, b` behind a text. */
const by = (text: string, names: readonly string[]): string => `${text} (${names.join(', ')})`;

/** Who stands where: `codex for, claude against`. */
export const sidesText = (sides: Readonly<Record<string, string>>): string =>
  Object.entries(sides)
    .map(([name, side]) => `${name}: ${side}`)
    .join('; ');

const synthesisLines = (it: Synthesis): readonly string[] => [
  ...(it.single_view === null ? [] : beside('single view', `only ${it.single_view} could be heard; nothing is agreed`)),
  ...listed('agreed', it.agreements),
  ...listed(
    'disagreed',
    it.disagreements.map(({point, by: sides}) => `${point} (${sidesText(sides)})`),
  ),
  ...listed(
    'risks',
    it.risks.map(risk => by(`[${risk.severity}] ${risk.text}`, risk.raised_by)),
  ),
  ...listed(
    'recommended',
    it.recommendations.map(found => by(found.text, found.supported_by)),
  ),
  ...listed('open', it.open_questions),
  ...beside('not heard', it.missing_participants.join(', ')),
  ...beside('confidence', it.confidence),
];

const headOf = (id: string, words: readonly (string | null | undefined)[]): string =>
  [id, ...words.filter(word => word !== undefined && word !== null)].join(` ${mark.dot} `);

const seatLines = (discussion: Discussed): readonly string[] =>
  discussion.panel.flatMap(({name}) => {
    const last = discussion.replies.findLast(reply => reply.participant === name);
    if (last === undefined) return beside(name, discussion.status === 'running' ? 'is being asked' : 'did not answer');
    const word = last.status === 'ok' ? (last.stance ?? 'ok') : last.status;
    return beside(name, [word, last.position].filter(it => it !== undefined).join(` ${mark.dot} `));
  });

const moderationLines = (it: Artifact['moderation'] | undefined): readonly string[] => {
  if (it === undefined || it === null) return [];
  if (it.status !== 'ok') return ['', ...beside('moderator', `${it.agent}: ${it.status}, ${it.error ?? ''}`)];
  return ['', `in the words of ${it.agent}, beside what the rule found:`, ...textLines(it.text)];
};

/** A discussion, and what it came to. */
export const discussedText = (it: Discussed): string =>
  [
    headOf(it.id, [it.status, it.stop_reason, it.follow_up_reason && `follow-up: ${it.follow_up_reason}`]),
    ...wrapText(it.topic, COLS),
    '',
    ...seatLines(it),
    ...(it.synthesis === undefined ? [] : ['', ...synthesisLines(it.synthesis)]),
    ...moderationLines(it.moderation),
    '',
    it.markdown_path,
  ].join('\n');

const textLines = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .flatMap(line => wrapText(line, COLS - 2))
    .map(line => `  ${line}`.trimEnd());

const replyLines = ({participant, status, stance, text, error, parsed}: Reply): readonly string[] => [
  '',
  headOf(participant, [status, stance]),
  ...(error === null ? [] : textLines(error)),
  ...(parsed === null
    ? textLines(text)
    : [
        ...beside('position', parsed.position),
        ...listed('reasons', parsed.reasons),
        ...listed(
          'risks',
          parsed.risks.map(risk => `[${risk.severity}] ${risk.text}`),
        ),
        ...beside('recommends', parsed.recommendation),
        ...listed('open', parsed.open_questions),
      ]),
];

/** All of a discussion. */
export const discussionText = (it: Artifact): string =>
  [
    headOf(it.run_id, [it.status, it.stop_reason, it.follow_up_reason && `follow-up: ${it.follow_up_reason}`]),
    ...it.topic.split('\n').flatMap(line => wrapText(line, COLS)),
    ...it.rounds.flatMap(round => ['', `ROUND ${round.index}`, ...round.replies.flatMap(replyLines)]),
    ...(it.synthesis === null ? [] : ['', 'SYNTHESIS, BY RULE', '', ...synthesisLines(it.synthesis)]),
    ...moderationLines(it.moderation),
  ].join('\n');

/** What goes on. */
export const conversationText = (it: ShownConversation): string => {
  const seats = Object.entries(it.participants);
  return [
    ...beside('session', it.session),
    ...beside('key', it.conversation_key.slice(0, 16)),
    ...beside('running', it.running ?? ''),
    ...beside('last', [it.last_discussion, it.last_status, it.last_stop_reason].filter(Boolean).join(' ')),
    ...beside('last used', it.last_used_at ?? 'never'),
    ...(seats.length === 0 ? beside('participants', 'none goes on: the next discussion begins anew') : []),
    ...seats.flatMap(([name, {agent, conversation}]) => beside(name, `${agent} ${conversation}`)),
  ].join('\n');
};

/** What is old. */
export const garbageText = (it: Garbage): string => {
  const {discussions, conversations, strays} = it;
  if (discussions.length + conversations.length + strays.length === 0)
    return `nothing is older than ${it.max_age_days} days`;
  const kilobytes = Math.ceil(it.bytes / 1024);
  return [
    it.applied ? `removed, ${kilobytes} KB:` : `would be removed with --apply, ${kilobytes} KB:`,
    ...discussions.map(({id, topic}) => wrapText(`${id}  ${topic}`, COLS)[0] ?? id),
    ...conversations.map(({session, last_used_at}) => `conversation ${session}, last used ${last_used_at}`),
    ...strays,
  ].join('\n');
};
