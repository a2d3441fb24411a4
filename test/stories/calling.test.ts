/** A session that waits calls the person who looks elsewhere: once, in the form the terminal understands, and not at night. */
import {expect} from 'vitest';
import type {Actors} from '../kit/story.ts';
import {story} from '../kit/story.ts';
import type {Terminal} from '../kit/user.ts';

/** A terminal of this name and version. */
const called = (name: string): Terminal => ({answers: `\u001bP>|${name}\u001b\\\u001b[?62;22c`});
const ghostty = called('ghostty 1.1.3');
const ASKS = 'task-001 asks (shop): move the shop: which port?';
const DONE = 'task-001 is done (shop): move the shop';

/** A worker at work, which is not on the screen of who attaches unless it is alone there. */
const opens = async ({user, agent}: Pick<Actors, 'user' | 'agent'>, terminal: Terminal = ghostty) => {
  await user.runs(['create-task', 'move the shop', '--script', 'true']);
  await user.runs('spawn-worker 1');
  await user.attaches(terminal);
  return agent('worker-task-001');
};

story('who looks at another window is called once, with what is asked', async ({user, agent, clock}) => {
  const worker = await opens({user, agent});
  await user.looksAway();
  await worker.asks('which port?');
  await user.terminalWasTold('\u001b]777;notify;task-001 asks (shop);move the shop: which port?\u0007');
  await clock.passes('10 min');
  await user.looksBack();
  await user.looksAway();
  await user.wasNotified(ASKS);
  await user.gotOnlyPictures();
});

story(
  'who reads the session for long, in a window that tells of its focus, is called after leaving it',
  async ({user, agent, clock}) => {
    const worker = await opens({user, agent});
    await user.presses('C-b 1');
    await user.hasPanes('worker-task-001');
    await user.looksBack();
    await clock.passes('10 min');
    await worker.asks('which port?');
    await user.runs('reply 1 8080');
    await clock.passes('10 min');
    await user.wasNotified();
    await user.looksAway();
    await worker.asks('which host?');
    await user.wasNotified('task-001 asks (shop): move the shop: which host?');
  },
);

story('who looks at another session is called, too', async ({user, agent}) => {
  const worker = await opens({user, agent});
  await user.looksBack();
  await worker.asks('which port?');
  await user.wasNotified(ASKS);
});

story('who looks at the session is not called, nor when leaving it later', async ({user, agent, clock}) => {
  const worker = await opens({user, agent}, {...ghostty, show: 'worker-task-001'});
  await worker.asks('which port?');
  await user.looksAway();
  await clock.passes('10 min');
  await user.wasNotified();
});

story(
  'who has a session on the screen and has not touched a key for a minute is called',
  async ({user, agent, clock}) => {
    const worker = await opens({user, agent}, {...ghostty, show: 'worker-task-001'});
    await clock.passes('1 min');
    await worker.asksForReview();
    await user.wasNotified(DONE);
  },
);

story('who scrolled back in the session, or reads something over it, is called', async ({user, agent}) => {
  const worker = await opens({user, agent}, {...ghostty, show: 'worker-task-001'});
  await user.presses('C-b [');
  await worker.asks('which port?');
  await user.wasNotified(ASKS);
});

story('a question after the answer is called anew, but not at once', async ({user, agent, clock}) => {
  const worker = await opens({user, agent});
  await worker.asks('which port?');
  await user.runs('reply 1 8080');
  await worker.asks('which host?');
  await user.wasNotified(ASKS);
  await clock.passes('10 s');
  await user.wasNotified(ASKS, 'task-001 asks (shop): move the shop: which host?');
});

story('a question that was answered meanwhile, or seen, is not called any more', async ({user, agent, clock}) => {
  const worker = await opens({user, agent});
  await worker.asks('which port?');
  await user.runs('reply 1 8080');
  await worker.asks('which host?');
  await user.runs('reply 2 here');
  await clock.passes('30 s');
  await worker.asks('which user?');
  await user.runs('reply 3 root');
  await worker.asks('really?');
  await user.presses('C-b a');
  await user.looksAway();
  await clock.passes('30 s');
  await user.wasNotified(ASKS, 'task-001 asks (shop): move the shop: which user?');
});

story('kitty is told in its own form, and iTerm2 in its own', async ({user, colleague, agent}) => {
  const worker = await opens({user, agent}, called('kitty(0.35.2)'));
  await colleague.attaches(called('iTerm2 3.5.10'));
  await worker.asks('which port?');
  await user.terminalWasTold(
    '\u001b]99;i=worker-task-001:d=0;task-001 asks (shop)\u001b\\\u001b]99;i=worker-task-001:p=body;move the shop: which port?\u001b\\',
  );
  await colleague.terminalWasTold(`\u001b]9;${ASKS}\u0007`);
});

story('a terminal that knows no notices rings', async ({user, agent}) => {
  const worker = await opens({user, agent}, {});
  await worker.asks('which port?');
  await user.wasNotified();
  await user.heardBells(1);
});

story('settings choose the form, the moods, and whether at all', async ({user, agent, repository, clock}) => {
  const worker = await opens({user, agent}, {});
  repository.writes('.roundhouse/config.yaml', 'notify: off\n');
  await worker.asks('which port?');
  await user.runs('reply 1 8080');
  repository.writes('.roundhouse/config.yaml', 'notify: osc9\nnotify_on: done\n');
  await worker.asks('which host?');
  await user.runs('reply 2 here');
  await user.wasNotified();
  await worker.asksForReview();
  await clock.passes('1 min');
  await user.wasNotified(DONE);
  await user.heardBells(0);
});

story(
  'in quiet hours nobody is called; what still waits at their end is told then',
  async ({user, agent, repository, clock}) => {
    // Stories begin at noon in UTC; settings are in local time.
    const hour = (plus: number): string => `${(new Date('2026-01-02T12:00:00Z').getHours() + 24 + plus) % 24}:00`;
    repository.writes('.roundhouse/config.yaml', `quiet_hours: ${hour(-1)}-${hour(2)}\n`);
    const worker = await opens({user, agent});
    await worker.asks('which port?');
    await worker.prints('\u001b]9;I said: which port?\u0007');
    await user.looksAway();
    await clock.passes('1 h');
    await user.wasNotified();
    await clock.passes('2 h');
    await user.wasNotified(ASKS);
  },
);

story('what the program itself tells of an episode is not told twice', async ({user, agent, clock}) => {
  const worker = await opens({user, agent});
  await worker.prints('\u001b]9;which port, please?\u0007');
  await worker.asks('which port?');
  await user.wasNotified('task-001: which port, please?');
  await user.runs('reply 1 8080');
  await clock.passes('30 s');
  await worker.asks('which host?');
  await clock.passes('6 s');
  await worker.prints('\u001b]9;which host, please?\u0007');
  await user.wasNotified('task-001: which port, please?', 'task-001 asks (shop): move the shop: which host?');
});

story(
  'a program’s notice of long ago, and one that nobody heard, do not stand for a call',
  async ({user, agent, clock}) => {
    const worker = await opens({user, agent});
    await worker.prints('\u001b]9;I begin\u0007');
    await clock.passes('11 s');
    await worker.asks('which port?');
    await user.wasNotified('task-001: I begin', ASKS);
  },
);

story('who only watches is told, and what is seen so is still told to others', async ({user, colleague, agent}) => {
  const worker = await opens({user, agent});
  await colleague.attaches({...ghostty, show: 'worker-task-001', watching: true});
  await worker.asks('which port?');
  await user.wasNotified(ASKS);
  await colleague.wasNotified(ASKS);
});

story('what the person does is no news to them', async ({user, agent, clock}) => {
  const worker = await opens({user, agent});
  await worker.asksForReview();
  await clock.passes('1 min');
  await user.runs(['record-decision', 'reject', '1', '--reason', 'too long']);
  await user.sees('✗ task-001', {in: 'agents'});
  await clock.passes('1 min');
  await user.wasNotified(DONE);
});

story(
  'what was told in the evening is not told again in the morning',
  async ({user, agent, server, repository, clock}) => {
    const worker = await opens({user, agent});
    await worker.asksForReview();
    await user.wasNotified(DONE);
    await user.runs('suspend');
    await clock.passes('8 h');
    await server.restarts();
    await user.attaches(ghostty);
    await user.sees('✓ task-001', {in: 'agents'});
    await user.wasNotified();
    expect(repository.log.filter(line => line.includes('"what":"call"'))).toHaveLength(1);
  },
);

story('a program that goes on under another name is not news', async ({user, agent, clock}) => {
  const worker = await opens({user, agent});
  await worker.asksForReview();
  await user.runs('close-worker 1 --keep-terminal-running');
  await user.sees('kept-ta', {in: 'agents'});
  await clock.passes('1 min');
  await user.wasNotified(DONE);
});
