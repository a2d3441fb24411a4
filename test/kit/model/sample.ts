/** Values that fit a schema well enough for titles and classifiers. */
import type {Schema} from './ask.ts';

/** Make one. @param name of the property it is for */
export const sampleOf = (schema: Schema, name = ''): unknown => {
  const {const: only, enum: [first] = [], anyOf, oneOf} = schema;
  const fixed = only ?? first;
  if (fixed !== undefined) return fixed;
  const [option] = anyOf ?? oneOf ?? [];
  return option === undefined ? byType(schema, name) : sampleOf(option, name);
};

const byType = ({type = 'object', minimum = 1, properties = {}}: Schema, name: string): unknown => {
  const [first = 'object'] = [type].flat();
  const plain: Readonly<Record<string, unknown>> = {
    string: name === 'title' ? 'A scripted session' : 'scripted',
    integer: minimum,
    number: minimum,
    boolean: false,
    array: [],
    null: null,
  };
  const kind = first.toLowerCase();
  if (kind in plain) return plain[kind];
  return Object.fromEntries(Object.entries(properties).map(([key, it]) => [key, sampleOf(it, key)]));
};
