/** A component as the text it draws. */
import {stripVTControlCharacters} from 'node:util';
import {renderToString} from 'ink';
import type {ReactNode} from 'react';

/** The rows it draws on `cols` columns, without colours and without blanks at the ends. */
export const rowsOf = (node: ReactNode, cols: number): readonly string[] =>
  stripVTControlCharacters(renderToString(node, {columns: cols}))
    .split('\n')
    .map(it => it.trimEnd());

/** The same as one string. */
export const frameOf = (node: ReactNode, cols: number): string => rowsOf(node, cols).join('\n');
