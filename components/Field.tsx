/** A line of text being typed. The cursor is always in sight: what is before it is cut at its start, what follows at its end. */
import {Box, Text} from 'ink';
import {sanitise} from '../src/core/sanitise.ts';
import type {Field as Typed} from '../src/core/view.ts';
import {useTheme} from './theme.ts';

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** The text before the cursor, under it and after it; a space is under a cursor at the end. */
const partsOf = ({text, cursor}: Typed): readonly [string, string, string] => {
  const rest = text.slice(cursor);
  const [under] = graphemes.segment(rest);
  const glyph = under?.segment ?? '';
  return [sanitise(text.slice(0, cursor)), glyph === '' ? ' ' : sanitise(glyph), sanitise(rest.slice(glyph.length))];
};

export type FieldProps = {
  readonly field: Typed;
  readonly cols: number;
  /** It has the keys. */ readonly active: boolean;
};

/** Draw a field, `cols` wide. */
export const Field = ({field, cols, active}: FieldProps) => {
  const {tone} = useTheme();
  const [before, under, after] = partsOf(field);
  return (
    <Box width={cols} height={1} flexShrink={0}>
      {active ? (
        <>
          <Text wrap="truncate-start">{before}</Text>
          <Box flexShrink={0}>
            <Text {...tone.cursor}>{under}</Text>
          </Box>
          <Text wrap="truncate-end">{after}</Text>
        </>
      ) : (
        <Text wrap="truncate-end" {...tone.quiet}>
          {sanitise(field.text)}
        </Text>
      )}
    </Box>
  );
};
