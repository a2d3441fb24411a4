/** Legal moves of a noun as a table, and the one check that refuses all others. */
import {Fault} from './fault.ts';

/** From each state, the states it may go to. A state that is missing is an end. */
export type Moves<S extends string> = Partial<Record<S, readonly S[]>>;

/**
 * Refuse a move that the table does not list.
 *
 * @param moves the noun's table
 * @param what  the noun as a person names it: `TASK-003`, `session "planner"`
 * @param step  the state it is in and the one it shall go to
 * @throws Fault `move-illegal`, details `{what, from, to, legal}`
 */
export const checkMove = <S extends string>(moves: Moves<S>, what: string, step: {from: S; to: S}): void => {
  const legal = moves[step.from] ?? [];
  if (!legal.includes(step.to))
    throw new Fault('move-illegal', {what, from: step.from, to: step.to, legal: [...legal]});
};
