/** Fields that may be undefined, and those that may be absent. */

type Given<T> = {readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K]} & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same fields, without those that are undefined. */
export const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
