/** What the terminal outside says of itself: it is used, never waited for, and never taken for keys. */
import {expect} from 'vitest';
import {story} from '../kit/story.ts';

const DA1 = '\u001b[?62c';
const light = `\u001b]10;rgb:1111/2222/3333\u001b\\\u001b]11;rgb:fe/fd/fc\u0007${DA1}`;

story('a session is told the colours of the terminal of whoever typed last', async ({user, colleague, agent}) => {
  await user.attaches({cols: 120, rows: 30, answers: light});
  await colleague.attaches({cols: 120, rows: 30});
  await user.types('x');
  await user.presses('C-b C');
  await agent('shell-1').prints('\u001b]11;?\u001b\\');
  await agent('shell-1').heard('\u001b]11;rgb:fefe/fdfd/fcfc\u001b\\');
});

story('answers are no keys, also when they come late, cut or unasked', async ({user, agent}) => {
  await user.attaches({answers: ''});
  await user.terminalSays('\u001b]11;rgb:0000/', '0000/0000\u001b', '\\\u001b[?997;1n', '\u001b[?0', 'u', DA1);
  await user.types('x');
  await agent('planner').heard('x');
});

story('a terminal that speaks kitty’s protocol is asked for it, and its keys arrive', async ({user, agent}) => {
  await user.attaches({answers: `\u001b[?0u${DA1}`});
  await user.terminalWasTold('\u001b[>1u');
  await user.terminalSays('\u001b[99;5u\u001b[27u\u001b[98;5u\u001b[98;5ua');
  await agent('planner').heard('\u0003\u001b\u0002a');
});

story('a terminal that turns light while it is attached is asked for its colours again', async ({user}) => {
  await user.attaches();
  const dark = user.screen?.styles();
  await user.terminalSays('\u001b[?997;2n');
  await user.terminalWasTold('\u001b]10;?\u001b\\\u001b]11;?\u001b\\\u001b]12;?\u001b\\');
  expect(user.screen?.styles()).not.toEqual(dark);
});

story('who leaves a terminal that owes answers still leaves', async ({user, clock}) => {
  await user.attaches({answers: ''});
  await user.presses('C-b d');
  await clock.passes('200 ms');
  await user.wasLetGo('detached');
});
