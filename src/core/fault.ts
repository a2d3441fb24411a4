/** The one error class: a failure that was foreseen, and how it travels. Its wording is in `faults.ts`. */
import {faults, type FaultEntry} from './faults.ts';

export type FaultCode = keyof typeof faults;
export type FaultDetails<C extends FaultCode> =
  Parameters<(typeof faults)[C]['say']> extends [infer D] ? D : Record<string, never>;

/** A fault as it travels: the wire, `--json` on stderr, the log. */
export type FaultRecord = {
  readonly code: FaultCode;
  readonly message: string;
  readonly hint?: string;
  readonly details: Readonly<Record<string, unknown>>;
};

const BRAND = Symbol.for('roundhouse.fault');

/**
 * A foreseen failure. Its wording comes from the table, so callers stay free of prose.
 *
 * @example throw new Fault('task-unknown', {task: 'TASK-009'})
 */
export class Fault<C extends FaultCode = FaultCode> extends Error {
  /** A fault is one whichever file of a build it was made in: each has a class of its own. */
  static override [Symbol.hasInstance](it: unknown): boolean {
    return typeof it === 'object' && it !== null && BRAND in it;
  }

  readonly [BRAND] = true;
  readonly code: C;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: C, details: FaultDetails<C>, options?: ErrorOptions) {
    super((faults[code].say as (d: unknown) => string)(details), options);
    this.name = 'Fault';
    this.code = code;
    this.details = details as Readonly<Record<string, unknown>>;
  }

  /** What to do next, where the table knows. */
  get hint(): string | undefined {
    const {hint} = faults[this.code] as FaultEntry;
    return typeof hint === 'function' ? (hint as (d: unknown) => string)(this.details) : hint;
  }

  get exit(): number {
    return faults[this.code].exit;
  }

  toJSON(): FaultRecord {
    const {code, message, hint, details} = this;
    return {code, message, ...(hint === undefined ? {} : {hint}), details};
  }
}

/** All codes, for the documentation and its test. */
export const faultCodes = Object.keys(faults) as readonly FaultCode[];

/**
 * Make a fault of what came over the wire. Words of another version are kept in the message.
 *
 * @param record what the other side sent
 */
export const faultOf = (record: FaultRecord): Fault => {
  const strange = (): Fault => new Fault('frame-malformed', {reason: `${record.code}: ${record.message}`});
  if (!Object.hasOwn(faults, record.code)) return strange();
  try {
    const fault = new Fault(record.code, record.details as never);
    return fault.message === record.message ? fault : strange();
  } catch {
    return strange();
  }
};

/** The word that answers yes to a question, behind the command that was asked about. */
export const yesTo = ({details: {answer}}: Pick<FaultRecord, 'details'>): string =>
  typeof answer === 'string' ? answer : '--yes';

/** The words of any thrown thing, for a `reason`. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
