/**
 * Programs of the desktop that a client sits at: its clipboard, its notices. A client that came over SSH has its desktop
 * elsewhere, and gets neither from here.
 */
import type {Log} from './log.ts';
import type {World} from './world.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where a program runs: what the client's environment and the system say. */
export type Seat = {readonly env: Env; readonly platform: NodeJS.Platform};

/** A program with its arguments, and what it reads. No shell comes between. */
export type Program = {readonly argv: readonly [string, ...string[]]; readonly input?: string};

/** How long a program may take, milliseconds; the first PowerShell after a boot is slow. */
const LONGEST_MS = 10_000;

const isRemote = (env: Env): boolean => env['SSH_CONNECTION'] !== undefined || env['SSH_TTY'] !== undefined;
const isWindows = (env: Env): boolean => env['WSL_DISTRO_NAME'] !== undefined;

/** The programs that take a text into the clipboard, best first. */
export const clipboardPrograms = (text: string, {env, platform}: Seat): readonly Program[] => {
  if (isRemote(env)) return [];
  const some = (isThere: boolean, ...argvs: readonly Program['argv'][]): readonly Program[] =>
    isThere ? argvs.map(argv => ({argv, input: text})) : [];
  if (platform === 'darwin') return some(true, ['pbcopy']);
  return [
    ...some(isWindows(env), ['clip.exe']),
    ...some(env['WAYLAND_DISPLAY'] !== undefined, ['wl-copy']),
    ...some(env['DISPLAY'] !== undefined, ['xclip', '-selection', 'clipboard'], ['xsel', '--clipboard', '--input']),
  ];
};

/** Title and body are lines of base64, so that no code page and no quoting touches them. */
const TOAST = `
$t = 1..2 | ForEach-Object { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadLine())) }
$m = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$d = [xml]$m::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02).GetXml()
$n = $d.GetElementsByTagName('text')
0..1 | ForEach-Object { [void]$n.Item($_).AppendChild($d.CreateTextNode($t[$_])) }
$x = [Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom, ContentType = WindowsRuntime]::new()
$x.LoadXml($d.OuterXml)
$a = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$m::CreateToastNotifier($a).Show([Windows.UI.Notifications.ToastNotification]::new($x))`;

/** Statements of an AppleScript, an argument each. */
const BANNER = ['on run argv', 'display notification (item 2 of argv) with title (item 1 of argv)', 'end run'];

/** The programs that show a notice, best first; none where there is no desktop to show it. */
export const noticePrograms = (
  {title, body}: {readonly title: string; readonly body: string},
  {env, platform}: Seat,
): readonly Program[] => {
  if (isRemote(env)) return [];
  if (platform === 'darwin') return [{argv: ['osascript', ...BANNER.flatMap(line => ['-e', line]), title, body]}];
  const lines = [title, body].map(it => `${Buffer.from(it).toString('base64')}\n`).join('');
  const toast: Program = {argv: ['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', TOAST], input: lines};
  const hasScreen = env['WAYLAND_DISPLAY'] !== undefined || env['DISPLAY'] !== undefined;
  const hasBus = env['DBUS_SESSION_BUS_ADDRESS'] !== undefined || env['XDG_RUNTIME_DIR'] !== undefined;
  const bubble: Program = {argv: ['notify-send', '--app-name=roundhouse', '--', title, markupOf(body)]};
  return [...(isWindows(env) ? [toast] : []), ...(hasScreen && hasBus ? [bubble] : [])];
};

/** `notify-send` reads escapes of C in the body, and desktops read it as markup. */
const markupOf = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Own = {readonly world: World; readonly log: Log};

/** Run the first program that succeeds, beside everything else. Where there is none, nothing is done. */
export const runFirst = (
  {world, log}: Own,
  what: 'clipboard' | 'notice',
  {env, programs}: {readonly env: Env; readonly programs: readonly Program[]},
): void => {
  if (programs.length === 0) return;
  world.background(what, async () => {
    // Loaded when it is needed: the start of the server is a budget.
    const {execa} = await import('execa');
    for (const {argv, input} of programs) {
      const [file, ...args] = argv;
      // Clipboard programs stay behind to serve the selection; they must not hold our pipes.
      const {failed, code, exitCode} = await execa(file, args, {
        ...(input === undefined ? {stdin: 'ignore'} : {input}),
        env: {...env},
        extendEnv: false,
        stdout: 'ignore',
        stderr: 'ignore',
        timeout: LONGEST_MS,
        reject: false,
      });
      if (!failed) return;
      // The whole message would have the text in it.
      log.say(what, {program: file, reason: code ?? `exit code ${exitCode ?? 'unknown'}`});
    }
  });
};
