/** Start: the snapshot, then the events after it. Judges everything before anything is changed; changes nothing itself. */
import type {Event} from '../core/event.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {ownedState, reduce, type State} from '../core/state.ts';
import {readEvents, type Stretch} from './history.ts';
import type {JournalPlace} from './journal.ts';
import {SCHEMA_VERSION} from './schema.ts';
import {readSnapshots, type Snapshots} from './snapshot.ts';
import {listVolumes, type Volume} from './volumes.ts';

/** What a state folder holds. */
export type Loaded = {
  readonly state: State;
  readonly snapshots: Snapshots;
  /** The last event that the newest readable snapshot holds. */
  readonly snapshotSeq: number;
  /** The events after it, which are part of the state. */
  readonly replayed: readonly Event[];
  /** Where the journal goes on. */
  readonly place: JournalPlace;
  /** Sentences on what was not as a clean end leaves it. */
  readonly mended: readonly string[];
};

/** Where an event stands, for a person who looks for it. */
const lineOf = (volumes: readonly Volume[], seq: number): {path: string; line: number} => {
  const volume = volumes.findLast(it => it.firstSeq <= seq);
  return {path: volume?.path ?? '', line: seq - (volume?.firstSeq ?? 0) + 2};
};

/** All at once is twice as fast; one by one shows which could not happen. */
const replay = (state: State, events: readonly Event[], volumes: readonly Volume[]): void => {
  try {
    reduce(state, events);
  } catch {
    for (const it of events) replayOne(state, it, volumes);
  }
};

const replayOne = (state: State, it: Event, volumes: readonly Volume[]): void => {
  try {
    reduce(state, [it]);
  } catch (error) {
    const {path, line} = lineOf(volumes, it.seq);
    const reason = `line ${line} cannot have happened (${reasonOf(error)})`;
    throw new Fault('state-unreadable', {paths: [path], reason}, {cause: error});
  }
};

const replayedSentence = (count: number, isFormer: boolean): string => {
  const subject = count === 1 ? '1 event was' : `${count} events were`;
  return `${subject} replayed ${isFormer ? 'on top of it' : 'after an unclean end'}`;
};

type Findings = {
  readonly damage: string | undefined;
  readonly snapshotSeq: number;
  readonly volumes: readonly Volume[];
  readonly stretch: Stretch;
};

const currentOf = (volumes: readonly Volume[]): Volume | undefined => volumes.find(it => it.number === Infinity);

const mendedOf = ({damage, snapshotSeq, volumes, stretch}: Findings): readonly string[] => {
  const {events, end, tornBytes} = stretch;
  const current = currentOf(volumes);
  const last = Math.max(end.seq, snapshotSeq);
  const isLost = current === undefined && (volumes.length > 0 || snapshotSeq > 0);
  const isBehind = current !== undefined && end.seq < snapshotSeq;
  return [
    damage !== undefined && `${damage}; the one before it, db.json.1, was used`,
    isLost && `events.jsonl was missing or empty; it goes on after event ${last}`,
    isBehind && `events.jsonl ended at event ${end.seq}, before the snapshot; it goes on after event ${last}`,
    current !== undefined && tornBytes > 0 && `the last line of events.jsonl was torn; ${tornBytes} bytes were cut off`,
    events.length > 0 && replayedSentence(events.length, damage !== undefined),
  ].filter(it => it !== false);
};

const placeOf = (dir: string, seq: number, {snapshotSeq, volumes, stretch}: Findings): JournalPlace => {
  const current = currentOf(volumes);
  const isOlder = current !== undefined && current.version < SCHEMA_VERSION;
  return {
    dir,
    seq,
    bytes: current === undefined ? undefined : stretch.end.bytes,
    mustTurn: isOlder || stretch.end.seq < snapshotSeq,
    number: 1 + Math.max(0, ...volumes.map(it => it.number).filter(Number.isFinite)),
  };
};

/**
 * Read a state folder.
 *
 * @param until the last event that counts; what follows in the journal is not read
 * @throws Fault `state-newer` or `state-unreadable`
 */
export const load = async (dir: string, until: number = Infinity): Promise<Loaded> => {
  const snapshots = await readSnapshots(dir);
  const {damage} = snapshots;
  const state = ownedState(snapshots.state);
  const snapshotSeq = state.seq;
  const volumes = await listVolumes(dir);
  const stretch = await readEvents(volumes, {after: snapshotSeq, until});
  replay(state, stretch.events, volumes);
  const findings = {damage, snapshotSeq, volumes, stretch};
  const [place, mended] = [placeOf(dir, state.seq, findings), mendedOf(findings)];
  return {state, snapshots, snapshotSeq, replayed: stretch.events, place, mended};
};
