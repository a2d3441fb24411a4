/** Discussions in their panel: begun, watched, read, noted. */
import {expect} from 'vitest';
import {story} from '../kit/story.ts';

const PROMPT = '\u001b[2J\u001b[H$ ';
const TOPIC = 'Shall sessions expire after a day?';

const disagreed = {
  agreements: ['sessions expire'],
  disagreements: [{point: 'how long a session rests', by: {codex: 'a day', claude: 'a week'}}],
  risks: [{text: 'what was typed is lost', severity: 'high' as const, raised_by: ['claude']}],
  recommendations: [{text: 'ask before a session ends', supported_by: ['codex', 'claude']}],
};

story('a discussion is seen as it goes: who is waited for, who has said what, what came of it', async actors => {
  const {user, agent, table, clock} = actors;
  await user.attaches({cols: 200, rows: 50});
  await agent('planner').prints(PROMPT);
  await user.presses('C-b t');
  await user.sees('nothing was discussed yet', {in: 'table'});
  await table.discusses(TOPIC, ['codex', 'claude']);
  await user.sees('0/2 0s', {in: 'table'});
  await clock.passes('12 s');
  await user.sees('◐ claude waiting   12s', {in: 'table'});
  await table.hears('codex', {position: 'A day, for laptops are left open', duration_ms: 12_000});
  await user.sees('✓ codex  for       12s', {in: 'table'});
  await user.sees('1/2', {in: 'table'});
  await table.hears('claude', {stance: 'against', position: 'A week, for work is lost', duration_ms: 12_500});
  await user.sees('● differ: for codex · against claude', {in: 'table'});
  await table.asksAgain('disagreement');
  await user.sees('round 2, on the disagreement', {in: 'table'});
  await table.hears('codex', {position: 'A day'});
  await table.hears('claude', {stance: 'against', position: 'A week'});
  await table.ends(disagreed);
  await user.sees('ended with the follow-up', {in: 'table'});
  await user.sees('differ    how long a session rests', {in: 'table'});
  await user.screenIs('table-200x50');
  await user.presses('z');
  await user.screenIs('table-whole-200x50');
  await user.presses('z Esc');
  await user.sees('▸○ planner', {in: 'agents'});
});

story('at 80×24 the table lies over the panes, and goes over the whole screen', async ({user, agent, table}) => {
  await user.attaches({cols: 80, rows: 24});
  await agent('planner').prints(PROMPT);
  await user.presses('C-b t');
  await table.discusses('Do we keep the old parser?', ['codex', 'claude']);
  await table.hears('codex', {position: 'Yes'});
  await table.hears('claude', {position: 'Yes, for now'});
  await table.ends({agreements: ['keep the parser']});
  await table.discusses(TOPIC, ['codex', 'claude', 'gemini']);
  await table.hears('gemini', {status: 'timeout', position: 'no answer within 60 s', duration_ms: 60_000});
  await user.screenIs('table-80x24');
  await user.presses('z G');
  await user.sees('agreed    keep the parser', {in: 'table'});
  await user.presses('Esc');
  await user.hasClosed('table');
});

story('on a phone the table is whole', async ({user, agent, table}) => {
  await user.attaches({cols: 45, rows: 20});
  await agent('planner').prints(PROMPT);
  await user.presses('C-b t');
  await table.discusses(TOPIC, ['codex', 'claude']);
  await table.hears('codex', {position: 'A day, for laptops are left open'});
  await user.screenIs('table-45x20');
});

story('Enter shows every word, and the result is noted on its task with one key', async ({user, table}) => {
  await user.runs('create-task "log people out"');
  await user.attaches({cols: 120, rows: 30});
  await table.discusses(TOPIC, ['codex', 'claude'], {task: 'TASK-001'});
  await user.presses('C-b t a');
  await user.sees('it is still discussed', {in: 'status bar'});
  await table.hears('codex');
  await table.ends(disagreed);
  await user.presses('Enter');
  await user.sees('### Disagreements', {in: 'dialog'});
  await user.presses('Esc a');
  await user.sees('noted on TASK-001', {in: 'status bar'});
  const {result} = await user.runs('show-task 1');
  expect(JSON.stringify(result)).toContain('differ: how long a session rests (codex: a day; claude: a week)');
});

story('what is about no task is noted on the one that is chosen', async ({user, table}) => {
  await user.runs('create-task one');
  await user.runs('create-task two');
  await user.attaches({cols: 120, rows: 30});
  await table.discusses(TOPIC, ['codex', 'claude']);
  await table.ends(disagreed);
  await user.presses('C-b t a');
  await user.sees('Note it on', {in: 'dialog'});
  await user.types('two');
  await user.presses('Enter');
  await user.sees('noted on TASK-002', {in: 'status bar'});
});

story('a discussion is found by what is typed, and by pointing', async ({user, table}) => {
  await user.attaches({cols: 120, rows: 30});
  for (const topic of ['Which parser?', 'Which port?', 'Which colour?']) {
    await table.discusses(topic, ['codex', 'claude']);
    await table.ends();
  }
  await user.presses('C-b t');
  await user.sees('▸✓ Which colour?', {in: 'table'});
  await user.presses('/');
  await user.types('discuss parser');
  await user.sees('nothing matches', {in: 'dialog'});
  await user.presses('C-u');
  await user.types('parser');
  await user.presses('Enter');
  await user.sees('▸✓ Which parser?', {in: 'table'});
  await user.clicks('Which port?');
  await user.sees('▸✓ Which port?', {in: 'table'});
  await user.wheels('up', 1, {in: 'table'});
  await user.sees('▸✓ Which colour?', {in: 'table'});
  await user.clicks('Which colour?');
  await user.sees('# Which colour?', {in: 'dialog'});
});

story('who is not at the table sees the newest', async ({user, table}) => {
  await user.attaches({cols: 120, rows: 30});
  await table.discusses('Which parser?', ['codex', 'claude']);
  await table.ends();
  await user.presses('C-b t Esc');
  await table.discusses('Which port?', ['codex', 'claude']);
  await user.sees('▸◐ Which port?', {in: 'table'});
});

story('a discussion that runs is ended after a question', async ({user, table}) => {
  await user.attaches({cols: 120, rows: 30});
  await table.discusses(TOPIC, ['codex', 'claude']);
  await user.presses('C-b t x');
  await user.sees('End this discussion?', {in: 'dialog'});
  await user.sees(TOPIC, {in: 'dialog'});
  await user.presses('n');
  await table.ends();
  await user.presses('x');
  await user.sees('it has ended already', {in: 'status bar'});
});

story('the form knows what a discussion of a task or a question is about', async ({user}) => {
  await user.runs('create-task "log people out"');
  await user.runs('ask "tabs or spaces?"');
  await user.attaches({cols: 120, rows: 30});
  await user.presses('C-b b t');
  await user.sees('How is TASK-001 best done: log people out?', {in: 'dialog'});
  await user.sees('  TASK-001', {in: 'dialog'});
  await user.presses('Esc 3 t');
  await user.sees('tabs or spaces?', {in: 'dialog'});
  await user.presses('Esc 4 n');
  await user.sees('topic, best a question', {in: 'dialog'});
  await user.screenIs('discuss-form');
  await user.presses('Esc Esc C-b D');
  await user.sees('topic, best a question', {in: 'dialog'});
});
