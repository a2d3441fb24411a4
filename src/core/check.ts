/** One thing that was looked at, how it is, and what to do about it. */
import * as z from 'zod';

export const check = z.object({
  name: z.string(),
  status: z.enum(['passed', 'warning', 'failed']),
  message: z.string(),
  hint: z.string().optional(),
});
export type Check = z.infer<typeof check>;

export const passed = (name: string, message: string): Check => ({name, status: 'passed', message});
export const warning = (name: string, message: string, hint: string): Check => ({
  name,
  status: 'warning',
  message,
  hint,
});
export const failed = (name: string, message: string, hint: string): Check => ({name, status: 'failed', message, hint});

const MARK = {passed: '✓', warning: '!', failed: '✗'} as const;

/** Checks as lines that a person reads. */
export const checksText = (checks: readonly Check[]): string =>
  checks
    .map(({status, name, message, hint}) =>
      [MARK[status], name, message, hint && `(${hint})`].filter(Boolean).join(' '),
    )
    .join('\n');
