/** The story language: people, agents, the clock and the server as actors. One story is one test. */
import {test} from 'vitest';
import {Agent, type Fail} from './agent.ts';
import {durationOf} from './clock.ts';
import {Machine} from './machine.ts';
import {Stranger} from './stranger.ts';
import {StoryFailure} from './report.ts';
import type {Repository} from './repository.ts';
import {User} from './user.ts';
import {Table} from './table.ts';
import {StoryWorld} from './world.ts';

/** Who acts in a story. */
export type Actors = {
  /** The person the story is about. Not attached yet. */
  readonly user: User;
  /** Another person at another terminal. Not attached yet. */
  readonly colleague: User;
  /** Someone who connects and does not speak our language. */
  readonly stranger: Stranger;
  /** The program in a session. */
  readonly agent: (session: string) => Agent;
  readonly clock: {readonly passes: (duration: string) => Promise<void>};
  readonly server: {
    /** Vanish as by SIGKILL, and start anew in the same folder. */
    readonly dies: () => Promise<void>;
    /** End as it should, and start anew in the same folder. */
    readonly restarts: () => Promise<void>;
    /** It has ended by itself. */
    readonly hasEnded: () => Promise<void>;
  };
  readonly repository: Repository;
  /** What all repositories share. */
  readonly machine: Machine;
  /** Who discusses. */
  readonly table: Table;
};

/** A test whose name is that of a story. */
const define: (name: string, run: () => Promise<void>) => void = test;

const LAST_MESSAGES = 10;
const LAST_LINES = 20;

/** Tell a story; its name is a sentence. Bugs that the server logs meanwhile break it, too. */
export const story = (name: string, tell: (actors: Actors) => Promise<void>): void =>
  define(name, async () => {
    await using world = await StoryWorld.open();
    const fail: Fail = (sentence, lookedFor = []) => {
      throw failureOf(sentence, {lookedFor});
    };
    using user = new User(world, 'the user', fail);
    using colleague = new User(world, 'the colleague', fail);
    const failureOf = (sentence: string, more: {lookedFor?: readonly string[]; cause?: unknown}): StoryFailure =>
      new StoryFailure(
        {
          sentence,
          ...(more.lookedFor === undefined ? {} : {lookedFor: more.lookedFor}),
          screens: screensOf([user, colleague]),
          messages: world.wire.last(LAST_MESSAGES),
          log: world.repository.log.slice(-LAST_LINES),
          story: name,
        },
        {cause: more.cause},
      );
    try {
      await tell({
        user,
        colleague,
        stranger: new Stranger(world, fail),
        agent: session => new Agent(world, session, fail),
        clock: {passes: duration => passes(world, durationOf(duration))},
        server: serverOf(world),
        repository: world.repository,
        machine: new Machine(world),
        table: new Table(world),
      });
      await world.settled();
    } catch (thrown) {
      if (thrown instanceof StoryFailure) throw thrown;
      throw failureOf(thrown instanceof Error ? thrown.message : String(thrown), {cause: thrown});
    }
    const bugs = world.repository.log.filter(line => /"bug":|"chrome failed"/u.test(line));
    if (bugs.length > 0) fail('the server logs no bug', bugs);
  });

const screensOf = (users: readonly User[]) =>
  users.flatMap(({name, screen}) => (screen === undefined ? [] : [{name, rows: screen.text(), cursor: screen.cursor}]));

const passes = async (world: StoryWorld, ms: number): Promise<void> => {
  await world.settled();
  world.clock.pass(ms);
  await world.settled();
};

const serverOf = (world: StoryWorld): Actors['server'] => ({
  dies: async () => {
    await world.settled();
    world.abandon();
    await world.start();
    await world.settled();
  },
  restarts: async () => {
    await world.settled();
    await world.life.server.stop();
    await world.start();
    await world.settled();
  },
  hasEnded: () => world.ended(),
});
