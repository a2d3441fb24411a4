/** How a verb is called as a tool, and what its name says of it. Pure. */
import {verbNames, type VerbName} from '../protocol/names.ts';

/** Tools that are not called as their verb. */
const aliases: Partial<Record<VerbName, string>> = {init: 'init_repo'};

/** `spawn-worker` is the tool `spawn_worker`. */
export const toolNameOf = (verb: VerbName): string => aliases[verb] ?? verb.replaceAll('-', '_');

/** The verb of a tool's name, or undefined. */
export const verbOf = (tool: string): VerbName | undefined => verbNames.find(name => toolNameOf(name) === tool);

/** Verbs named so change nothing. Codex runs such tools without asking, also where nothing else is allowed. */
export const isReading = (verb: string): boolean =>
  /^(?:list|show|read|wait|explain)-|^(?:doctor|health|resources)$/u.test(verb);

/** Verbs named so end or remove something. */
export const isEnding = (verb: string): boolean => /^(?:close|cancel|cleanup|forget)-|^(?:suspend|gc)$/u.test(verb);
