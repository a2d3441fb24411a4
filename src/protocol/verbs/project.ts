/** Verbs of the project as a whole. */
import * as z from 'zod';
import {origin} from '../../core/config.ts';
import {flag, text, verb} from '../entry.ts';

const setting = z.object({
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  origin,
  where: z.string().optional().describe('file and line, or variable'),
  what: z.string(),
});

export const projectVerbs = {
  config: verb({
    group: 'enter',
    summary: 'Show every setting with its value and where it was set, or change one',
    params: z.object({
      action: z
        .enum(['show', 'get', 'set', 'unset'])
        .optional()
        .describe('show, get, set or unset; show when not given'),
      key: text('the setting'),
      value: text('its new value'),
      user: flag('in the file of the user, not in that of the repository'),
    }),
    positional: ['action', 'key', 'value'],
    result: z.object({settings: z.array(setting), problems: z.array(z.string())}),
    text: it =>
      [
        ...it.settings.map(({key, value, where, what}) =>
          [`${key} = ${value ?? 'not set'}`, `  ${what} (${where ?? 'default'})`].join('\n'),
        ),
        ...it.problems.map(problem => `! ${problem}`),
      ].join('\n'),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse config set slots 4 --user',
  }),
};
