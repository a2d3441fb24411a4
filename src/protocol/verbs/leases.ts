/** Verbs of leases, and of the machine they belong to. */
import * as z from 'zod';
import {ageText, nameOfPath} from '../../core/age.ts';
import {inWords} from '../../core/host.ts';
import {lease, leaseId, leaseRequest, shownLease, shownRequest} from '../../core/nouns/lease.ts';
import {number, text, verb} from '../entry.ts';

const lease_id = z.string().min(1).describe('lease: HEAVY-0a1b2c3d');
const purpose = z.string().trim().min(1).describe('what it is for, in a word or two: test, build, install');

/** One lease as verbs give it. */
const plainLease = lease.omit({holder: true}).extend({repo: z.string(), session: z.string()});

const thresholds = {max_loadavg_1: z.number().optional(), min_mem_available_gb: z.number().optional()};
const admission = {...thresholds, allowed: z.boolean(), reason: z.string().optional()};

/** Since the grant, or since it waits. */
const age = {age_seconds: z.int().nonnegative()};

const UNAVAILABLE = 5;

const untilText = (iso: string): string => `${iso.slice(11, 16)} UTC`;

const whoText = (it: {repo: string; session: string; purpose: string}): string =>
  `${it.session} in ${nameOfPath(it.repo)}: ${it.purpose}`;

const thresholdText = (it: {max_loadavg_1?: number | undefined; min_mem_available_gb?: number | undefined}): string => {
  const {max_loadavg_1: load, min_mem_available_gb: memory} = it;
  const parts = [
    ...(load === undefined ? [] : [`load up to ${inWords(load)}`]),
    ...(memory === undefined ? [] : [`at least ${inWords(memory)} GB available`]),
  ];
  return parts.length === 0 ? 'no thresholds set' : parts.join(', ');
};

export const leaseVerbs = {
  'acquire-lease': verb(() => ({
    group: 'leases',
    summary: 'Ask for a lease to run something heavy; exit code 5 while it is not your turn',
    params: z.object({session_name: text('session that shall have it; a session may leave out itself'), purpose}),
    result: z.object({
      granted: z.boolean(),
      lease_id: leaseId.optional(),
      expires_at: lease.shape.expires_at.optional(),
      queue_position: z.int().positive().optional(),
      retry_after_seconds: leaseRequest.shape.retry_after_seconds.optional(),
      estimate_seconds: z.int().nonnegative().optional(),
      reason: z.string().optional(),
    }),
    text: it =>
      it.granted
        ? `${it.lease_id ?? ''} is granted until ${untilText(it.expires_at ?? '')}; roundhouse release-lease ${it.lease_id ?? ''} gives it back`
        : `not yet: number ${it.queue_position ?? 0} in the queue (${it.reason ?? ''}); ask again in ${it.retry_after_seconds ?? 0} s, and do not run it before`,
    exit: it => (it.granted ? 0 : UNAVAILABLE),
    doors: ['cli', 'mcp'],
    runs: 'server',
    worker: true,
    example: 'roundhouse acquire-lease --purpose test',
  })),
  'renew-lease': verb(() => ({
    group: 'leases',
    summary: 'Hold a lease for longer: its whole time again, from now',
    params: z.object({lease_id}),
    positional: ['lease_id'],
    result: plainLease,
    text: it => `${it.id} is held until ${untilText(it.expires_at)}`,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    worker: true,
    example: 'roundhouse renew-lease HEAVY-0a1b2c3d',
  })),
  'release-lease': verb(() => ({
    group: 'leases',
    summary: 'Give a lease back',
    params: z.object({lease_id}),
    positional: ['lease_id'],
    result: plainLease,
    text: it => `${it.id} of ${it.session} is released`,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    worker: true,
    example: 'roundhouse release-lease HEAVY-0a1b2c3d',
  })),
  'list-leases': verb(() => ({
    group: 'leases',
    summary: 'List the leases of this machine and who waits for one, in all repositories',
    params: z.object({}),
    result: z.object({
      limit: z.int(),
      leases: z.array(shownLease.extend(age)),
      queue: z.array(shownRequest.extend(age)),
    }),
    text: ({limit, leases, queue}) =>
      [
        `${leases.length} of ${limit} lease(s) held, ${queue.length} waiting`,
        ...leases.map(
          it => `${it.id}  ${whoText(it)}, since ${ageText(it.age_seconds)}, until ${untilText(it.expires_at)}`,
        ),
        ...queue.map(
          it => `${String(it.queue_position).padStart(4)}.          ${whoText(it)}, since ${ageText(it.age_seconds)}`,
        ),
      ].join('\n'),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    worker: true,
    anyVersion: true,
    example: 'roundhouse list-leases',
  })),
  resources: verb(() => ({
    group: 'leases',
    summary: 'Show how the machine is: load, memory, leases, and whether a worker may start',
    params: z.object({}),
    result: z.object({
      cpus: z.int(),
      load_1: z.number(),
      memory_gb: z.number(),
      memory_available_gb: z.number(),
      ptys_free: z.int().optional(),
      descriptors_free: z.int().optional(),
      leases: z.object({
        limit: z.int(),
        in_use: z.int(),
        queue_depth: z.int(),
        ttl_seconds: z.int(),
        ...admission,
      }),
      worker_launch: z.object({...admission, hint: z.string().optional()}),
    }),
    text: ({leases, worker_launch: launch, ...it}) =>
      [
        `processors:    ${it.cpus}, load ${inWords(it.load_1)}`,
        `memory:        ${inWords(it.memory_available_gb)} of ${inWords(it.memory_gb)} GB available`,
        `leases:        ${leases.in_use} of ${leases.limit} held, ${leases.queue_depth} waiting; ${thresholdText(leases)}`,
        `next lease:    ${leases.reason ?? 'at once'}`,
        `worker launch: ${launch.reason ?? 'allowed'}; ${thresholdText(launch)}`,
        ...(launch.hint === undefined ? [] : [`               ${launch.hint}`]),
      ].join('\n'),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    worker: true,
    example: 'roundhouse resources',
  })),
  heavy: verb(() => ({
    group: 'leases',
    summary: 'Run a heavy command when it is its turn on this machine',
    params: z.object({
      purpose: text('what it is for; the command when not given'),
      timeout: number('seconds to wait for its turn; without end when not given'),
      command: z.array(z.string()).min(1).describe('program and arguments, after --'),
    }),
    positional: ['command'],
    result: z.object({}),
    doors: ['cli'],
    runs: 'local',
    worker: true,
    example: 'roundhouse heavy --purpose test -- npm test',
  })),
};
