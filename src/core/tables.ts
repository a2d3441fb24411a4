/** Tables of the state while a change is tried on them: what is changed stays apart until all of it may happen. */

/** A table that reads through to the given one. */
export const overlaid = <T extends object>(table: T): T => Object.create(table) as T;

/** Take a noun out of a table, also of one that reads through to another: there a name without a noun hides it. */
export const remove = <T>(table: Record<string, T>, id: string): void => {
  (table as Record<string, T | undefined>)[id] = undefined;
};

/** Make what was tried so. */
export const adopt = <T>(table: Record<string, T>, tried: Record<string, T>): void => {
  for (const [id, noun] of Object.entries<T | undefined>(tried))
    if (noun === undefined) delete table[id];
    else table[id] = noun;
};
