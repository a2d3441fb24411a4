/** The machine around a story: its figures, and what other repositories do on it. */
import type {HostFigures} from '../../src/core/host.ts';
import type {Holder, LeaseId} from '../../src/core/nouns/lease.ts';
import {leasesPathOf} from '../../src/core/paths.ts';
import {isRunning} from '../../src/server/leases.ts';
import {startedOf} from '../../src/store/holder.ts';
import {LeaseFile} from '../../src/store/lease-file.ts';
import {ask, leave} from '../../src/work/leases.ts';
import type {StoryWorld} from './world.ts';

/** Another repository's session, and what it does. */
export type Neighbour = {readonly repo: string; readonly session: string; readonly purpose: string};

/** A server looks by itself so often. */
const LOOK_MS = 5000;

/** What others do is seen by the server at its next look. */
export class Machine {
  readonly #world: StoryWorld;
  readonly #file: LeaseFile;
  #ids = 0;

  constructor(world: StoryWorld) {
    this.#world = world;
    this.#file = new LeaseFile(leasesPathOf({XDG_STATE_HOME: world.repository.hostState}));
  }

  /** It has other figures now. */
  async is(figures: Partial<HostFigures>): Promise<void> {
    this.#world.host = {...this.#world.host, ...figures};
    await this.#look();
  }

  /** Somebody in another repository asks for a lease. */
  async hasAnother(neighbour: Neighbour): Promise<void> {
    const {host, clock} = this.#world;
    await this.#file.change(book =>
      ask(
        book,
        {holder: holderOf(neighbour), purpose: neighbour.purpose},
        {
          now: clock.now(),
          isAlive: isRunning,
          figures: host,
          limits: {limit: 2, ttl_seconds: 1800},
          newId: () => `HEAVY-0000000${++this.#ids}` as LeaseId,
        },
      ),
    );
    await this.#look();
  }

  /** It gives back what it has. */
  async loses({session}: Pick<Neighbour, 'session'>): Promise<void> {
    await this.#file.change(book => ({book: leave(book, it => it.session === session), answer: undefined}));
    await this.#look();
  }

  /** Who holds a lease, as the file says. */
  get holders(): readonly string[] {
    return this.#file.read().leases.map(it => it.holder.session);
  }

  async #look(): Promise<void> {
    await this.#world.settled();
    this.#world.clock.pass(LOOK_MS);
    await this.#world.settled();
  }
}

const holderOf = ({repo, session}: Neighbour): Holder => ({
  repo,
  session,
  kind: 'command',
  pid: process.pid,
  started: startedOf(process.pid) ?? '',
});
