/** Whatever is asked, by whom ever, in which order ever: what must hold holds. */
import {expect, test} from 'vitest';
import {emptyState, ownedState, reduce, type State} from '../../src/core/state.ts';
import {isLive} from '../../src/core/nouns/session.ts';
import {randomOf} from '../kit/random.ts';
import {openHouse, type House} from './house.ts';

const ROUNDS = Number(process.env['ROUNDHOUSE_ROUNDS'] ?? 20);
const STEPS = 40;

type Random = (below: number) => number;
const oneOf = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

/** A verb somebody might call; about half of them may not be done as things stand. */
const anyVerb = (random: Random): readonly string[] => {
  const task = String(1 + random(4));
  const question = String(1 + random(4));
  const name = oneOf(random, ['planner', 'worker-task-001', 'worker-task-002', 'nobody']);
  return oneOf(random, [
    ['create-task', 'tidy', '--script', 'true', ...oneOf(random, [[], ['--depends-on', task]])],
    ['update-task', task, '--status', oneOf(random, ['ready', 'blocked', 'archived', 'done'])],
    ['update-task', task, '--depends-on', String(1 + random(4))],
    ['split-task', task, 'a', 'b'],
    ['cancel-task', task, '--yes'],
    ['spawn-worker', task, '--base', 'HEAD'],
    ['spawn-worker', task, '--base', 'HEAD'],
    ['resume-task', task],
    ['request-review', task],
    ['request-input', task, '--summary', oneOf(random, ['why?', 'how?'])],
    ['ask', 'which?', '--task-id', task],
    ['reply', question, 'so', ...oneOf(random, [[], ['--replace'], ['--hold']])],
    ['record-decision', oneOf(random, ['accept', 'reject', 'note']), task, '--yes'],
    ['cleanup-task', task],
    ['undo-cleanup', task],
    ['close-session', name, ...oneOf(random, [[], ['--task-status', 'review_ready']])],
    ['suspend', ...oneOf(random, [[], [name]])],
    ['resume'],
    ['launch'],
  ]);
};

/** What is wrong with a state, as sentences; none when all is as it must be. */
const wrongs = ({tasks, sessions, workspaces, interrupts}: State, slots: number): readonly string[] => {
  const live = Object.values(sessions).filter(isLive);
  const asked = new Set(Object.values(interrupts).map(it => it.task_id));
  const atWork = live.filter(it => it.task_id !== undefined && tasks[it.task_id]?.status === 'in_progress');
  // Work that goes on by an answer is not kept waiting for a slot.
  const started = atWork.filter(it => !asked.has(it.task_id));
  const paths = Object.values(workspaces)
    .filter(it => it.status === 'present')
    .map(it => it.path);
  return [
    ...Object.values(tasks)
      .filter(it => it.status === 'in_progress' && !atWork.some(session => session.task_id === it.id))
      .map(it => `nobody is at work on ${it.id}`),
    ...(started.length > slots ? [`${started.length} were started in ${slots} slots`] : []),
    ...(new Set(paths).size < paths.length ? ['two tasks have one worktree'] : []),
    ...Object.values(interrupts)
      .filter(
        it =>
          it.status === 'open' &&
          it.blocking &&
          ['cancelled', 'archived'].includes(tasks[it.task_id ?? '']?.status ?? ''),
      )
      .map(it => `${it.id} of a task that is over is waited for`),
  ];
};

/** The state as somebody sees it who was told of each event. */
const mirrored = async (house: House): Promise<State> => {
  const state = emptyState();
  reduce(state, await house.server.store.readEvents({limit: 100_000}));
  return ownedState(state);
};

test.concurrent.for(Array.from({length: ROUNDS}, (_, seed) => seed + 1))(
  'random verbs of several callers, seed %i, keep what must hold, and who hears the events knows the state',
  {timeout: 60_000},
  async seed => {
    const random = randomOf(seed);
    await using house = await openHouse({slots: 2});
    for (const title of ['a', 'b', 'c']) await house.task(title);
    for (let step = 0; step < STEPS; step++) {
      const verbs = Array.from({length: 1 + random(3)}, () => anyVerb(random));
      const caller = oneOf(random, [house.user, {...house.user, actor: 'planner' as const}, house.worker('TASK-001')]);
      const answers = await Promise.all(verbs.map(argv => house.asks(argv, caller)));
      if (random(4) === 0)
        house.ptys
          .filter(it => it.signals.length === 0)
          .at(-1)
          ?.exits({code: 1});
      await house.server.world.settled();
      expect([verbs, answers.filter(it => it.exit === 1)]).toEqual([verbs, []]);
      expect([verbs, wrongs(house.server.world.state, 2)]).toEqual([verbs, []]);
    }
    expect(await mirrored(house)).toEqual(ownedState(house.server.world.state));
  },
);
