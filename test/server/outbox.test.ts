import {expect, test, vi} from 'vitest';
import type {Mood} from '../../src/core/nouns/session.ts';
import {openHouse, type House} from './house.ts';

/** A session whose program shows what is typed. */
const open = async (): Promise<House> => {
  const house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  house.pty().onTyped = text => house.pty().prints(text.replaceAll('\r', '\r\n'));
  return house;
};
const live = ({server}: House, name = 'logs') => server.sessions.running(name);
const queued = ({server}: House) => server.world.signals.sessions['logs']?.queued ?? 0;
const feels = ({server}: House, mood: Mood, session = 'logs'): void =>
  server.world.signal([{type: 'session-signal', session, mood, mood_since: '2026-01-01T00:00:00.000Z'}]);

const PROMPTS: Readonly<Record<string, string>> = {codex: '›', claude: '❯'};

/** A real agent, as far as its terminal tells. */
const codex = (): Promise<House> => agent('codex');
const agent = async (kind: string): Promise<House> => {
  const house = await openHouse();
  house.configures(`worker_agent: ${kind}\n`);
  house.installs(kind);
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  house.pty().prints(`\u001b[?2004h\u001b[24;1H${PROMPTS[kind]} `);
  return house;
};

/** The agent reports how it is. */
const reports = (house: House, state: 'working' | 'blocked:kind=permission'): void =>
  house.pty().prints(`\u001b]7501;state=${state}:app=agent\u001b\\`);

test.concurrent('500 messages from many at once arrive whole, each with its Enter, in the order they came', async () => {
  await using house = await open();
  const texts = Array.from({length: 500}, (_, n) => `message ${n} ${'x'.repeat(n % 50)}`);
  const answers = await Promise.all(texts.map(text => house.asks(['send-text', 'logs', text])));
  expect(new Set(answers.map(it => it.out['outcome']))).toEqual(new Set(['delivered']));
  expect(house.pty().typed.split('\r')).toEqual([...texts, '']);
});

test.concurrent('a message waits as long as a person has a text begun, and is seen to wait', async () => {
  await using house = await open();
  live(house).draft = 3;
  const sending = house.asks(['send-text', 'logs', 'hello']);
  await Promise.resolve();
  expect([house.pty().typed, queued(house)]).toEqual(['', 1]);
  live(house).draft = 0;
  house.server.outbox.look(live(house));
  expect(await sending).toMatchObject({out: {outcome: 'delivered'}});
  expect([house.pty().typed, queued(house)]).toEqual(['hello\r', 0]);
});

test.concurrent('a message whose time is over was not typed, and says what was in the way', async () => {
  await using house = await open();
  live(house).draft = 3;
  const sending = house.asks(['send-text', 'logs', 'hello', '--timeout', '10']);
  house.clock.passes(10_000);
  expect(await sending).toMatchObject({code: 'message-waits', exit: 6});
  live(house).draft = 0;
  house.server.outbox.look(live(house));
  await house.server.world.settled();
  expect([house.pty().typed, queued(house)]).toEqual(['', 0]);
});

test.concurrent('a message whose turn has come is typed to its end, whoever leaves and whatever its time', async () => {
  await using house = await open();
  house.pty().onTyped = text => {
    if (text === '\r') house.pty().prints('\r\n');
  };
  const leaves = new AbortController();
  const message = {text: 'one', enters: true, patienceMs: 1000, gone: leaves.signal};
  const sending = house.server.outbox.send('logs', message);
  const waiting = house.server.outbox.send('logs', {text: 'two', enters: true, patienceMs: 50_000});
  house.clock.passes(1200);
  leaves.abort();
  expect(queued(house)).toBe(1);
  expect(house.server.outbox.cancel('logs')).toBe(1);
  await expect(waiting).rejects.toMatchObject({code: 'message-cancelled'});
  house.clock.passes(1000);
  expect(await sending).toBe('delivered');
  expect(house.pty().typed).toBe('one\r');
});

test.concurrent('messages that wait are called off', async () => {
  await using house = await open();
  live(house).draft = 3;
  const sending = ['one', 'two'].map(it => house.asks(['send-text', 'logs', it]));
  expect((await house.asks(['cancel-messages', 'logs'])).out).toEqual({session: 'logs', cancelled: 2});
  for (const it of await Promise.all(sending)) expect(it).toMatchObject({code: 'message-cancelled'});
  expect(house.pty().typed).toBe('');
});

test.concurrent('nothing is typed into a question of the program, but what its task asks is none', async () => {
  await using house = await open();
  feels(house, 'asks');
  const sending = house.asks(['send-text', 'logs', 'yes']);
  await Promise.resolve();
  expect(house.pty().typed).toBe('');
  feels(house, 'idle');
  expect(await sending).toMatchObject({out: {outcome: 'delivered'}});
});

test.concurrent('who waits for a program that ends is told', async () => {
  await using house = await open();
  live(house).draft = 3;
  const sending = house.asks(['send-text', 'logs', 'hello']);
  house.pty().exits({code: 0});
  expect(await sending).toMatchObject({code: 'session-ended'});
});

test.concurrent('an agent that tells its mood has read a message when it begins to work, and not before', async () => {
  await using house = await codex();
  feels(house, 'idle', 'worker-task-001');
  const pty = house.pty();
  pty.onTyped = text => {
    if (text === '\r') feels(house, 'working', 'worker-task-001');
    pty.prints(text);
  };
  const sending = house.asks(['send-text', 'worker-task-001', 'go on']);
  await Promise.resolve();
  house.clock.passes(100);
  expect(pty.typed).toBe('\u001b[200~go on\u001b[201~');
  house.clock.passes(50);
  expect(await sending).toMatchObject({out: {outcome: 'delivered'}});
  expect(pty.typed).toBe('\u001b[200~go on\u001b[201~\r');
});

test.concurrent('nothing is typed into a form of an agent whose task waits, too', async () => {
  await using house = await codex();
  house.pty().prints('\u001b]7501;state=idle:app=codex\u001b\\');
  await house.asks(['request-input', '--summary', 'which?'], house.worker('TASK-001'));
  house.pty().prints('\u001b]7501;state=blocked:kind=permission:app=codex\u001b\\');
  const sending = house.asks(['send-text', 'worker-task-001', 'yes', '--timeout', '1']);
  await Promise.resolve();
  house.clock.passes(1100);
  expect(await sending).toMatchObject({code: 'message-waits'});
  expect(house.pty().typed).toBe('');
});

/** What was begun by now goes on as far as it can. */
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Time passes until a message has its end, whichever. */
const ends = async <T>(house: House, sending: Promise<T>): Promise<T> => {
  const state = {isOver: false};
  const end = async (): Promise<T> => {
    try {
      return await sending;
    } finally {
      state.isOver = true;
    }
  };
  const ended = end();
  // Told below.
  ended.catch(() => undefined);
  while (!state.isOver) {
    await turn();
    house.clock.passes(500);
  }
  return ended;
};
const WORKER = 'worker-task-001';

/** Agents show how long a text is instead of it. */
const pasted = (text: string): string => (text.length > 200 ? `[Pasted Text: ${text.length} letters]` : text);

test.concurrent('nothing is typed into an agent in which a person reads something', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  pty.onTyped = () => pty.prints('.');
  pty.prints('\u001b[2J\u001b[24;1H Browsing transcript · 40%');
  const sending = house.asks(['send-text', WORKER, 'go on']);
  house.clock.passes(20_000);
  await turn();
  expect(pty.typed).toBe('');
  pty.prints('\u001b[2J\u001b[24;1H› ');
  await ends(house, sending);
  expect(pty.typed).toContain('go on');
});

test.concurrent('an agent whose prompt looks otherwise than we know is typed to all the same', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  pty.onTyped = () => pty.prints('.');
  pty.prints('\u001b[2J\u001b[24;1H>>> ');
  const hasty = house.server.outbox.send(WORKER, {text: 'hurry', enters: true, patienceMs: 3000});
  await expect(ends(house, hasty)).rejects.toMatchObject({details: {reason: 'its prompt is not to be seen'}});
  const sending = house.asks(['send-text', WORKER, 'go on']);
  house.clock.passes(4900);
  await turn();
  expect(pty.typed).toBe('');
  await ends(house, sending);
  expect(pty.typed).toContain('go on');
});

/** An agent with a prompt in its last row, which takes an Enter at the n-th time; a long text is shown as its length. */
const takesEnter = (house: House, nth: number): void => {
  const pty = house.pty();
  let prompt = '';
  let enters = 0;
  pty.onTyped = text => {
    if (text !== '\r') prompt += text.replaceAll(/\u001b\[20[01]~/gu, '');
    else if (++enters >= nth) {
      pty.prints(`\u001b[H${prompt}\r\nI see.`);
      prompt = '';
    }
    pty.prints(`\u001b[24;1H\u001b[2K> ${pasted(prompt)}`);
  };
};

test.concurrent.each([
  [1, 'delivered', 0],
  [3, 'delivered', 0],
  [9, 'stalled', 'do the dishes'.length],
])('an agent that takes the Enter number %i, if any: %s', async (nth, outcome, draft) => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  takesEnter(house, nth);
  const sending = house.asks(['send-text', WORKER, 'do the dishes']);
  expect(await ends(house, sending)).toMatchObject({out: {outcome}});
  expect(house.pty().typed.split('\r').length - 1).toBe(Math.min(nth, 3));
  expect(live(house, WORKER).draft).toBe(draft);
});

test.concurrent('a long text that an agent does not show, and whose Enter it lost, stays begun when no Enter helps', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  takesEnter(house, 9);
  const text = 'wash '.repeat(100);
  expect(await ends(house, house.asks(['send-text', WORKER, text]))).toMatchObject({out: {outcome: 'stalled'}});
  expect(house.pty().typed.split('\r').length - 1).toBe(3);
  expect(live(house, WORKER).draft).toBeGreaterThan(200);
});

/** With each Enter that an agent loses it draws something above its prompt, or it begins a new row there. */
type Losing = 'draws' | 'begins a row';

/** An agent that loses Enters while it starts; its prompt is above a line. */
const startsUntil = (house: House, nth: number, losing: Losing): (() => readonly string[]) => {
  const pty = house.pty();
  const said = ['hello'];
  const taken: string[] = [];
  let prompt = '';
  let rows = '';
  let enters = 0;
  pty.onTyped = text => {
    if (text !== '\r') prompt += text.replaceAll(/\u001b\[20[01]~/gu, '');
    else if (++enters < nth) {
      if (losing === 'draws') said.push(`tip ${enters}`, 'read it');
      else rows += '\r\n';
    } else {
      taken.push(prompt);
      said.push(prompt, '', 'I see.', '', 'It is done.', '');
      prompt = rows = '';
    }
    pty.prints(`\u001b[2J\u001b[H${[...said, `> ${pasted(prompt)}${rows}`, '-----'].join('\r\n')}`);
  };
  return () => taken;
};

test.concurrent.each([
  ['do the dishes', 'draws'],
  ['wash '.repeat(100), 'draws'],
  ['do the dishes', 'begins a row'],
] as const)('Enter is pressed again for %j when a starting agent %s instead', async (text, losing) => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const taken = startsUntil(house, 3, losing);
  expect(await ends(house, house.asks(['send-text', WORKER, text]))).toMatchObject({out: {outcome: 'delivered'}});
  expect(taken()).toEqual([text]);
  expect(live(house, WORKER).draft).toBe(0);
});

test.concurrent.each([
  ['nothing is on the screen', 'Resuming...'],
  ['it is on the screen from before', '> do the dishes\r\nResuming...'],
])('a text that an agent has lost is not told as delivered, nor as begun: %s', async (_, screen) => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  pty.prints(screen);
  pty.onTyped = () => pty.prints('.');
  expect(await ends(house, house.asks(['send-text', WORKER, 'do the dishes']))).toMatchObject({
    out: {outcome: 'stalled'},
  });
  expect(pty.typed).toBe('\u001b[200~do the dishes\u001b[201~\r');
  expect(live(house, WORKER).draft).toBe(0);
});

test.concurrent('a text whose end is in several rows is seen in the prompt', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  pty.onTyped = text => pty.prints(text === '\r' ? '.' : '\u001b[H> Which?\r\n1. yes\r\n2. no\r\n3. ask');
  const sending = house.asks(['send-text', WORKER, 'Which?\n1. yes\n2. no\n3. ask']);
  expect(await ends(house, sending)).toMatchObject({out: {outcome: 'stalled'}});
  expect(pty.typed.split('\r').length - 1).toBe(6);
  expect(live(house, WORKER).draft).toBeGreaterThan(0);
});

test.concurrent('an agent that hides its prompt for a while has not read what comes back with it', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  let enters = 0;
  pty.onTyped = text => {
    if (text !== '\r') pty.prints('\u001b[2J\u001b[H> do the dishes');
    else if (++enters === 1) pty.prints('\u001b[2J\u001b[HResuming...');
    else if (enters === 2) pty.prints('\u001b[2J\u001b[H> do the dishes');
  };
  expect(await ends(house, house.asks(['send-text', WORKER, 'do the dishes']))).toMatchObject({
    out: {outcome: 'stalled'},
  });
  expect([enters, live(house, WORKER).draft]).toEqual([3, 'do the dishes'.length]);
});

test.concurrent('a short text is not taken for a part of other words', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  const draws = (prompt: string, ...said: readonly string[]): void =>
    pty.prints(`\u001b[2J\u001b[H${[...said, `> ${prompt}`, 'hide this with /hi'].join('\r\n')} now`);
  draws('');
  pty.onTyped = text => (text === '\r' ? draws('', 'hi', '', 'I see.') : draws('hi'));
  expect(await ends(house, house.asks(['send-text', WORKER, 'hi']))).toMatchObject({out: {outcome: 'delivered'}});
});

test.concurrent('an agent that ends at the Enter has not read the message, though it is on the screen no more', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  pty.onTyped = text => {
    pty.prints(text === '\r' ? '\u001b[2J' : '> do the dishes');
    if (text === '\r') pty.exits({code: 1});
  };
  expect(await ends(house, house.asks(['send-text', WORKER, 'do the dishes']))).toMatchObject({
    out: {outcome: 'stalled'},
  });
});

test.concurrent.each([
  ['a form has come', (house: House) => reports(house, 'blocked:kind=permission')],
  ['a person types', (house: House) => void (live(house, WORKER).draft = 3)],
])('no Enter is pressed when %s after the text', async (_, happens) => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  pty.onTyped = () => happens(house);
  const sending = house.asks(['send-text', WORKER, 'do the dishes']);
  expect(await ends(house, sending)).toMatchObject({out: {outcome: 'stalled'}});
  expect(pty.typed).toBe('\u001b[200~do the dishes\u001b[201~');
});

test.concurrent('an agent that only repaints has not read the message', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  pty.onTyped = () => pty.prints('.');
  expect(await ends(house, house.asks(['send-text', WORKER, 'go on']))).toMatchObject({out: {outcome: 'stalled'}});
});

test.concurrent('no Enter is pressed again once the agent asks something', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  takesEnter(house, 9);
  const sending = house.asks(['send-text', WORKER, 'do the dishes']);
  await vi.waitFor(() => {
    house.clock.passes(50);
    expect(house.pty().typed).toContain('\r');
  });
  feels(house, 'asks', WORKER);
  expect(await ends(house, sending)).toMatchObject({out: {outcome: 'stalled'}});
  expect(house.pty().typed.match(/\r/gu)).toHaveLength(1);
});

test.concurrent.each([
  ['codex', 'delivered'],
  ['claude', undefined],
])('%s is told something while it works: %s', async (kind, outcome) => {
  await using house = await agent(kind);
  reports(house, 'working');
  house.pty().onTyped = () => house.pty().prints('.');
  const sending = house.asks(['send-text', WORKER, 'go on', '--timeout', '5']);
  const {out, code} = await ends(house, sending);
  expect(out['outcome']).toBe(outcome);
  expect(code).toBe(outcome === undefined ? 'message-waits' : undefined);
});

test.concurrent('Enter waits until the text itself is seen: an agent draws other things besides', async () => {
  await using house = await codex();
  feels(house, 'idle', WORKER);
  const pty = house.pty();
  const sending = house.asks(['send-text', WORKER, 'do the dishes']);
  await vi.waitFor(() => expect(pty.typed).toContain('dishes'));
  pty.prints('a spinner');
  house.clock.passes(1000);
  await new Promise(resolve => setImmediate(resolve));
  expect(pty.typed).not.toContain('\r');
  pty.onTyped = text => void (text === '\r' && feels(house, 'working', WORKER));
  pty.prints('do the dishes');
  expect(await ends(house, sending)).toMatchObject({out: {outcome: 'delivered'}});
});
