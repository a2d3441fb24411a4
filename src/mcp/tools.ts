/** The table of verbs as MCP tools. Pure. */
import type {Tool} from '@modelcontextprotocol/server';
import {verbNames, type VerbName} from '../protocol/names.ts';
import {entryOf} from '../protocol/verbs.ts';
import {isEnding, isReading, toolNameOf} from './names.ts';
import {inputSchemaOf, outputSchemaOf} from './schema.ts';

/** Who is served: a worker gets what workers may do, anybody else everything. */
export type Tier = 'all' | 'worker';

/** The tools of a tier. */
export const toolsOf = (tier: Tier): readonly Tool[] => verbNames.filter(it => isOffered(it, tier)).map(toolOf);

/** Is a verb a tool of this tier? */
export const isOffered = (name: VerbName, tier: Tier): boolean => {
  const {doors, worker} = entryOf(name);
  return doors.includes('mcp') && (tier === 'all' || worker === true);
};

const toolOf = (name: VerbName): Tool => {
  const entry = entryOf(name);
  return {
    name: toolNameOf(name),
    description: entry.summary,
    inputSchema: inputSchemaOf(name, entry),
    outputSchema: outputSchemaOf(entry),
    annotations: {readOnlyHint: isReading(name), destructiveHint: isEnding(name), openWorldHint: false},
  };
};
