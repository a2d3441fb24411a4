/** A discussion as Markdown, for people to read and keep: the file beside its artifact. Nothing is read back. Pure. */
import type {Artifact, Moderation, Reply, Round, Synthesis} from '../core/artifact.ts';
import {fenceOf} from '../core/fence.ts';
import {sidesText} from './discussion-text.ts';
import {plain} from './markdown.ts';

const listed = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`### ${title}`, '', ...lines.map(line => `- ${line}`), ''];

/** Words of an agent, whole, as a quotation: a fence longer than any in them. */
const quoted = (text: string): readonly string[] => {
  const fence = fenceOf(text);
  return [`${fence}text`, text.trimEnd(), fence, ''];
};

const who = (names: readonly string[]): string => `*${names.map(plain).join(', ')}*`;

const synthesisLines = (it: Synthesis): readonly string[] => [
  '## Synthesis',
  '',
  'Held together by rule: an agreement is what every usable reply states, and nothing is added.',
  '',
  ...(it.single_view === null ? [] : [`**Single view:** only ${plain(it.single_view)} could be heard.`, '']),
  ...listed('Agreements', it.agreements.map(plain)),
  ...listed(
    'Disagreements',
    it.disagreements.map(({point, by}) => `${plain(point)}: ${plain(sidesText(by))}`),
  ),
  ...listed(
    'Risks',
    it.risks.map(({text, severity, raised_by}) => `**${severity}** ${plain(text)} ${who(raised_by)}`),
  ),
  ...listed(
    'Recommendations',
    it.recommendations.map(({text, supported_by}) => `${plain(text)} ${who(supported_by)}`),
  ),
  ...listed('Open questions', it.open_questions.map(plain)),
  ...listed('Not heard', it.missing_participants.map(plain)),
  `Confidence: ${it.confidence}`,
  '',
];

const moderationLines = (it: Moderation | null): readonly string[] =>
  it === null
    ? []
    : [
        `## In the words of ${plain(it.agent)}`,
        '',
        'A moderator’s wording. It stands beside the synthesis and does not replace it.',
        '',
        ...(it.status === 'ok' ? quoted(it.text) : [`${it.status}: ${plain(it.error ?? '')}`, '']),
      ];

const replyLines = (it: Reply): readonly string[] => [
  `### ${plain(it.participant)} · ${[it.status, it.stance].filter(word => word !== null).join(' · ')}`,
  '',
  ...(it.error === null ? [] : [plain(it.error), '']),
  ...(it.parsed === null
    ? []
    : [
        `- **Position:** ${plain(it.parsed.position)}`,
        ...it.parsed.reasons.map(reason => `- **Reason:** ${plain(reason)}`),
        ...it.parsed.risks.map(({text, severity}) => `- **Risk (${severity}):** ${plain(text)}`),
        ...(it.parsed.recommendation === '' ? [] : [`- **Recommendation:** ${plain(it.parsed.recommendation)}`]),
        ...it.parsed.open_questions.map(question => `- **Open:** ${plain(question)}`),
        '',
      ]),
  ...(it.text.trim() === '' ? [] : ['As it was said:', '', ...quoted(it.text)]),
];

const roundLines = (it: Round): readonly string[] => [
  `## Round ${it.index}${it.prompt_role === 'follow_up' ? ', the follow-up' : ''}`,
  '',
  ...it.replies.flatMap(replyLines),
  'What was asked:',
  '',
  ...quoted(it.prompt),
];

const headLines = (it: Artifact): readonly string[] => [
  `# ${plain(it.topic)}`,
  '',
  `- Discussion: ${it.run_id}`,
  `- Status: ${it.status}${it.stop_reason === null ? '' : ` (${it.stop_reason})`}`,
  `- Panel: ${it.panel.map(({name, agent, model}) => plain(name === agent ? [name, model].filter(Boolean).join(' ') : `${name} (${[agent, model].filter(Boolean).join(' ')})`)).join(', ')}`,
  `- Conversation: ${plain(it.session_name)}`,
  ...(it.task_id === null ? [] : [`- Task: ${it.task_id}`]),
  `- Began: ${it.started_at}`,
  ...(it.ended_at === null ? [] : [`- Ended: ${it.ended_at}`]),
  ...(it.follow_up_reason === null
    ? []
    : [`- Follow-up: ${it.follow_up_reason}${it.follow_up_point === null ? '' : `, ${plain(it.follow_up_point)}`}`]),
  ...it.contexts.map(({kind, name, characters, given}) =>
    [`- Given: ${kind} ${plain(name)}`, given < characters ? ` (${given} of ${characters} characters)` : ''].join(''),
  ),
  ...(it.usage === null ? [] : [`- Tokens: ${it.usage.input} in, ${it.usage.output} out${costOf(it.usage)}`]),
  ...it.errors.map(error => `- Trouble: ${plain(error)}`),
  '',
];

const costOf = ({cost_usd}: NonNullable<Artifact['usage']>): string =>
  cost_usd === undefined ? '' : `, ${cost_usd.toFixed(4)} USD where it was told`;

/** A discussion with every word. */
export const discussionMarkdown = (it: Artifact): string =>
  [
    ...headLines(it),
    ...(it.synthesis === null ? [] : synthesisLines(it.synthesis)),
    ...moderationLines(it.moderation),
    ...it.rounds.flatMap(roundLines),
  ]
    .join('\n')
    .trimEnd();
