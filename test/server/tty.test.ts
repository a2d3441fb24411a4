/** Real terminals, opened a second time beside the program that stands before them. */
import {fstatSync, openSync, closeSync, readdirSync, readlinkSync} from 'node:fs';
import {expect, test, vi} from 'vitest';
import {ENTER, LEAVE} from '../../src/core/modes.ts';
import type {ClientHello, TtyName} from '../../src/protocol/message.ts';
import {realPorts} from '../../src/server/ports.ts';
import {realPty} from '../../src/server/pty.ts';
import {openTty} from '../../src/server/tty.ts';

const openPty = realPty();
const ports = realPorts(openPty);

/** A program in a terminal, which says when it waits; and what the terminal was sent. */
const openTerminal = async (script = 'printf ready; exec sleep 60') => {
  let output = '';
  const ended = Promise.withResolvers<void>();
  const pty = openPty({
    argv: ['/bin/sh', '-c', script],
    cwd: '/',
    env: {PATH: '/usr/bin:/bin'},
    cols: 80,
    rows: 24,
    onRead: bytes => (output += Buffer.from(bytes).toString('latin1')),
    onExit: () => ended.resolve(),
  });
  const shows = (text: string): Promise<void> =>
    vi.waitFor(() => expect(output).toContain(text), {timeout: 5000, interval: 5});
  await shows('ready');
  const fd = openSync(`/proc/${pty.pid}/fd/0`, 'r');
  const {dev, ino, rdev} = fstatSync(fd);
  closeSync(fd);
  const tty: TtyName = {path: readlinkSync(`/proc/${pty.pid}/fd/0`), dev, ino, rdev};
  const dispose = async (): Promise<void> => {
    pty.kill('SIGKILL');
    await ended.promise;
  };
  return {pty, tty, shows, text: () => output, [Symbol.asyncDispose]: dispose};
};

const helloOf = (pid: number, tty?: TtyName): ClientHello =>
  ({pid, role: 'attach', ...(tty === undefined ? {} : {tty})}) as unknown as ClientHello;

/** How many descriptors of this process lead to a path. */
const heldOf = (path: string): number =>
  readdirSync('/proc/self/fd').filter(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  }).length;

const silent = {onKeys: () => undefined, onTaken: () => undefined, onBack: () => undefined};

test('frames go to the terminal and keys come from it, as they are typed', async () => {
  await using it = await openTerminal();
  const path = openTty(helloOf(it.pty.pid, it.tty), ports);
  const keys: string[] = [];
  path?.listen({...silent, onKeys: bytes => keys.push(Buffer.from(bytes).toString())});
  expect([path?.name, path?.send(Buffer.from('a picture'))]).toEqual(['direct', true]);
  await it.shows(`${ENTER}a picture`);
  it.pty.write(Buffer.from('\u0003\r'));
  await vi.waitFor(() => expect(keys.join('')).toBe('\u0003\r'));
  path?.close();
});

test('what does not fit in all three numbers, or is not before the client itself, is not opened', async () => {
  await using it = await openTerminal();
  await using other = await openTerminal();
  const {tty} = it;
  const wrong = [
    helloOf(it.pty.pid),
    helloOf(it.pty.pid, {...tty, dev: tty.dev + 1}),
    helloOf(it.pty.pid, {...tty, ino: tty.ino + 1}),
    helloOf(it.pty.pid, {...tty, rdev: tty.rdev + 1}),
    helloOf(it.pty.pid, {...tty, path: other.tty.path}),
    helloOf(it.pty.pid, {...tty, path: '/dev/null'}),
    helloOf(it.pty.pid, {...tty, path: '/tmp'}),
    helloOf(other.pty.pid, tty),
    helloOf(4_999_999, tty),
  ];
  expect(wrong.map(hello => openTty(hello, ports))).toEqual(wrong.map(() => undefined));
  expect(it.text()).toBe('ready');
});

test('a terminal that takes nothing more tells when it does again, and gets all in order', async () => {
  await using it = await openTerminal();
  const path = openTty(helloOf(it.pty.pid, it.tty), ports);
  const taken = vi.fn<() => void>();
  path?.listen({...silent, onTaken: taken});
  const picture = Buffer.alloc(1_000_000, 'x');
  expect(path?.send(picture)).toBe(false);
  expect(path?.send(Buffer.from('the end'))).toBe(false);
  picture.fill('y');
  await it.shows('x'.repeat(1_000_000) + 'the end');
  await vi.waitFor(() => expect(taken).toHaveBeenCalledTimes(2));
  path?.close();
});

test('a client that is killed leaves a terminal that is put back', async () => {
  await using it = await openTerminal('stty -echo; stty -g; printf ready; read -r line; stty -g; printf over');
  const path = openTty(helloOf(it.pty.pid, it.tty), ports);
  path?.listen(silent);
  path?.abandon();
  await it.shows(LEAVE);
  it.pty.write(Buffer.from('\r'));
  await it.shows('over');
  const [before, after] = it.text().match(/(?:[0-9a-f]+:){10,}[0-9a-f]+/gu) ?? [];
  expect(after).toBe(before);
});

test('a terminal is put back also when a look finds its client dead before its connection ends', async () => {
  await using it = await openTerminal(
    "set -m; sh -c 'echo pid $$; printf ready; exec sleep 60'; printf over; read -r line",
  );
  const pid = Number(/pid (\d+)/u.exec(it.text())?.[1]);
  const path = openTty(helloOf(pid, it.tty), ports);
  path?.listen(silent);
  process.kill(pid, 'SIGKILL');
  await it.shows('over');
  expect(path?.send(Buffer.from('a picture'))).toBe(false);
  path?.abandon();
  await it.shows(LEAVE);
  expect(it.text()).not.toContain('a picture');
});

test.each(['close', 'abandon'] as const)('after %s nothing of the terminal is held', async how => {
  await using it = await openTerminal();
  const path = openTty(helloOf(it.pty.pid, it.tty), ports);
  expect(heldOf(it.tty.path)).toBeGreaterThan(0);
  path?.[how]();
  await vi.waitFor(() => expect([heldOf(it.tty.path), heldOf(`/proc/${it.pty.pid}/stat`)]).toEqual([0, 0]));
});
