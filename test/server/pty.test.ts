import {expect, test, vi} from 'vitest';
import {realPty, type Pty, type PtyExit} from '../../src/server/pty.ts';

const openPty = realPty();
const MB = 1024 * 1024;

type Running = AsyncDisposable & {
  readonly pty: Pty;
  /** All that it wrote so far. */
  text(): string;
  bytes(): number;
  /** How it ended. */
  readonly ended: Promise<PtyExit>;
  readonly exits: readonly PtyExit[];
  /** Wait until it has written this. */
  says(text: string): Promise<void>;
};

/** Run a shell script in a terminal of 80 × 24; it is killed when the test is over. */
const run = (script: string, more: Partial<Parameters<typeof openPty>[0]> = {}): Running => {
  const pieces: Buffer[] = [];
  const exits: PtyExit[] = [];
  const ended = Promise.withResolvers<PtyExit>();
  const pty = openPty({
    argv: ['/bin/sh', '-c', script],
    cwd: '/',
    env: {PATH: '/usr/bin:/bin', MARK: 'größe'},
    cols: 80,
    rows: 24,
    onRead: bytes => pieces.push(Buffer.from(bytes)),
    onExit: exit => {
      exits.push(exit);
      ended.resolve(exit);
    },
    ...more,
  });
  const text = (): string => Buffer.concat(pieces).toString();
  return {
    pty,
    text,
    bytes: () => pieces.reduce((sum, it) => sum + it.length, 0),
    ended: ended.promise,
    exits,
    says: what => vi.waitFor(() => expect(text()).toContain(what), {timeout: 5000, interval: 5}),
    [Symbol.asyncDispose]: async () => {
      pty.kill('SIGKILL');
      await ended.promise;
    },
  };
};

test('all that a program writes is read before its end is told', async () => {
  await using it = run('head -c 3000000 /dev/zero | tr "\\0" x; printf end');
  await it.ended;
  expect([it.bytes(), it.text().slice(-3)]).toEqual([3_000_003, 'end']);
});

test.each([0, 3, 127])('exit code %i is told', async code => {
  await using it = run(`exit ${code}`);
  expect(await it.ended).toEqual({code});
});

test.each([
  ['SIGKILL', 9],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const)('a program that was ended by %s says so', async (signal, number) => {
  await using it = run('echo ready; sleep 60');
  await it.says('ready');
  it.pty.kill(signal);
  expect(await it.ended).toMatchObject({signal: number});
});

test.skipIf(process.platform !== 'linux')(
  'a program gets no descriptor of ours: no terminal of another, no file',
  async () => {
    await using first = run('echo first; sleep 60');
    await first.says('first');
    await using second = run('for it in /proc/self/fd/*; do echo "$(readlink $it) $it"; done; echo end');
    await second.says('end');
    expect(second.text()).not.toMatch(/ptmx|socket|anon_inode/u);
  },
);

test('a signal reaches what the program started', async () => {
  await using it = run(`trap "wait; echo all ended; exit 0" TERM; sh -c 'echo ready; exec sleep 60' & wait`);
  await it.says('ready');
  it.pty.kill('SIGTERM');
  await it.says('all ended');
});

test('the end is told once', async () => {
  await using it = run('exit 0');
  await it.ended;
  it.pty.kill('SIGKILL');
  it.pty.write(Buffer.from('x'));
  it.pty.resize(100, 30);
  expect(it.exits).toEqual([{code: 0}]);
});

test('the end is told also while a child holds the terminal open', async () => {
  await using it = run('trap "" HUP; sleep 60 & echo "child $!"; exit 4');
  expect(await it.ended).toEqual({code: 4});
  process.kill(Number(/child (\d+)/u.exec(it.text())?.[1]), 'SIGKILL');
});

test('a program has the folder, the environment and the size that were asked for', async () => {
  await using it = run('pwd; echo "$MARK"; stty size; tty', {cwd: '/usr'});
  await it.ended;
  expect(it.text()).toMatch(/^\/usr\r\ngröße\r\n24 80\r\n\/dev\/pts\//u);
});

test('a program sees that its terminal has another size', async () => {
  await using it = run('trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.05; done');
  await it.says('ready');
  it.pty.resize(132, 43);
  await it.ended;
  expect(it.text()).toContain('43 132');
});

test('what is typed arrives', async () => {
  await using it = run('read line; echo "heard $line"');
  it.pty.write(Buffer.from('größe\r'));
  await it.ended;
  expect(it.text()).toContain('heard größe');
});

test('a megabyte that is typed arrives whole and in order, though the program is slow', async () => {
  const sent = Buffer.from(Array.from({length: MB / 8}, (_, n) => String(n).padStart(8, '0')).join(''));
  await using it = run(`stty raw -echo; echo ready; sleep 0.1; head -c ${MB} | md5sum; printf done`);
  await it.says('ready');
  for (let at = 0; at < MB; at += 100_000) it.pty.write(sent.subarray(at, at + 100_000));
  await it.says('done');
  const {createHash} = await import('node:crypto');
  expect(it.text()).toContain(createHash('md5').update(sent).digest('hex'));
});

test('answers do not pile up for a program that never reads, and what is typed after them is kept', async () => {
  await using it = run(
    'stty raw -echo; echo ready; sleep 0.2; IFS= read -r line; printf "%s %.4s done" "${#line}" "${line##*a}"',
  );
  await it.says('ready');
  for (let times = 0; times < 10_000; times++) it.pty.reply(Buffer.alloc(100, 'a'));
  it.pty.write(Buffer.from('typed\n'));
  await it.says('type done');
  expect(Number(/\d{4,}/u.exec(it.text())?.[0])).toBeLessThan(100_000);
});

test('bytes that have to wait are kept, though the caller uses its buffer again', async () => {
  await using it = run(`stty raw -echo; echo ready; sleep 0.1; head -c 200000 | tr -d a | wc -c; printf done`);
  await it.says('ready');
  const buffer = Buffer.alloc(200_000, 'a');
  it.pty.write(buffer);
  buffer.fill('b');
  await it.says('done');
  expect(it.text()).toMatch(/ready\r?\n\s*0\s/u);
});

test('a program that cannot be found ends, it is not an error of ours', async () => {
  await using it = run('', {argv: ['/nowhere/at-all']});
  expect(await it.ended).not.toEqual({code: 0});
});

test('a shell at its prompt is not busy, and one that runs something is', async () => {
  await using it = run('', {argv: ['/bin/sh', '-i'], env: {PATH: '/usr/bin:/bin', PS1: 'prompt>'}});
  await it.says('prompt>');
  expect(it.pty.isBusy()).toBe(false);
  it.pty.write(Buffer.from('sleep 60\r'));
  await vi.waitFor(() => expect(it.pty.isBusy()).toBe(true));
});

test('of a program that has ended it is not known whether it is busy', async () => {
  await using it = run('exit 0');
  await it.ended;
  await vi.waitFor(() => expect(it.pty.isBusy()).toBeUndefined());
});
