import {describe, expect, test} from 'vitest';
import type {HostFigures} from '../../src/core/host.ts';
import {
  emptyBook,
  isSameHolder,
  leaseBook,
  type Holder,
  type LeaseBook,
  type LeaseId,
} from '../../src/core/nouns/lease.ts';
import {
  ask,
  estimateOf,
  isTurnOf,
  leave,
  prune,
  release,
  renew,
  type Answer,
  type Terms,
} from '../../src/work/leases.ts';
import {randomOf} from '../kit/random.ts';

const START = Date.parse('2026-01-02T03:04:05.000Z');

const holder = (n: number, more: Partial<Holder> = {}): Holder => ({
  repo: n % 2 === 0 ? '/shop' : '/bank',
  session: `worker-task-00${n}`,
  kind: 'session',
  pid: 100 + n,
  started: 's',
  ...more,
});
const [a, b, c, d] = [holder(1), holder(2), holder(3), holder(4)] as const;

const figures: HostFigures = {cpus: 4, load_1: 1, memory_gb: 16, memory_available_gb: 8};

/** A machine on which time passes as it is told, with one lease unless it is told otherwise. */
const machine = (limits: Partial<Terms['limits']> = {}) => {
  let book: LeaseBook = emptyBook;
  let ids = 0;
  const dead = new Set<Holder>();
  const it = {
    now: START,
    figures,
    terms: (): Terms => ({
      now: it.now,
      figures: it.figures,
      limits: {limit: 1, ttl_seconds: 1800, ...limits},
      isAlive: who => ![...dead].some(other => isSameHolder(other, who)),
      newId: () => `HEAVY-${(ids++).toString(16).padStart(8, '0')}` as LeaseId,
    }),
    get book() {
      return book;
    },
    passes: (seconds: number) => void (it.now += seconds * 1000),
    dies: (who: Holder) => void dead.add(who),
    asks: (who: Holder): Answer => {
      const {book: after, answer} = ask(book, {holder: who, purpose: 'test'}, it.terms());
      book = after;
      return answer;
    },
    renews: (id: string, who: Holder) => {
      book = renew(book, {id, isOurs: other => isSameHolder(other, who)}, it.terms()).book;
    },
    releases: (id: string, who: Holder) => {
      book = release(book, {id, isOurs: other => isSameHolder(other, who)}, it.terms()).book;
    },
    leaves: (who: Holder) => {
      book = leave(book, other => isSameHolder(other, who));
    },
    holders: () => prune(book, it.terms()).leases.map(({holder: {session}}) => session),
    waiters: () => prune(book, it.terms()).queue.map(({holder: {session}}) => session),
  };
  return it;
};

const idOf = (answer: Answer): string => (answer.kind === 'granted' ? answer.lease.id : '');
const positionOf = (answer: Answer): number => (answer.kind === 'queued' ? answer.position : 0);

describe('a lease', () => {
  test('is granted at once where nobody has one', () => {
    const host = machine();
    const answer = host.asks(a);
    expect(answer).toEqual({
      kind: 'granted',
      lease: {
        id: 'HEAVY-00000000',
        holder: a,
        purpose: 'test',
        granted_at: '2026-01-02T03:04:05.000Z',
        expires_at: '2026-01-02T03:34:05.000Z',
      },
    });
    expect(host.book.queue).toEqual([]);
  });

  test('is kept by who asks again, with its end', () => {
    const host = machine({limit: 2});
    const first = host.asks(a);
    host.passes(600);
    expect(host.asks(a)).toEqual(first);
    expect(host.holders()).toHaveLength(1);
  });

  test('frees its slot when its time is over, without a call by its owner', () => {
    const host = machine();
    host.asks(a);
    host.passes(1790);
    expect(positionOf(host.asks(b))).toBe(1);
    host.passes(10);
    expect(host.asks(b).kind).toBe('granted');
    expect(host.holders()).toEqual([b.session]);
  });

  test('is held for a whole time again when it is renewed', () => {
    const host = machine();
    const id = idOf(host.asks(a));
    host.passes(1700);
    host.renews(id, a);
    host.passes(1700);
    expect(host.holders()).toEqual([a.session]);
    expect(positionOf(host.asks(b))).toBe(1);
  });

  test('ends with its holder', () => {
    const host = machine();
    host.asks(a);
    host.dies(a);
    expect(host.asks(b).kind).toBe('granted');
  });

  test('of another is neither renewed nor released', () => {
    const host = machine();
    const id = idOf(host.asks(a));
    expect(() => host.releases(id, b)).toThrow(`${id} belongs to session "worker-task-001" in /bank`);
    expect(() => host.renews(id, b)).toThrow('belongs to');
    expect(host.holders()).toEqual([a.session]);
  });

  test.each(['HEAVY-ffffffff', 'worker-task-001', ''])('called %j, which nobody has, is a fault', id => {
    const host = machine();
    host.asks(a);
    expect(() => host.releases(id, a)).toThrow(`no lease "${id}" is held`);
    expect(() => host.renews(id, a)).toThrow(`no lease "${id}" is held`);
  });

  test('that is over cannot be renewed', () => {
    const host = machine();
    const id = idOf(host.asks(a));
    host.passes(1800);
    expect(() => host.renews(id, a)).toThrow('no lease');
  });

  test('of a process with the same number that began later is another one', () => {
    const host = machine();
    const later = {...a, started: 'later'};
    host.asks(a);
    expect(host.asks(later).kind).toBe('queued');
  });
});

describe('the queue', () => {
  test('is served in the order of its numbers, also when the clock goes back', () => {
    const host = machine();
    const id = idOf(host.asks(a));
    expect([b, c, d].map(it => positionOf(host.asks(it)))).toEqual([1, 2, 3]);
    host.now -= 3_600_000;
    host.asks(b);
    host.releases(id, a);
    expect(positionOf(host.asks(d))).toBe(3);
    expect(positionOf(host.asks(c))).toBe(2);
    expect(host.asks(b).kind).toBe('granted');
    expect(host.waiters()).toEqual([c.session, d.session]);
  });

  test('lets only its head have what is free', () => {
    const host = machine({limit: 2});
    host.asks(a);
    const id = idOf(host.asks(b));
    host.asks(c);
    host.asks(d);
    host.releases(id, b);
    expect(positionOf(host.asks(d))).toBe(2);
    expect(positionOf(host.asks(b))).toBe(3);
    expect(host.asks(c).kind).toBe('granted');
  });

  test('keeps the place and the number of who asks again', () => {
    const host = machine();
    host.asks(a);
    host.asks(b);
    host.asks(c);
    const [before] = host.book.queue;
    host.passes(5);
    expect(positionOf(host.asks(b))).toBe(1);
    expect(host.book.queue[0]).toEqual({...before, polled_at: '2026-01-02T03:04:10.000Z'});
    expect(host.book.seq).toBe(2);
  });

  test.each([
    ['session', [20, 40, 60, 60]],
    ['command', [5, 10, 15, 20]],
  ] as const)('tells a %s when to ask again, the first soonest', (kind, seconds) => {
    const host = machine();
    host.asks(holder(9));
    const answers = [1, 2, 3, 4].map(n => host.asks(holder(n, {kind})));
    expect(answers.map(it => (it.kind === 'queued' ? it.request.retry_after_seconds : 0))).toEqual(seconds);
  });

  test('drops who did not ask again in three times the pause that it was told', () => {
    const host = machine();
    const id = idOf(host.asks(a));
    host.asks(b);
    host.passes(60);
    expect(host.waiters()).toEqual([b.session]);
    host.passes(1);
    host.asks(c);
    expect(host.waiters()).toEqual([c.session]);
    host.releases(id, a);
    expect(host.asks(c).kind).toBe('granted');
    expect(positionOf(host.asks(b))).toBe(1);
  });

  test('is not held up by a head that is dead', () => {
    const host = machine();
    const id = idOf(host.asks(a));
    host.asks(b);
    host.asks(c);
    host.dies(b);
    host.releases(id, a);
    expect(host.asks(c).kind).toBe('granted');
  });

  test('is left by who leaves, and nobody else', () => {
    const host = machine();
    host.asks(a);
    host.asks(b);
    host.asks(c);
    host.leaves(b);
    expect(host.waiters()).toEqual([c.session]);
    expect(host.holders()).toEqual([a.session]);
  });

  test('says whose turn it is', () => {
    const host = machine();
    const id = idOf(host.asks(a));
    host.asks(b);
    host.asks(c);
    const turns = () => [a, b, c].map(it => isTurnOf(host.book, it, host.terms()));
    expect(turns()).toEqual([false, false, false]);
    host.releases(id, a);
    expect(turns()).toEqual([false, true, false]);
  });
});

describe('the machine', () => {
  test.each([
    [{max_loadavg_1: 3}, {load_1: 3.04}, 'the load is 3, over 3'],
    [{max_loadavg_1: 3}, {load_1: 9.31}, 'the load is 9.3, over 3'],
    [{min_mem_available_gb: 6}, {memory_available_gb: 5.9}, '5.9 GB of memory are available, under 6'],
    [{max_loadavg_1: 3}, {load_1: 3}, undefined],
    [{min_mem_available_gb: 6}, {memory_available_gb: 6}, undefined],
    [{}, {load_1: 400, memory_available_gb: 0}, undefined],
  ] as const)('with the limits %j and the figures %j stands in the way: %s', (limits, found, reason) => {
    const host = machine(limits);
    host.figures = {...figures, ...found};
    const answer = host.asks(a);
    expect(answer.kind === 'queued' ? answer.reason : undefined).toBe(reason);
  });

  test('counts the leases of all repositories together', () => {
    const host = machine({limit: 2});
    expect([a, b, c].map(it => host.asks(it).kind)).toEqual(['granted', 'granted', 'queued']);
    expect(host.asks(c)).toMatchObject({position: 1, reason: '2 of 2 lease(s) are held'});
  });

  test('that has more room lets only the head in before it', () => {
    const host = machine({max_loadavg_1: 3});
    host.figures = {...figures, load_1: 5};
    host.asks(a);
    host.asks(b);
    host.figures = figures;
    expect(host.asks(b)).toMatchObject({position: 2, reason: '1 wait(s) before it'});
    expect(host.asks(a).kind).toBe('granted');
  });
});

test('nothing that changed nothing is a new book', () => {
  const host = machine();
  host.asks(a);
  const {book} = host;
  expect(prune(book, host.terms())).toBe(book);
  expect(leave(book, () => false)).toBe(book);
  expect(ask(book, {holder: a, purpose: 'x'}, host.terms()).book).toBe(book);
});

test('an estimate goes by how long the last leases were held', () => {
  const host = machine({limit: 2});
  const first = idOf(host.asks(a));
  expect(estimateOf(host.book, 1, {limit: 2, now: host.now})).toBeUndefined();
  host.passes(100);
  host.releases(first, a);
  host.asks(b);
  host.passes(30);
  host.asks(c);
  const at = (position: number) => estimateOf(host.book, position, {limit: 2, now: host.now});
  expect([1, 2, 3].map(at)).toEqual([70, 100, 170]);
});

test.each(Array.from({length: 40}, (_, at) => at + 1))('any calls in any order keep the rules (seed %i)', seed => {
  const below = randomOf(seed * 7919);
  const limit = 1 + below(3);
  const host = machine({limit, ttl_seconds: 300});
  const crowd = Array.from({length: 7}, (_, n) => holder(n, n % 3 === 0 ? {kind: 'command'} : {}));
  const one = (): Holder => crowd[below(crowd.length)] ?? a;
  const lives = new Set(crowd);
  const moves: readonly (() => void)[] = [
    () => {
      const who = one();
      if (!lives.has(who)) return;
      const [held, [head = who.session]] = [host.holders(), host.waiters()];
      const answer = host.asks(who);
      // Who is granted had it already, or was the head, or found no queue.
      expect(answer.kind === 'queued' || held.includes(who.session) || head === who.session).toBe(true);
      expect(host.asks(who)).toEqual(answer);
    },
    () => {
      const found = host.book.leases[below(3)];
      if (found !== undefined && host.holders().includes(found.holder.session)) host.releases(found.id, found.holder);
    },
    () => host.passes(below(90)),
    () => host.leaves(one()),
    () => {
      const who = one();
      if (below(10) > 0) return;
      host.dies(who);
      lives.delete(who);
    },
  ];
  for (let step = 0; step < 300; step++) {
    moves[below(moves.length)]?.();
    const {book} = host;
    expect(prune(book, host.terms()).leases.length).toBeLessThanOrEqual(limit);
    expect(book.queue.map(it => it.seq)).toEqual(book.queue.map(it => it.seq).toSorted((x, y) => x - y));
    const all = [...host.holders(), ...host.waiters()];
    expect(new Set(all).size).toBe(all.length);
    expect(leaseBook.safeParse(book).success).toBe(true);
  }
});
