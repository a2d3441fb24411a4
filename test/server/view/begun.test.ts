import {expect, test} from 'vitest';
import type {Mood} from '../../../src/core/nouns/session.ts';
import {performAction} from '../../../src/server/view/actions.ts';
import {take} from '../../../src/server/view/hands.ts';
import {openHouse, type House} from '../house.ts';
import {deskAt, presses} from './desk.ts';

const open = async () => {
  const house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  return {house, desk: deskAt(house, 'logs'), [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]()};
};
const draft = ({server}: House) => server.sessions.running('logs').draft;
const feels = ({server}: House, mood: Mood): void =>
  server.world.signal([{type: 'session-signal', session: 'logs', mood, mood_source: 'screen'}]);

test.concurrent('keys begin a text, and Enter sends it', async () => {
  await using it = await open();
  presses(it.desk, 'h i');
  expect(draft(it.house)).toBe(2);
  presses(it.desk, 'Enter');
  expect(draft(it.house)).toBe(0);
});

test.concurrent('a text that is pasted is begun, whichever way it is pasted', async () => {
  await using it = await open();
  take(it.desk, {kind: 'paste', text: 'abc'});
  it.house.server.clipboard.text = 'de';
  performAction(it.desk, 'paste-copied');
  expect(draft(it.house)).toBe(5);
});

test.concurrent('the key that answers a form begins no text: what waited is typed when the form is gone', async () => {
  await using it = await open();
  feels(it.house, 'asks');
  const sending = it.house.asks(['send-text', 'logs', 'go on']);
  presses(it.desk, '1');
  expect([it.house.pty().typed, draft(it.house)]).toEqual(['1', 0]);
  it.house.pty().onTyped = () => it.house.pty().prints('.');
  feels(it.house, 'working');
  expect(await sending).toMatchObject({out: {outcome: 'delivered'}});
});
