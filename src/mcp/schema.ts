/** A verb's params and result as JSON Schema, in the small part of it that all clients of MCP understand. Pure. */
import * as z from 'zod';
import type {Verb} from '../protocol/entry.ts';
import {isReading} from './names.ts';

export type JsonSchema = {readonly type: 'object'; readonly [key: string]: unknown};

const repo_path = z
  .string()
  .min(1)
  .optional()
  .describe('any folder in the repository or in a linked worktree; the one this server was started in when left out');

const yes = z.boolean().optional().describe('answer yes if it asks first');

/** What every failure is, beside the result. */
const error = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    details: z.record(z.string(), z.unknown()),
  }),
});

/** What may be given to the tool of a verb; names that are not in it are refused. */
export const inputSchemaOf = (name: string, {params}: Verb): JsonSchema => {
  const whole = params.extend({repo_path, ...(isReading(name) ? {} : {yes})});
  return {...schemaOf(whole, 'input'), additionalProperties: false};
};

/** What the tool of a verb gives: the result, or a fault. Many clients hold faults, too, against it. */
export const outputSchemaOf = ({result}: Verb): JsonSchema => ({
  type: 'object',
  anyOf: [schemaOf(result, 'output'), schemaOf(error, 'output')],
});

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const {$schema: _, ...rest} = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({zodSchema, jsonSchema}) => {
      if (zodSchema instanceof z.ZodDiscriminatedUnion) nameOnly(zodSchema, jsonSchema);
      plain(jsonSchema);
    },
  });
  return {...rest, type: 'object'};
};

type Json = z.core.JSONSchema.BaseSchema;

/** Leave out what says nothing to an agent: the limits of safe integers, the pattern of a date; and what forbids later fields. */
const plain = (json: Json): void => {
  if (json.additionalProperties === false) delete json.additionalProperties;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.format === 'date-time') delete json.pattern;
  if (json.description !== undefined) json.description = json.description.replace(/; repeat for more( lines)?$/u, '');
};

/** Of a union of events: which there are, not what each carries, which is 13 kB. */
const nameOnly = (schema: z.ZodDiscriminatedUnion, json: Json): void => {
  const {discriminator} = schema.def;
  const names = schema.options.flatMap(option =>
    option instanceof z.ZodObject && option.shape[discriminator] instanceof z.ZodLiteral
      ? [...option.shape[discriminator].values]
      : [],
  );
  delete json.oneOf;
  delete json.anyOf;
  Object.assign(json, {
    type: 'object',
    properties: {[discriminator]: {type: 'string', enum: names}},
    required: [discriminator],
  });
};
