/** The picture in README.md: a planner, a worker at work and one that asks, on a board. */
import {story} from '../kit/story.ts';

story('two workers stand beside the planner, and one of them asks', async ({user, agent}) => {
  for (const title of ['Keep the session on reload', 'Tidy the flags', 'Write the release notes'])
    await user.runs(['create-task', title, '--script', 'npm test']);
  await user.runs('create-task "Draw the map anew" --script "npm test" --depends-on 1');
  await user.attaches({cols: 120, rows: 30});
  await agent('planner').prints(
    '\u001b[2J\u001b[H\u001b[1m$ \u001b[0mroundhouse list-tasks --status ready\r\nTASK-003  ready  Write the release notes\r\nTASK-004  ready  Draw the map anew\r\n\u001b[1m$ \u001b[0m',
  );
  await user.presses('C-b c Enter');
  await agent('worker-task-001').prints(
    '\u001b[1mTASK-001 Keep the session on reload\u001b[0m\r\n\r\n\u001b[1m── step 1 of 1:\u001b[0m npm test\r\n\r\n ✓ session.test.ts (12)\r\n ✓ reload.test.ts (7)\r\n ◐ store.test.ts …',
  );
  await user.runs('spawn-worker 2');
  await user.runs('request-input 2 --summary "keep the old --verbose flag?"');
  await user.presses('C-b b');
  await user.sees('asks', {in: 'board'});
  await user.screenIs('two-workers');
});
