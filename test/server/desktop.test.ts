import {expect, test} from 'vitest';
import {clipboardPrograms, noticePrograms, type Seat} from '../../src/server/desktop.ts';

const words = {title: 'task-001 asks (shop)', body: String.raw`$(reboot) "it's" <b>&\n`};
const linux = (env: Seat['env']): Seat => ({env, platform: 'linux'});
const desk = {DISPLAY: ':0', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus'};

const filesOf = (programs: ReturnType<typeof noticePrograms>): readonly string[] => programs.map(it => it.argv[0]);

test.each<[string, Seat, readonly string[]]>([
  ['a machine without a desktop shows none', linux({}), []],
  ['a desktop on X11', linux(desk), ['notify-send']],
  ['a desktop on Wayland', linux({WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: '/run/user/1000'}), ['notify-send']],
  ['a screen without a message bus shows none', linux({DISPLAY: ':0'}), []],
  ['a message bus without a screen shows none', linux({XDG_RUNTIME_DIR: '/run/user/1000'}), []],
  ['over SSH, also with X11 passed on, it is another desktop', linux({...desk, SSH_CONNECTION: '1 2 3 4'}), []],
  [
    'in WSL it is that of Windows first',
    linux({...desk, WSL_DISTRO_NAME: 'Debian'}),
    ['powershell.exe', 'notify-send'],
  ],
  ['in WSL without a screen it is that of Windows', linux({WSL_DISTRO_NAME: 'Debian'}), ['powershell.exe']],
  ['a Mac', {env: {}, platform: 'darwin'}, ['osascript']],
  ['a Mac over SSH shows none', {env: {SSH_TTY: '/dev/ttys001'}, platform: 'darwin'}, []],
])('notices: %s', (_name, seat, files) => expect(filesOf(noticePrograms(words, seat))).toEqual(files));

test('notify-send gets texts as arguments, with nothing in the body that it or a desktop reads as markup', () => {
  expect(noticePrograms(words, linux(desk))[0]?.argv.slice(1)).toEqual([
    '--app-name=roundhouse',
    '--',
    'task-001 asks (shop)',
    String.raw`$(reboot) "it's" &lt;b&gt;&amp;\\n`,
  ]);
});

test('osascript gets texts as arguments of a script that is always the same', () => {
  const [program] = noticePrograms(words, {env: {}, platform: 'darwin'});
  expect(program?.argv.slice(-2)).toEqual([words.title, words.body]);
  expect(program?.argv.slice(1, -2).join(' ')).not.toMatch(/task|reboot/u);
});

test('PowerShell gets texts as lines it reads, and a script that is always the same', () => {
  const [program] = noticePrograms(words, linux({WSL_DISTRO_NAME: 'Debian'}));
  const lines = program?.input
    ?.trimEnd()
    .split('\n')
    .map(it => Buffer.from(it, 'base64').toString());
  expect(lines).toEqual([words.title, words.body]);
  expect(program?.argv.join(' ')).not.toMatch(/task|reboot|"/u);
});

test.each<[string, Seat, readonly string[]]>([
  ['X11', linux({DISPLAY: ':0'}), ['xclip', 'xsel']],
  ['Wayland with X11', linux({WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0'}), ['wl-copy', 'xclip', 'xsel']],
  ['WSL', linux({WSL_DISTRO_NAME: 'Debian'}), ['clip.exe']],
  ['a Mac', {env: {}, platform: 'darwin'}, ['pbcopy']],
  ['SSH', linux({DISPLAY: ':10', SSH_TTY: '/dev/pts/1'}), []],
])('the clipboard of %s', (_name, seat, files) => expect(filesOf(clipboardPrograms('text', seat))).toEqual(files));
