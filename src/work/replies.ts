/** What a participant has said, as far as it can be understood: bound to the schema, as JSON of another cut, or in words. Pure. */
import {parsed, type Parsed, type Risk} from '../core/artifact.ts';
import type {ReplyStatus, Severity, Stance} from '../core/nouns/discussion.ts';
import type {Answer} from './answers.ts';

/** What each is asked to answer with. Every field is required and no other allowed, as strict binding wants it. */
export const replySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['position', 'stance', 'reasons', 'risks', 'recommendation', 'open_questions'],
  properties: {
    position: {type: 'string', description: 'where you stand on the topic, in one sentence'},
    stance: {
      type: 'string',
      enum: ['for', 'against', 'mixed', 'unclear'],
      description: 'for or against what the topic proposes; mixed when it depends; unclear when it proposes nothing',
    },
    reasons: {type: 'array', items: {type: 'string'}},
    risks: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['text', 'severity'],
        properties: {text: {type: 'string'}, severity: {type: 'string', enum: ['low', 'medium', 'high']}},
      },
    },
    recommendation: {type: 'string', description: 'the one thing to do'},
    open_questions: {type: 'array', items: {type: 'string'}},
  },
} as const;

/** A reply as it was understood. */
export type Understood = {
  readonly parsed: Parsed;
  readonly stance: Stance | undefined;
  /** It did not come as it was asked for. */
  readonly isLoose: boolean;
};

const STATUSES: Readonly<Record<Answer['status'], ReplyStatus>> = {
  answered: 'ok',
  schema_invalid: 'ok',
  no_output: 'empty',
  timed_out: 'timeout',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** What became of a call; whether there is something in what was said shows when it is understood. */
export const statusOf = ({status, reason = ''}: Answer): ReplyStatus =>
  status === 'failed' && IN_USE.test(reason) ? 'locked' : STATUSES[status];

const IN_USE = /\b(?:thread|session|conversation)\b[^\n]*\b(?:locked|in use)\b/iu;

/** Does an agent say that it knows nothing of the conversation it was to go on with? Their words: Codex, Claude Code, OpenCode, Gemini CLI. */
export const isUnknownConversation = ({status, reason = ''}: Answer): boolean =>
  status === 'failed' &&
  /no rollout found|no conversation found|session not found|notfounderror|invalid session identifier|error resuming session|(?:unknown|no such) (?:conversation|session|thread)/iu.test(
    reason,
  );

/**
 * Understand what was said; as JSON where there is any, else as text.
 *
 * @returns undefined where nothing is said
 */
export const understood = ({data, text = '', status}: Answer): Understood | undefined => {
  const fields = oursIn(data) ?? oursIn(jsonIn(text));
  const found = fields === undefined ? fromText(text) : fromFields(fields);
  if (found.position === '') return undefined;
  const stated = stanceNamed(fields?.['stance']);
  return {
    parsed: parsed.parse(found),
    stance: stated === 'unclear' ? undefined : (stated ?? stanceOf(found.position)),
    isLoose: status !== 'answered',
  };
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** Fields with at least one of our names; JSON of another kind is what somebody wrote, as any words are. */
const oursIn = (value: unknown): Fields | undefined => {
  const fields = fieldsOf(value);
  const isOurs = fields !== undefined && Object.keys(replySchema.properties).some(name => Object.hasOwn(fields, name));
  return isOurs ? fields : undefined;
};

/** The JSON in a text: what stands between the first brace and the last. */
const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
};

/** One that only recommends something stands for that. */
const fromFields = (it: Fields): Parsed => {
  const recommendation = textOf(it['recommendation']);
  return {
    position: textOf(it['position']) || recommendation,
    reasons: textsOf(it['reasons']),
    risks: listOf(it['risks']).flatMap(riskOf),
    recommendation,
    open_questions: textsOf(it['open_questions']),
  };
};

/** "None" in the place of a point says that there is none. */
const NOTHING =
  /^[\s"'(-]*(?:none|nothing|n\/a|no (?:risks?|questions?|recommendations?)|无|没有|暂无)?[\s"').。-]*$/iu;

const textOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value.trim() : '';
  return NOTHING.test(text) ? '' : text;
};

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

const textsOf = (value: unknown): string[] =>
  listOf(value)
    .map(textOf)
    .filter(it => it !== '');

/** A risk that comes without its severity counts as medium. */
const riskOf = (value: unknown): readonly Risk[] => {
  const text = textOf(value) || textOf(fieldsOf(value)?.['text']);
  return text === '' ? [] : [{text, severity: severityOf(fieldsOf(value)?.['severity'])}];
};

const severityOf = (value: unknown): Severity => {
  const word = textOf(value).toLowerCase();
  if (/^(?:high|critical|severe|blocker)/u.test(word)) return 'high';
  return /^(?:low|minor)/u.test(word) ? 'low' : 'medium';
};

const stanceNamed = (value: unknown): Stance | 'unclear' | undefined => {
  const word = textOf(value).toLowerCase();
  return word === 'for' || word === 'against' || word === 'mixed' || word === 'unclear' ? word : undefined;
};

const HEADING =
  /^[\s>*#_-]*(?<name>position|reasons?|risks?|recommendations?|open[ _]questions?)[*_\s]*[:：][*_\s]*(?<rest>.*)$/iu;

/** What a line of a list begins with; a number that is no mark is said. */
const LIST_MARK = /^\s*(?:>\s*)*(?:(?:[*•#-]+|\d+[.)])\s+)?/u;

/** Words under headings of ours, each line a point; without headings, the first line that says something is the position. */
const fromText = (text: string): Parsed => {
  const found: Record<'position' | 'reason' | 'risk' | 'recommendation' | 'open', string[]> = {
    position: [],
    reason: [],
    risk: [],
    recommendation: [],
    open: [],
  };
  let part: keyof typeof found | undefined;
  for (const line of text.split('\n')) {
    const {name, rest} = HEADING.exec(line)?.groups ?? {};
    if (name !== undefined) part = name.toLowerCase().replace(/s$|[ _]questions?$/gu, '') as keyof typeof found;
    const words = (rest ?? line.replace(LIST_MARK, '')).trim();
    if (part !== undefined && textOf(words) !== '') found[part].push(words);
  }
  return {
    position: found.position.join(' ') || firstLineOf(text),
    reasons: found.reason,
    risks: found.risk.map(riskInWords),
    recommendation: found.recommendation.join(' '),
    open_questions: found.open,
  };
};

/** `[high] text`, `high: text`, `(high) text`. */
const riskInWords = (line: string): Risk => {
  const {severity, text} =
    /^[[(]?(?<severity>low|medium|high)[\])]?\s*[:：-]?\s+(?<text>.+)$/iu.exec(line)?.groups ?? {};
  return {text: text ?? line, severity: severityOf(severity)};
};

const firstLineOf = (text: string): string =>
  text
    .split('\n')
    .map(it => it.replace(/^[\s>#*-]+/u, '').trim())
    .find(it => it !== '') ?? '';

const ASSENT =
  /^(?:yes|yep|agreed?|i agree|in favou?r|for it|for\b(?=[:,.])|approve|accept|support|i support|赞成|支持|同意|是的)/iu;
const DISSENT =
  /^(?:no|nope|disagree|i disagree|opposed?|against|reject|i oppose|not in favou?r|do not|don['’]t|反对|不同意|不赞成|不支持|不应)/iu;
const BOTH =
  /^(?:mixed|it depends|depends|both|partly|yes and no|yes, but|yes but|no, but|no but|视情况|看情况|部分)/iu;
/** "No risk is known", "Don't know yet", "Support ends in 2027" and "支持有限" are about something else than the topic. */
const ELSEWHERE =
  /^(?:no\s+(?!way\b)\p{L}|(?:do not|don['’]t)\s+(?:know|mind|care|see|think)\b|(?:approve|accept|support)\s+(?!it\b|this\b|that\b|the\b)\p{L}|支持(?!$|[\p{P}\s这此该本]))/iu;
/** What follows a word of Latin letters must end it: "notable" and "form" take no side. */
const ends = (text: string, found: RegExpExecArray | null): boolean =>
  found !== null && !/^[\p{Script=Latin}\d-]/u.test(text.slice(found[0].length));

/**
 * The side a position takes, by its first words alone: yes, agreed, in favour … ; no, against, do not … ; it depends, yes but ….
 * Anything else takes none: a side that is guessed would make a disagreement that nobody has.
 */
export const stanceOf = (position: string): Stance | undefined => {
  const text = position.normalize('NFKC').replace(/^[\s"'“*_>#-]+/u, '');
  if (ends(text, BOTH.exec(text))) return 'mixed';
  if (ELSEWHERE.test(text)) return undefined;
  if (ends(text, DISSENT.exec(text))) return 'against';
  return ends(text, ASSENT.exec(text)) ? 'for' : undefined;
};
