/** Verbs that open other doors than the screen: to agents, and to the shell's own completion. */
import * as z from 'zod';
import {verb} from '../entry.ts';

export const doorVerbs = {
  'serve-mcp': verb(() => ({
    group: 'enter',
    summary: 'Offer the verbs to an agent as MCP tools, on standard input and output',
    params: z.object({}),
    result: z.object({}),
    doors: ['cli'],
    runs: 'local',
    example: 'roundhouse serve-mcp',
  })),
  completion: verb(() => ({
    group: 'enter',
    summary: 'Print what makes a shell complete verbs, flags and names',
    params: z.object({shell: z.enum(['bash', 'zsh', 'fish']).describe('bash, zsh or fish')}),
    positional: ['shell'],
    result: z.object({script: z.string()}),
    text: it => it.script,
    doors: ['cli'],
    runs: 'local',
    example: 'roundhouse completion bash',
  })),
};
