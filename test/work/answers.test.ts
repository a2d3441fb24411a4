import {expect, test} from 'vitest';
import {judge, type Run} from '../../src/work/answers.ts';

const schema = {
  type: 'object',
  properties: {answer: {type: 'string'}},
  required: ['answer'],
  additionalProperties: false,
};
const said = (text: string): Run => ({said: {text}});

test('what was said is the answer', () => {
  expect(judge(said('hello'), undefined)).toEqual({status: 'answered', text: 'hello'});
});

test.each(['{"answer":"x"}', 'Here it is:\n```json\n{"answer":"x"}\n```', ' {"answer": "x"} '])(
  '%j fits the schema',
  text => {
    expect(judge(said(text), schema)).toMatchObject({status: 'answered', data: {answer: 'x'}, text});
  },
);

test.each([
  ['no braces at all', 'it is no JSON'],
  ['{"answer": 5}', 'answer'],
  ['{"other": "x"}', 'answer'],
  ['{"answer":"x","more":1}', 'more'],
])('%j does not fit, and the reason names why', (text, reason) => {
  const answer = judge(said(text), schema);
  expect(answer).toMatchObject({status: 'schema_invalid', text});
  expect(answer.reason).toContain(reason);
});

test('data that the agent itself has bound is checked, too', () => {
  expect(judge({said: {text: 'x', data: {answer: 'y'}}}, schema)).toMatchObject({
    status: 'answered',
    data: {answer: 'y'},
  });
  expect(judge({said: {data: {answer: 1}}}, schema).status).toBe('schema_invalid');
});

test.each(['', ' \n '])('%j is no answer', text => {
  expect(judge(said(text), undefined)).toMatchObject({status: 'no_output'});
});

test('a failure is told in the words of the agent, with what it had said', () => {
  expect(judge({said: {text: 'half', failure: 'rate limit'}}, schema)).toEqual({
    status: 'failed',
    text: 'half',
    reason: 'rate limit',
  });
  expect(judge({said: {text: 'half'}, status: 'timed_out', reason: 'late'}, undefined)).toEqual({
    status: 'timed_out',
    text: 'half',
    reason: 'late',
  });
});

test('a schema that is none is said', () => {
  expect(judge(said('{}'), {type: 'nonsense'}).reason).toContain('the schema cannot be used');
});
