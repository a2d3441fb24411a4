/** The panel of leases as lines: the machine, who holds a lease, who waits; shared by the picture, keys and clicks. Pure. */
import {ageOf, ageText, nameOfPath} from './age.ts';
import {shortNameOf} from './board.ts';
import {excessOf, inWords} from './host.ts';
import {inset, type Rect} from './layout.ts';
import type {ShownLease, ShownRequest} from './nouns/lease.ts';
import {sanitise} from './sanitise.ts';
import {seenOf, type Seen} from './seen.ts';
import type {HostSignals, Signals} from './signal.ts';
import {mark} from './signs.ts';
import type {View} from './view.ts';

/** A line of the panel. `id` names what the cursor may stand on. */
export type LeaseLine =
  | {readonly kind: 'gap'; readonly key: string}
  | {readonly kind: 'group'; readonly key: string; readonly title: string; readonly count: string}
  | {readonly kind: 'figure'; readonly key: string; readonly what: string; readonly how: string; readonly over: boolean}
  | {readonly kind: 'lease'; readonly key: string; readonly id: string; readonly it: ShownLease}
  | {readonly kind: 'request'; readonly key: string; readonly id: string; readonly it: ShownRequest}
  | {readonly kind: 'detail'; readonly key: string; readonly id: string; readonly text: string};

/** Who holds a lease, then who waits, as `j` and `k` go through them. */
export const leaseIdsOf = ({host}: Signals): readonly string[] => [
  ...(host?.leases ?? []).map(it => it.id),
  ...(host?.queue ?? []).map(requestIdOf),
];

/** What the cursor stands on; the first when that is gone. */
export const chosenLease = (signals: Signals, view: View): string | undefined => {
  const ids = leaseIdsOf(signals);
  return ids.find(it => it === view.panel.lease) ?? ids[0];
};

const requestIdOf = ({seq}: ShownRequest): string => `#${seq}`;

/** The lines in sight, from the first inner row of the panel on. */
export const leasesSeenOf = (
  signals: Signals,
  view: View,
  at: {readonly rect: Rect; readonly now: number},
): Seen & {readonly lines: readonly LeaseLine[]; readonly chosen: string | undefined} => {
  const {rows} = inset(at.rect);
  const chosen = chosenLease(signals, view);
  const all = signals.host === undefined ? [] : linesOf(signals.host, chosen, at.now);
  const lines = all.length > rows ? all.filter(it => it.kind !== 'gap') : all;
  const seen = seenOf(
    lines.length,
    rows,
    lines.findIndex(it => 'id' in it && it.id === chosen),
  );
  return {...seen, lines: lines.slice(seen.from, seen.to), chosen};
};

const linesOf = (host: HostSignals, here: string | undefined, now: number): readonly LeaseLine[] => {
  const {leases, queue, limits} = host;
  const detailed = (id: string, line: LeaseLine, text: string): readonly LeaseLine[] =>
    id === here ? [line, {kind: 'detail', key: `detail ${id}`, id, text}] : [line];
  return [
    ...figuresOf(host),
    {kind: 'gap', key: 'gap held'},
    {kind: 'group', key: 'held', title: 'held', count: `${leases.length} of ${limits.limit}`},
    ...leases.flatMap(it => detailed(it.id, {kind: 'lease', key: it.id, id: it.id, it}, leaseDetail(it, now))),
    ...(queue.length === 0
      ? []
      : [
          {kind: 'gap' as const, key: 'gap waiting'},
          {kind: 'group' as const, key: 'waiting', title: 'waiting', count: String(queue.length)},
        ]),
    ...queue.flatMap(it => {
      const id = requestIdOf(it);
      return detailed(id, {kind: 'request', key: id, id, it}, requestDetail(it, now));
    }),
  ];
};

const figuresOf = ({figures, limits, launch}: HostSignals): readonly LeaseLine[] => {
  const {max_loadavg_1: load, min_mem_available_gb: memory} = limits;
  const {load_1, memory_available_gb: available, memory_gb} = figures;
  const why = excessOf(figures, launch);
  const line = (what: string, how: string, over: boolean): LeaseLine => ({kind: 'figure', key: what, what, how, over});
  return [
    line('load', `${inWords(load_1)}${load === undefined ? '' : ` of ${inWords(load)}`}`, load_1 > (load ?? Infinity)),
    line(
      'memory free',
      `${inWords(available)} of ${inWords(memory_gb)} GB${memory === undefined ? '' : `, min ${inWords(memory)}`}`,
      available < (memory ?? 0),
    ),
    line('new workers', why ?? 'allowed', why !== undefined),
  ];
};

const leaseDetail = ({id, expires_at, repo}: ShownLease, now: number): string => {
  const left = Math.max(0, (Date.parse(expires_at) - now) / 1000);
  return [id, `${ageText(left)} left`, sanitise(repo)].join(` ${mark.dot} `);
};

const requestDetail = ({queue_position, queued_at, repo}: ShownRequest, now: number): string =>
  [`number ${queue_position}`, `since ${ageOf(queued_at, now)}`, sanitise(repo)].join(` ${mark.dot} `);

/** Who it is: the session, and what for. */
export const whoOf = ({session, purpose}: {session: string; purpose: string}): string =>
  sanitise(`${shortNameOf(session)} ${purpose}`);

/** Which repository, since when. */
export const whereOf = (repo: string, since: string, now: number): string =>
  sanitise(`${nameOfPath(repo)} ${ageOf(since, now)}`);

/** The place of a session of this repository in the queue; undefined when it does not wait. */
export const waitOf = ({host}: Signals, session: string): {position: number; of: number} | undefined => {
  const found = host?.queue.find(it => it.here && it.session === session);
  return found === undefined ? undefined : {position: found.queue_position, of: host?.queue.length ?? 0};
};

/** What a row of the screen is about, if the cursor may stand on it. */
export const leaseAt = (
  signals: Signals,
  view: View,
  at: {readonly panel: Rect; readonly y: number; readonly now: number},
): string | undefined => {
  const line = leasesSeenOf(signals, view, {rect: at.panel, now: at.now}).lines[at.y - at.panel.y - 1];
  return line !== undefined && 'id' in line ? line.id : undefined;
};
