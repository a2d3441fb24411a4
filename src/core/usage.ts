/** What a conversation of an agent has used: tokens, money where the agent tells it, and how near its limits are. */
import * as z from 'zod';

/** `input` counts all tokens that were sent, those in a cache as well; `cached` is how many of them were read from there. */
export const usage = z.object({
  input: z.int(),
  output: z.int(),
  cached: z.int().optional(),
  cost_usd: z.number().optional(),
});
export type Usage = Readonly<z.infer<typeof usage>>;

/** A limit of the account: how much of it is used, percent, in a window of so many minutes, and when that begins anew. */
export const accountLimit = z.object({
  window_minutes: z.int(),
  used_percent: z.number(),
  resets_at: z.iso.datetime().optional(),
});

/** What is known of a whole conversation. `context_percent`: how full its window is. */
export const spent = usage.extend({
  context_percent: z.int().optional(),
  limits: z.array(accountLimit).optional(),
});
export type Spent = Readonly<z.infer<typeof spent>>;

/**
 * All of it together.
 *
 * @returns undefined when nobody told anything
 */
export const usageSum = (all: readonly (Usage | undefined)[]): Usage | undefined => {
  const told = all.filter(it => it !== undefined);
  if (told.length === 0) return undefined;
  const sum = (of: (it: Usage) => number | undefined): number => told.reduce((total, it) => total + (of(it) ?? 0), 0);
  const has = (name: 'cached' | 'cost_usd'): boolean => told.some(it => it[name] !== undefined);
  return {
    input: sum(it => it.input),
    output: sum(it => it.output),
    ...(has('cached') ? {cached: sum(it => it.cached)} : {}),
    ...(has('cost_usd') ? {cost_usd: sum(it => it.cost_usd)} : {}),
  };
};
