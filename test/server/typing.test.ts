import {expect, test} from 'vitest';
import {historyText, lastRows, typeInto} from '../../src/server/typing.ts';
import {openHouse, type House} from './house.ts';

/** A house with a session. */
const open = async (): Promise<House> => {
  const house = await openHouse();
  await house.asks(['open-session', '--name', 'logs', '--cols', '20', '--rows', '4']);
  return house;
};
const send = ({server}: House, text: string, isEntered = true) =>
  typeInto({...server, live: server.sessions.running('logs')}, text, isEntered);

/** Let time pass until something has come of it. */
const passing = async <T>({clock}: House, sending: Promise<T>): Promise<T> => {
  for (let n = 0; n < 20; n++) {
    await Promise.resolve();
    clock.passes(200);
  }
  return sending;
};

test.concurrent('what was typed and entered is delivered when the program reacts to both', async () => {
  await using house = await open();
  house.pty().onTyped = text => house.pty().prints(text);
  expect(await send(house, 'echo hi')).toBe('delivered');
  expect(house.pty().typed).toBe('echo hi\r');
});

test.concurrent('Enter waits for the echo', async () => {
  await using house = await open();
  const sending = send(house, 'echo hi');
  expect(house.pty().typed).toBe('echo hi');
  house.pty().onTyped = text => house.pty().prints(text);
  house.pty().prints('echo hi');
  await sending;
  expect(house.pty().typed).toBe('echo hi\r');
});

test.concurrent('without Enter it is only typed', async () => {
  await using house = await open();
  house.pty().onTyped = text => house.pty().prints(text);
  expect(await send(house, 'half', false)).toBe('typed');
  expect(house.pty().typed).toBe('half');
});

test.concurrent('a program that does not react to Enter is stalled', async () => {
  await using house = await open();
  const answers = ['echo hi'];
  house.pty().onTyped = () => answers.splice(0).forEach(text => house.pty().prints(text));
  expect(await passing(house, send(house, 'echo hi'))).toBe('stalled');
});

test.concurrent('a program that asked for it gets a paste, which cannot end itself', async () => {
  await using house = await open();
  house.pty().onTyped = () => house.pty().prints('.');
  house.pty().prints('\u001b[?2004h');
  await passing(house, send(house, 'a\nb\u001b[201~c'));
  expect(house.pty().typed).toBe('\u001b[200~a\rbc\u001b[201~\r');
});

test.concurrent('the verb says how it went', async () => {
  await using house = await open();
  house.pty().onTyped = text => house.pty().prints(text);
  expect(await house.asks(['send-text', 'logs', 'echo', 'hi'])).toMatchObject({
    exit: 0,
    out: {session: 'logs', outcome: 'delivered'},
  });
});

test.concurrent('nothing is typed into a session that has ended', async () => {
  await using house = await open();
  house.pty().exits({code: 0});
  expect(await house.asks(['send-text', 'logs', 'hi'])).toMatchObject({exit: 4, code: 'session-ended'});
});

test.concurrent('typing ends when the program does', async () => {
  await using house = await open();
  const sending = send(house, 'exit', false);
  house.pty().exits({code: 0});
  house.clock.passes(1500);
  expect(await sending).toBe('typed');
});

test.concurrent('the newest lines above the screen are read as text', async () => {
  await using house = await open();
  house.pty().prints(Array.from({length: 10}, (_, n) => `line ${n} 日本é`).join('\r\n'));
  const {engine} = house.server.sessions.running('logs');
  expect(historyText(engine, 2)).toEqual(['line 4 日本é', 'line 5 日本é']);
});

test.concurrent('a character that is made of several is read as it is', async () => {
  await using house = await open();
  house.pty().prints(`👩‍👩‍👧 e\u0301\r\n${'\r\n'.repeat(5)}`);
  const {engine} = house.server.sessions.running('logs');
  expect(historyText(engine, 99)[0]).toBe('👩‍👩‍👧 e\u0301');
});

test.concurrent('no more lines are read than there are', async () => {
  await using house = await open();
  expect(historyText(house.server.sessions.running('logs').engine, 100)).toEqual([]);
});

test.concurrent.each([
  ['', 3, []],
  ['one\r\ntwo', 3, ['one', 'two']],
  ['one\r\n\r\n\r\ntwo', 3, ['one', '', 'two']],
  ['1\r\n2\r\n3\r\n4\r\n5', 3, ['3', '4', '5']],
  ['one', 0, []],
])('the last rows of a screen with %j, at most %i, are %j', async (text, count, rows) => {
  await using house = await open();
  house.pty().prints(text);
  expect(lastRows(house.server.sessions.running('logs').engine, count)).toEqual(rows);
});
