/** What a program tells of itself by sequences that no picture comes of. */

/** How far a program is; `percent` is 0 to 100. @see OSC 9;4 */
export type Progress = {
  readonly state: 'none' | 'normal' | 'error' | 'busy' | 'paused';
  readonly percent?: number;
};

/** What an agent says of itself; `clear` takes back what the same `id` said. @see Program Status Protocol, OSC 7501 */
export type ProgramStatus = {
  readonly state: 'idle' | 'working' | 'done' | 'blocked' | 'error' | 'clear';
  /** Why it is blocked. */
  readonly kind?: 'permission' | 'question' | 'auth';
  readonly app?: string;
  /** A part of the program, such as a subagent, as a path; the program itself when absent. */
  readonly id?: string;
  /** 0 to 100. */
  readonly progress?: number;
  readonly title?: string;
  readonly message?: string;
};
