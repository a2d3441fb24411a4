import {expect, test} from 'vitest';
import type {Schema} from './ask.ts';
import {sampleOf} from './sample.ts';

test.each<[Schema, unknown]>([
  [{const: 7}, 7],
  [{enum: ['low', 'high']}, 'low'],
  [{anyOf: [{type: 'null'}, {type: 'string'}]}, null],
  [{type: ['integer', 'null'], minimum: 3}, 3],
  // Gemini CLI writes types in capitals.
  [
    {type: 'OBJECT', properties: {title: {type: 'STRING'}, tags: {type: 'array'}}},
    {title: 'A scripted session', tags: []},
  ],
])('%j is fitted by %j', (schema, value) => {
  expect(sampleOf(schema)).toEqual(value);
});
