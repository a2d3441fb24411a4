/** Verbs that open other doors than the screen: to agents, and to the shell's own completion. */
import * as z from 'zod';
import {flag, text, verb} from '../entry.ts';

const installed = z.object({path: z.string(), outcome: z.enum(['created', 'updated', 'replaced', 'unchanged'])});

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
  skill: verb(() => ({
    group: 'enter',
    summary: 'Teach your agents when a roundtable is meant, and how to hold one',
    params: z.object({
      action: z.enum(['install']).describe('install'),
      user: flag("for the person's own Codex, Claude Code and OpenCode"),
      repo: flag('for whoever works in this repository; to be committed'),
      dir: text('into another folder of skills'),
      force: flag('replace a text that is not ours, or was changed by hand'),
    }),
    positional: ['action'],
    result: z.object({files: z.array(installed)}),
    text: it =>
      [
        ...it.files.map(({path, outcome}) => `${outcome} ${path}`),
        'Agents read it when their next session begins.',
      ].join('\n'),
    doors: ['cli'],
    runs: 'local',
    example: 'roundhouse skill install --user',
  })),
};
