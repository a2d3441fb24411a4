/** A call reaches the person who looks elsewhere: in the terminal's own form, and by the desktop's program when nobody is attached. */
import {chmodSync, existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {writeInto} from './repository.ts';
import {until} from './until.ts';

test('a worker that asks is told in the terminal while one looks away, and on the desktop after one has left', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const told = join(machine.folder, 'told');
  writeInto(machine.folder, 'bin/notify-send', `#!/bin/sh\nprintf '%s\\n' "$@" end >> ${told}\n`);
  chmodSync(join(machine.folder, 'bin/notify-send'), 0o755);
  for (const title of ['lay tables', 'open doors']) await shop.does('create-task', title, '--script', 'exit 7');
  const terminal = machine.terminal(shop.root, {
    env: {
      TERM_PROGRAM: 'ghostty',
      DISPLAY: ':0',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
      PATH: `${machine.folder}/bin:${machine.env['PATH']}`,
    },
  });
  await terminal.sees('This is the planner', 'agents');
  terminal.types('\u001b[O');
  await shop.does('spawn-worker', '1');
  const notice = /\u001b\]777;notify;task-001 asks \(shop\);lay tables: [^\u0007\u001b]*7[^\u0007\u001b]*\u0007/u;
  await until('the terminal was told', () => notice.test(terminal.output));
  terminal.presses('C-b d');
  expect(await terminal.ends()).toBe(0);
  await shop.does('spawn-worker', '2');
  const words = (): string => (existsSync(told) ? readFileSync(told, 'utf8') : '');
  await until('notify-send was run', () => words().endsWith('end\n'));
  expect(words()).toMatch(/^--app-name=roundhouse\n--\ntask-002 asks \(shop\)\nopen doors: .*7.*\nend\n$/u);
});
