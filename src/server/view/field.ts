/** A line of text being typed: what keys do to it. Pure. */
import type {Chord} from '../../core/keys.ts';
import type {Field} from '../../core/view.ts';

const before = ({text, cursor}: Field): string => text.slice(0, cursor);
const after = ({text, cursor}: Field): string => text.slice(cursor);
/** The last character before the cursor, as a person counts: an emoji of several code points is one. */
const lastOf = (text: string): number =>
  [...new Intl.Segmenter(undefined, {granularity: 'grapheme'}).segment(text)].at(-1)?.segment.length ?? 0;
const firstOf = (text: string): number =>
  [...new Intl.Segmenter(undefined, {granularity: 'grapheme'}).segment(text)][0]?.segment.length ?? 0;
const wordOf = (text: string): number => /\S*\s*$/u.exec(text)?.[0].length ?? 0;

const cut = (field: Field, count: number): Field => ({
  ...field,
  text: before(field).slice(0, field.cursor - count) + after(field),
  cursor: field.cursor - count,
});

/** Readline's keys, where they are of use in one line. */
const edits: Readonly<Record<Chord, (field: Field) => Field>> = {
  Backspace: field => cut(field, lastOf(before(field))),
  'C-h': field => cut(field, lastOf(before(field))),
  'C-w': field => cut(field, wordOf(before(field))),
  'C-u': field => cut(field, field.cursor),
  'C-k': field => ({...field, text: before(field)}),
  Delete: field => ({...field, text: before(field) + after(field).slice(firstOf(after(field)))}),
  Left: field => ({...field, cursor: field.cursor - lastOf(before(field))}),
  Right: field => ({...field, cursor: field.cursor + firstOf(after(field))}),
  Home: field => ({...field, cursor: 0}),
  'C-a': field => ({...field, cursor: 0}),
  End: field => ({...field, cursor: field.text.length}),
  'C-e': field => ({...field, cursor: field.text.length}),
};

export const emptyField = (label: string): Field => ({label, text: '', cursor: 0});

/** Put text in at the cursor; ends of lines become spaces. */
export const insert = (field: Field, text: string): Field => {
  const line = text.replaceAll(/[\r\n]+/gu, ' ');
  return {...field, text: before(field) + line + after(field), cursor: field.cursor + line.length};
};

/** @returns the field after a key, or undefined when the key is none for a field */
export const editField = (field: Field, key: {chord: Chord; text?: string | undefined}): Field | undefined => {
  if (Object.hasOwn(edits, key.chord)) return edits[key.chord]?.(field);
  return key.text === undefined ? undefined : insert(field, key.text);
};
