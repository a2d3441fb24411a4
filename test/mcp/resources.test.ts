import {expect, test} from 'vitest';
import {openHouse, type House} from '../server/house.ts';
import {openDesk, type Desk} from './desk.ts';

const deskAt = (house: House): Promise<Desk> => openDesk({cwd: house.repository.root});
const read = async ({client}: Desk, uri: string) => (await client.readResource({uri})).contents[0];

test.concurrent('the screens of live sessions, the open tasks and the log are listed', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.asks(['cancel-task', await house.task('sweep')]);
  await house.asks(['open-session', '--name', 'logs']);
  await house.asks(['open-session', '--name', 'old']);
  await house.asks(['close-session', 'old']);
  await using desk = await deskAt(house);
  expect((await desk.client.listResources()).resources.map(it => it.uri)).toEqual([
    'roundhouse://screen/logs',
    'roundhouse://task/TASK-001',
    'roundhouse://log',
  ]);
});

test.concurrent('a worker is shown no log', async () => {
  await using house = await openHouse();
  await house.asks(['spawn-worker', await house.task('tidy')]);
  const env = {ROUNDHOUSE_TOKEN: house.pty().options.env['ROUNDHOUSE_TOKEN'] ?? ''};
  await using desk = await openDesk({cwd: house.repository.root, env});
  expect((await desk.client.listResources()).resources.map(it => it.name)).toEqual(['worker-task-001', 'TASK-001']);
  await expect(read(desk, 'roundhouse://log')).rejects.toMatchObject({data: {code: 'actor-refused'}});
});

test.concurrent('templates say how screens and tasks are addressed', async () => {
  await using desk = await openDesk({cwd: '/'});
  expect((await desk.client.listResourceTemplates()).resourceTemplates.map(it => it.uriTemplate)).toEqual([
    'roundhouse://screen/{session}',
    'roundhouse://task/{id}',
  ]);
});

test.concurrent('a screen is what its session shows', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  house.pty().prints('two\r\nlines');
  await using desk = await deskAt(house);
  const screen = await read(desk, 'roundhouse://screen/logs');
  expect(screen).toMatchObject({mimeType: 'text/plain', text: expect.stringMatching(/^two\nlines\n+$/u)});
});

test.concurrent('a task is all that belongs to it, and the log is its events', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await using desk = await deskAt(house);
  expect(await read(desk, 'roundhouse://task/1')).toMatchObject({text: expect.stringContaining('"title": "tidy"')});
  expect(await read(desk, 'roundhouse://log')).toMatchObject({text: expect.stringContaining('"task-created"')});
});

test.concurrent.each([
  'roundhouse://screen/nobody',
  'roundhouse://task/TASK-009',
  'roundhouse://screen/',
  'roundhouse://log/1',
  'roundhouse://toString/1',
  'file:///etc/passwd',
])('%s is not there', async uri => {
  await using house = await openHouse();
  await using desk = await deskAt(house);
  await expect(read(desk, uri)).rejects.toMatchObject({code: -32_602, data: {uri}});
});
