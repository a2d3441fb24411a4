/** What every event carries besides its own fields; stamped by the server before it is reduced. */
import * as z from 'zod';

/** Who did it: `user`, `planner`, `system`, or a worker by its session's name. */
export const actor = z.union([
  z.enum(['user', 'planner', 'system']),
  z.string().regex(/^(worker|mcp):.+$/u) as z.ZodType<`worker:${string}` | `mcp:${string}`>,
]);
export type Actor = z.infer<typeof actor>;

/** Time as ISO 8601 in UTC, milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z.iso.datetime();

export const stamp = z.object({seq: z.int().positive(), at: instant, actor});
/** `seq` counts from 1 without gaps. */
export type Stamp = z.infer<typeof stamp>;

/** The counters behind the ids: the number that was given last, per noun. */
export type Counters = {task: number; interrupt: number; decision: number};
