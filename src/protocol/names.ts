/** The names of all verbs, apart from their entries: a command that is not one is told so without loading those. */

export const verbNames = [
  'create-task',
  'update-task',
  'list-tasks',
  'show-task',
  'cancel-task',
  'spawn-worker',
  'resume-task',
  'request-input',
  'request-review',
  'record-decision',
  'list-decisions',
  'show-decision',
  'merge-task',
  'show-diff',
  'send-comments',
  'cleanup-task',
  'undo-cleanup',
  'commit-work',
  'list-sessions',
  'open-session',
  'close-session',
  'close-worker',
  'send-text',
  'read-screen',
  'wait-session',
  'attach',
  'init',
  'doctor',
  'config',
  'list-events',
  'shutdown',
] as const;

export type VerbName = (typeof verbNames)[number];

export const isVerb = (name: string): name is VerbName => (verbNames as readonly string[]).includes(name);
