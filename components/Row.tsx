/** One line of a list: text at the left that is cut, words at the right that are not. */
import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {useTheme} from './theme.ts';

export type RowProps = {
  readonly cols: number;
  /** Cut at its end where there is no room. Pieces of `<Text>` or a string, already sanitised. */
  readonly left: ReactNode;
  readonly right?: ReactNode;
  /** Cells kept for the right; as many as it needs when absent. */
  readonly rightCols?: number;
  /** Cells the right may take; the rest of it is cut. */
  readonly rightMax?: number;
  /** It is under the cursor. */
  readonly selected?: boolean;
};

/** Draw one line, `cols` wide. */
export const Row = ({cols, left, right, rightCols, rightMax, selected = false}: RowProps) => {
  const {selectedRow, tone} = useTheme();
  const ground = selected && selectedRow !== undefined ? {backgroundColor: selectedRow} : {};
  const ink = selected ? tone.selected : tone.plain;
  return (
    <Box width={cols} height={1} flexShrink={0} {...ground}>
      <Box flexGrow={1} flexShrink={1}>
        <Text wrap="truncate-end" {...ink}>
          {left}
        </Text>
      </Box>
      {right === undefined ? undefined : (
        <Box
          flexShrink={0}
          {...(rightCols === undefined ? {} : {width: rightCols})}
          {...(rightMax === undefined ? {} : {maxWidth: rightMax})}
        >
          <Text wrap="truncate-end" {...ink}>
            {right}
          </Text>
        </Box>
      )}
    </Box>
  );
};
