import {expect, test} from 'vitest';
import {
  emptyBook,
  type Holder,
  type Lease,
  type LeaseBook,
  type LeaseId,
  type LeaseRequest,
} from '../../src/core/nouns/lease.ts';
import {newsOf} from '../../src/work/lease-news.ts';

const START = Date.parse('2026-01-02T03:04:05.000Z');
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

const holder = (n: number, repo = '/shop'): Holder => ({repo, session: `s${n}`, kind: 'session', pid: n, started: 's'});
const lease = (n: number, repo?: string): Lease => ({
  id: `HEAVY-0000000${n}` as LeaseId,
  holder: holder(n, repo),
  purpose: 'test',
  granted_at: at(0),
  expires_at: at(1800),
});
const place = (n: number, repo?: string): LeaseRequest => ({
  seq: n,
  holder: holder(n, repo),
  purpose: 'test',
  queued_at: at(0),
  polled_at: at(0),
  retry_after_seconds: 20,
});
const book = (
  leases: readonly Lease[],
  queue: readonly LeaseRequest[] = [],
  released: readonly Lease[] = [],
): LeaseBook => ({
  ...emptyBook,
  leases: [...leases],
  queue: [...queue],
  released: released.map(it => ({...it, released_at: at(9)})),
});

/** What /shop hears, as words; some processes may be gone. */
const news = (before: LeaseBook, after: LeaseBook, {seconds = 10, dead = 0}: {seconds?: number; dead?: number} = {}) =>
  newsOf(before, after, {
    now: START + seconds * 1000,
    isAlive: it => it.pid !== dead,
    isOurs: it => it.repo === '/shop',
  }).map(it => {
    const {type, session, reason} = it as {type: string; session: string; reason?: string};
    return [type, session, ...(reason === undefined ? [] : [reason])].join(' ');
  });

test.each([
  {what: 'a grant', before: book([]), after: book([lease(1)]), said: ['lease-granted s1']},
  {what: 'a place', before: book([lease(1)]), after: book([lease(1)], [place(2)]), said: ['lease-queued s2']},
  {what: 'a turn', before: book([], [place(2)]), after: book([lease(2)]), said: ['lease-granted s2']},
  {what: 'a release', before: book([lease(1)]), after: book([], [], [lease(1)]), said: ['lease-released s1']},
  {
    what: 'a release of long ago',
    before: book([], [], [lease(1)]),
    after: book([lease(2)], [], [lease(1)]),
    said: ['lease-granted s2'],
  },
  {
    what: 'a lease that came and went',
    before: book([]),
    after: book([], [], [lease(1)]),
    said: ['lease-granted s1', 'lease-released s1'],
  },
  {
    what: 'a turn that came and went',
    before: book([], [place(1)]),
    after: book([], [], [lease(1)]),
    said: ['lease-granted s1', 'lease-released s1'],
  },
  {what: 'others', before: book([lease(1, '/bank')]), after: book([lease(2, '/bank')], [place(3, '/bank')]), said: []},
  {
    what: 'an end before a grant',
    before: book([lease(1)], [place(2)]),
    after: book([lease(2)], [], [lease(1)]),
    said: ['lease-released s1', 'lease-granted s2'],
  },
])('$what is told', ({before, after, said}) => {
  expect(news(before, after)).toEqual(said);
});

test('a lease that ends by itself says why', () => {
  expect(news(book([lease(1)]), book([]), {seconds: 1800})).toEqual(['lease-expired s1 its time was over']);
  expect(news(book([lease(1)]), book([]), {dead: 1})).toEqual(['lease-expired s1 its holder was gone']);
});

test('a place that is given up says why', () => {
  const before = book([], [place(1)]);
  expect(news(before, book([]), {dead: 1})).toEqual(['lease-withdrawn s1 its holder was gone']);
  expect(news(before, book([]), {seconds: 61})).toEqual(['lease-withdrawn s1 it did not ask again']);
  expect(news(before, book([]))).toEqual(['lease-withdrawn s1 it left the queue']);
});

test('of a book that did not change nothing is told', () => {
  const same = book([lease(1)], [place(2)], [lease(3)]);
  expect(news(same, same)).toEqual([]);
});
