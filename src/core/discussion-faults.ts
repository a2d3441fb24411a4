/** The part of the table of faults that is about discussions. */

export const discussionFaults = {
  'discussion-unknown': {
    exit: 3,
    say: (d: {discussion: string}) => (d.discussion === '' ? 'no discussion yet' : `no discussion "${d.discussion}"`),
    hint: 'roundhouse list-discussions shows them',
  },
  'discussion-running': {
    exit: 4,
    say: (d: {discussion: string; session: string}) =>
      `the conversation "${d.session}" is in use by ${d.discussion}, which is still running`,
    hint: (d: {discussion: string; session: string}) =>
      `retry when it has ended, use another --session, or: roundhouse cancel-discussion ${d.discussion}`,
  },
  'discussion-ended': {
    exit: 4,
    say: (d: {discussion: string; status: string}) => `${d.discussion} runs no more: it is ${d.status}`,
    hint: (d: {discussion: string; status: string}) => `roundhouse show-discussion ${d.discussion}`,
  },
  'panel-small': {
    exit: 4,
    say: (d: {reason: string; hint: string}) => `a discussion needs two participants: ${d.reason}`,
    hint: (d: {reason: string; hint: string}) => d.hint,
  },
  'panel-invalid': {
    exit: 2,
    say: (d: {seat: string; reason: string}) => `"${d.seat}" cannot sit in the panel: ${d.reason}`,
    hint: 'a seat is AGENT, AGENT:MODEL or NAME=AGENT:MODEL, as in --panel codex,claude:opus',
  },
} as const;
