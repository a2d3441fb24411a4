/**
 * `roundhouse heavy -- COMMAND`: waits for its turn on this machine, runs the command as a shell would, and gives the lease
 * back. Works with the file of leases itself, so it needs no server and no repository.
 */
import {placeOf} from '../client/place.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {leaseLimitsOf} from '../core/host.ts';
import type {Holder, Lease, LeaseBook} from '../core/nouns/lease.ts';
import {leasesPathOf, pathsOf} from '../core/paths.ts';
import {parseArgv} from '../protocol/argv.ts';
import {verbHelpText} from '../protocol/text.ts';
import {hostFigures} from '../server/host.ts';
import {isRunning, newLeaseId} from '../server/leases.ts';
import {Configuration} from '../server/settings.ts';
import {readLock, startedOf} from '../store/holder.ts';
import {LeaseFile} from '../store/lease-file.ts';
import {prune, release, renew, type Claim, type Judged, type Terms} from '../work/leases.ts';
import {runCommand} from './command.ts';
import {waitForTurn, type Waiting} from './turn.ts';

/** The command's environment names its lease: what is heavy inside it needs no other. */
const VARIABLE = 'ROUNDHOUSE_LEASE';

/** A lease is renewed three times in its life. */
const RENEWALS = 3;

const say = (text: string): void => void process.stderr.write(`roundhouse: ${text}\n`);

/** @returns the exit code of the command; 128 and the signal's number when a signal ended it, or the wait */
export const runHeavy = async (argv: readonly string[]): Promise<number> => {
  const {params, help} = parseArgv(argv);
  if (help) {
    process.stdout.write(`${verbHelpText('heavy')}\n`);
    return 0;
  }
  const {
    command,
    purpose = command.join(' '),
    timeout,
  } = params as {
    command: readonly string[];
    purpose?: string;
    timeout?: number;
  };
  const root = rootHere();
  const waiting: Waiting = {
    file: new LeaseFile(leasesPathOf(process.env)),
    wish: {holder: holderHere(root), purpose},
    termsNow: termsOf(root),
    ...(timeout === undefined ? {} : {timeoutSeconds: timeout}),
  };
  const around = await leaseAround(waiting);
  if (around !== undefined && around.id === process.env[VARIABLE]) return runCommand(command, {});
  if (around !== undefined) return runUnder(around, {...waiting, isKept: true}, command);
  const turn = await waitForTurn(waiting);
  return typeof turn === 'number' ? turn : runUnder(turn, waiting, command);
};

/** The repository around this folder, or the folder. */
const rootHere = (): string => {
  try {
    return placeOf(process.cwd()).root;
  } catch {
    return process.cwd();
  }
};

/** The session this runs in, if it is one of this repository. */
const sessionHere = (root: string): string | undefined => {
  const {ROUNDHOUSE_SESSION: session, ROUNDHOUSE_SOCKET: socket} = process.env;
  return socket !== undefined && readLock(pathsOf(root).state)?.socket === socket ? session : undefined;
};

const holderHere = (repo: string): Holder => {
  const {pid} = process;
  return {repo, session: sessionHere(repo) ?? `heavy-${pid}`, kind: 'command', pid, started: startedOf(pid) ?? ''};
};

const termsOf =
  (root: string): Waiting['termsNow'] =>
  async () => {
    const {settings} = await new Configuration(root, process.env).read();
    const figures = hostFigures();
    const limits = leaseLimitsOf(settings, figures);
    return {now: Date.now(), isAlive: isRunning, figures, limits, newId: newLeaseId};
  };

/** A lease that covers this already: of the command around this one, or one that the session asked for by itself. */
const leaseAround = async ({file, wish: {holder}, termsNow}: Waiting): Promise<Lease | undefined> => {
  const {leases} = prune(file.read(), await termsNow());
  const isOfSession = (it: Holder): boolean =>
    it.kind === 'session' && it.repo === holder.repo && it.session === holder.session;
  return leases.find(it => it.id === process.env[VARIABLE] || isOfSession(it.holder));
};

/** Run it, and renew the lease meanwhile; give it back afterwards, unless it is the session's own. */
const runUnder = async (
  {id, holder: {pid}}: Lease,
  {file, termsNow, isKept = false}: Waiting & {readonly isKept?: boolean},
  command: readonly string[],
): Promise<number> => {
  const claim: Claim = {id, isOurs: it => it.pid === pid};
  const change = async (judge: (book: LeaseBook, terms: Terms) => Judged<Lease>): Promise<void> => {
    const terms = await termsNow();
    await file.change(book => judge(book, terms));
  };
  let isLost = false;
  const keep = async (): Promise<void> => {
    try {
      await change((book, terms) => renew(book, claim, terms));
    } catch (thrown) {
      // What cannot be written now may be written next time.
      if (!isLost && isGone(thrown)) say(`${id} was taken back meanwhile; the command runs on`);
      isLost ||= isGone(thrown);
    }
  };
  const {limits} = await termsNow();
  const timer = setInterval(() => void keep(), (limits.ttl_seconds * 1000) / RENEWALS);
  try {
    return await runCommand(command, {env: {[VARIABLE]: id}, onContinued: () => void keep()});
  } finally {
    clearInterval(timer);
    if (!isKept)
      await change((book, terms) => release(book, claim, terms)).catch((thrown: unknown) => {
        if (!isGone(thrown)) say(`${id} is not given back (${reasonOf(thrown)}); it ends with this process`);
      });
  }
};

const isGone = (thrown: unknown): boolean => thrown instanceof Fault && thrown.code === 'lease-unknown';
