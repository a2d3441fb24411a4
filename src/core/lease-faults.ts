/** The part of the table of faults that is about leases. */

export const leaseFaults = {
  'lease-unknown': {
    exit: 3,
    say: (d: {lease: string; held: readonly string[]}) => `no lease "${d.lease}" is held`,
    hint: (d: {lease: string; held: readonly string[]}) =>
      d.held.length === 0
        ? 'none is held on this machine; a lease that is not renewed ends by itself'
        : `held: ${d.held.join(', ')}; a lease that is not renewed ends by itself`,
  },
  'lease-foreign': {
    exit: 4,
    say: (d: {lease: string; session: string; repo: string}) =>
      `${d.lease} belongs to session "${d.session}" in ${d.repo}`,
    hint: 'it ends with its session, or when its time is over: roundhouse list-leases',
  },
  'leases-busy': {
    exit: 5,
    say: (d: {path: string; seconds: number}) => `another process did not let go of ${d.path} within ${d.seconds} s`,
    hint: 'a stopped process may hold it: fuser names it; try again',
  },
  'lease-timeout': {
    exit: 6,
    say: (d: {seconds: number; position: number}) =>
      `no lease within ${d.seconds} s: it was number ${d.position} in the queue`,
    hint: 'roundhouse list-leases shows who holds them; give it longer with --timeout',
  },
} as const;
