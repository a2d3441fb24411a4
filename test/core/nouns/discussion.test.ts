import {expect, test} from 'vitest';
import {newestFirst} from '../../../src/core/discussions-seen.ts';
import type {Change, Event} from '../../../src/core/event.ts';
import {mintDiscussionId, type DiscussionId} from '../../../src/core/id.ts';
import {emptyState, reduce, subjectsOf, type State} from '../../../src/core/state.ts';

const at = '2026-01-02T03:04:05.000Z';
const id = 'run-20260102T030405000000Z' as DiscussionId;
const key = 'a'.repeat(64);

const after = (...changes: readonly Change[]): State => {
  const state = emptyState();
  more(state, ...changes);
  return state;
};

const more = (state: State, ...changes: readonly Change[]): void =>
  reduce(
    state,
    changes.map((it, index): Event => ({...it, seq: state.seq + index + 1, at, actor: 'user'})),
  );

const opened = (of: DiscussionId = id, topic = 'Keep it?'): Change => ({
  type: 'discussion-opened',
  discussion: {
    id: of,
    session: 'main',
    conversation_key: key,
    topic,
    panel: [
      {name: 'ann', agent: 'codex', model: 'large'},
      {name: 'bob', agent: 'claude'},
    ],
    follow_up_enabled: true,
  },
});
const replied: Change = {
  type: 'discussion-replied',
  discussion_id: id,
  reply: {round: 1, participant: 'ann', status: 'ok', stance: 'for', position: 'Keep it', duration_ms: 3},
};
const moved = (to: 'done' | 'failed'): Change => ({
  type: 'discussion-moved',
  discussion_id: id,
  from: 'running',
  to,
  stop_reason: 'follow_up_complete',
  counts: {agreements: 1, disagreements: 0, risks: 0},
});
const kept = (participants: Record<string, {agent: string; conversation: string}>): Change => ({
  type: 'conversation-kept',
  conversation_key: key,
  session: 'main',
  discussion_id: id,
  participants,
});

test('a discussion is opened, hears replies, advances and ends', () => {
  const state = after(
    opened(),
    replied,
    {type: 'discussion-advanced', discussion_id: id, reason: 'disagreement'},
    moved('done'),
  );
  expect(state.discussions[id]).toMatchObject({
    status: 'done',
    round: 2,
    follow_up_reason: 'disagreement',
    stop_reason: 'follow_up_complete',
    replies: [{participant: 'ann'}],
    counts: {agreements: 1},
    opened_by: 'user',
    started_at: at,
    ended_at: at,
  });
});

test('it ends once', () => {
  expect(() => after(opened(), moved('failed'), moved('done'))).toThrow('is failed and cannot become done');
});

test('one that is unknown hears nothing, and all of the tick is as if it had not been', () => {
  const state = emptyState();
  expect(() =>
    more(state, opened(), {...replied, discussion_id: 'run-20260102T030405000001Z' as DiscussionId}),
  ).toThrow('no discussion "run-20260102T030405000001Z"');
  expect(state).toEqual(emptyState());
});

test('one that is removed is gone, also for what comes after it in the same tick', () => {
  const state = after(opened(), moved('done'));
  more(state, {type: 'discussion-removed', discussion_id: id});
  expect(Object.keys(state.discussions)).toEqual([]);
  expect(() => after(opened(), {type: 'discussion-removed', discussion_id: id}, replied)).toThrow('no discussion');
});

test('conversations are kept by participant, and forgotten one by one or all', () => {
  const state = after(
    opened(),
    kept({ann: {agent: 'codex', conversation: '1'}}),
    kept({bob: {agent: 'claude', conversation: '2'}}),
  );
  expect(state.conversations[key]).toMatchObject({
    last_discussion: id,
    participants: {ann: {conversation: '1'}, bob: {conversation: '2'}},
  });
  more(state, {type: 'conversation-forgotten', conversation_key: key, participant: 'ann'});
  expect(Object.keys(state.conversations[key]?.participants ?? {})).toEqual(['bob']);
  more(state, {type: 'conversation-forgotten', conversation_key: key});
  expect(state.conversations).toEqual({});
});

test('its events are found by its id', () => {
  for (const change of [opened(), replied, moved('done'), kept({})]) expect(subjectsOf(change)).toContain(id);
});

test('ids of one millisecond differ, and sort by time', () => {
  const taken: string[] = [];
  const mint = (ms: number): string => {
    const made = mintDiscussionId(new Date(Date.UTC(2026, 10, 21, 22, 55, 0, ms)), it => taken.includes(it));
    taken.push(made);
    return made;
  };
  expect([mint(123), mint(123), mint(124)]).toEqual([
    'run-20261121T225500123000Z',
    'run-20261121T225500123001Z',
    'run-20261121T225500124000Z',
  ]);
});

test.each([
  ['', 2],
  ['KEEP', 1],
  ['lexer large', 1],
  ['lexer small', 0],
  ['claude', 2],
  ['run-20260102T030405000001Z', 1],
])('looking for %j finds %i, the newest first', (filter, count) => {
  const state = after(opened(), opened('run-20260102T030405000001Z' as DiscussionId, 'The lexer'));
  const found = newestFirst(state, filter);
  expect(found).toHaveLength(count);
  expect(found.map(it => it.id)).toEqual(
    found
      .map(it => it.id)
      .toSorted()
      .toReversed(),
  );
});
