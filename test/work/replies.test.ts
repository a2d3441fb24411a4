import {expect, test} from 'vitest';
import {isUnknownConversation, replySchema, stanceOf, statusOf, understood} from '../../src/work/replies.ts';
import {judge, type Answer, type AnswerStatus} from '../../src/work/answers.ts';

const answered = (text: string, status: AnswerStatus = 'schema_invalid'): Answer => ({status, text});
const whole = {
  position: 'Keep it',
  stance: 'for',
  reasons: ['it works'],
  risks: [{text: 'it is slow', severity: 'low'}],
  recommendation: 'keep it',
  open_questions: ['how long?'],
};

test('a reply that fits the schema is taken as it is', () => {
  const answer = judge({said: {text: JSON.stringify(whole)}}, replySchema);
  expect(answer.status).toBe('answered');
  const {stance: _, ...parsed} = whole;
  expect(understood(answer)).toEqual({parsed, stance: 'for', isLoose: false});
});

test.each(['position', 'stance', 'reasons', 'risks', 'recommendation', 'open_questions'])(
  'the schema asks for %s',
  name => {
    const rest = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name));
    expect(judge({said: {text: JSON.stringify(rest)}}, replySchema).status).toBe('schema_invalid');
  },
);

test.each([
  ['no stance', '{"position":"Yes, keep it"}', {position: 'Yes, keep it', risks: []}],
  ['one reason without a list', '{"position":"x","reasons":"r"}', {reasons: ['r']}],
  ['risks in words', '{"position":"x","risks":["r"]}', {risks: [{text: 'r', severity: 'medium'}]}],
  [
    'another severity',
    '{"position":"x","risks":[{"text":"r","severity":"Critical"}]}',
    {risks: [{text: 'r', severity: 'high'}]},
  ],
  [
    'nothing said as such',
    '{"position":"x","recommendation":"None.","open_questions":["n/a"]}',
    {recommendation: '', open_questions: []},
  ],
  ['only a recommendation', '{"recommendation":"keep it"}', {position: 'keep it', recommendation: 'keep it'}],
  ['JSON within words', 'Here:\n```json\n{"position":"x"}\n```\nBye {', {position: 'x'}],
  ['JSON of another kind', '{"answer":42}', {position: '{"answer":42}'}],
] as const)('JSON of another cut counts: %s', (_, text, parsed) => {
  expect(understood(answered(text))).toMatchObject({parsed, isLoose: true});
});

test('words count: the first line is the position, headings tell the rest', () => {
  expect(understood(answered('\n# I would keep it.\n\nIt works.'))).toMatchObject({
    parsed: {position: 'I would keep it.', reasons: [], recommendation: ''},
    stance: undefined,
  });
  const text = `**Position:** No, drop it
Reasons:
- it is slow
- nobody uses it
## Risks:
1. [high] data is lost
- low: it hurts
Recommendation: drop it
  in two steps
Open questions:
* when?`;
  expect(understood(answered(text))).toEqual({
    parsed: {
      position: 'No, drop it',
      reasons: ['it is slow', 'nobody uses it'],
      risks: [
        {text: 'data is lost', severity: 'high'},
        {text: 'it hurts', severity: 'low'},
      ],
      recommendation: 'drop it in two steps',
      open_questions: ['when?'],
    },
    stance: 'against',
    isLoose: true,
  });
});

test.each(['', ' \n ', '{"position":"","recommendation":""}', '{"position":" ","reasons":[]}'])(
  '%j says nothing',
  text => {
    expect(understood(answered(text))).toBeUndefined();
  },
);

test('"unclear" is no side, whatever the words', () => {
  expect(
    understood({status: 'answered', data: {...whole, stance: 'unclear', position: 'Yes'}})?.stance,
  ).toBeUndefined();
});

test.each([
  ['Yes, keep it', 'for'],
  ['Agreed.', 'for'],
  ['In favor: it works', 'for'],
  ['同意，保留它', 'for'],
  ['"No. Drop it"', 'against'],
  ['Against it', 'against'],
  ["Don't keep it", 'against'],
  ['反对', 'against'],
  ['不同意', 'against'],
  ['It depends on the load', 'mixed'],
  ['Yes, but only for a year', 'mixed'],
  ['Keep it', undefined],
  ['No risk is known', undefined],
  ['No one knows', undefined],
  ['Notable gains', undefined],
  ['Nothing stands against it', undefined],
  ['For example the parser', undefined],
  ['Yesterday it broke', undefined],
  ['Supporting it is dear', undefined],
  ['Support it', 'for'],
  ['Support for Node 18 ends in 2027', undefined],
  ['Accept headers are missing', undefined],
  ["Don't know yet", undefined],
  ['支持', 'for'],
  ['支持这个方案', 'for'],
  ['支持有限', undefined],
  ['', undefined],
] as const)('%j takes the side %s', (position, side) => {
  expect(stanceOf(position)).toBe(side);
});

test.each([
  ['answered', undefined, 'ok'],
  ['schema_invalid', undefined, 'ok'],
  ['no_output', undefined, 'empty'],
  ['timed_out', undefined, 'timeout'],
  ['cancelled', undefined, 'cancelled'],
  ['failed', 'not logged in', 'failed'],
  ['failed', 'session 3 is locked by another process', 'locked'],
] as const)('%s, %s is %s', (status, reason, is) => {
  expect(statusOf({status, ...(reason === undefined ? {} : {reason})})).toBe(is);
});

test.each([
  'thread/resume failed: no rollout found for thread id 1 (code -32600)',
  'No conversation found with session ID: 1',
  'Session not found: ses_1',
])('%j says that a conversation is unknown', reason => {
  expect(isUnknownConversation({status: 'failed', reason})).toBe(true);
  expect(isUnknownConversation({status: 'timed_out', reason})).toBe(false);
});

test('a failure of another kind says nothing of it', () => {
  expect(isUnknownConversation({status: 'failed', reason: 'not logged in'})).toBe(false);
});

test('a number at the beginning is said, unless it counts the points', () => {
  const text = 'Position: 2 of 3 tests fail\nRisks:\n- 100 users lose data\n2. -1 is returned\nRecommendation: 3.14';
  expect(understood({status: 'schema_invalid', text})?.parsed).toMatchObject({
    position: '2 of 3 tests fail',
    risks: [{text: '100 users lose data'}, {text: '-1 is returned'}],
    recommendation: '3.14',
  });
});
