/**
 * What a program tells by operating system commands (OSC), besides title, colours, links and marks: notices, progress,
 * its folder, text for the clipboard, its status. All of it is untrusted: sanitised, cut, and refused when malformed.
 */
import {hostname} from 'node:os';
import {sanitise} from '../core/sanitise.ts';
import type {EngineEvents, Notice, ProgramStatus, Progress} from './engine.ts';

/** Where handlers are registered; `@xterm/headless`'s `IParser` is one. */
export type OscParser = {registerOscHandler(ident: number, handle: (text: string) => boolean): unknown};

const LONGEST_TEXT = 1024;
const LONGEST_PATH = 4096;
/** Bytes; base64 takes a third more. */
const LONGEST_CLIP = 1024 * 1024;
const ST = '\u001b\\';

const cleanOf = (text: string): string => sanitise(text.slice(0, LONGEST_TEXT)).trim();

/** Register the handlers. Sequences nobody listens to are swallowed like the others. */
export const hearCommands = (parser: OscParser, events: EngineEvents): void => {
  const notify = ({title, body}: Notice): void => {
    const clean = {title: cleanOf(title ?? ''), body: cleanOf(body)};
    if (clean.title + clean.body === '') return;
    events.onNotice?.(clean.title === '' ? {body: clean.body} : clean);
  };
  const on = (ident: number, handle: (text: string) => void): void => {
    parser.registerOscHandler(ident, text => {
      handle(text);
      return true;
    });
  };
  on(7, text => {
    const path = folderOf(text);
    if (path !== undefined) events.onFolder?.(path);
  });
  on(9, text => {
    const progress = progressOf(text);
    if (progress !== undefined) events.onProgress?.(progress);
    // ConEmu's commands begin with a number.
    else if (!/^\d{1,2}(?:;|$)/u.test(text)) notify({body: text});
  });
  on(52, text => {
    const clip = clipOf(text);
    if (clip !== undefined) events.onClipboard?.(clip);
  });
  const gathering = new Gathering();
  on(99, text => {
    const found = gathering.take(text);
    if (typeof found === 'string') events.onReply(found);
    else if (found !== undefined) notify(found);
  });
  on(777, text => {
    const [what, title = '', ...body] = text.split(';');
    if (what === 'notify') notify({title, body: body.join(';')});
  });
  on(7501, text => {
    if (text === '?') events.onReply(`\u001b]7501;?${ST}`);
    const status = statusOf(text);
    if (status !== undefined) events.onStatus?.(status);
  });
  // Text in other sizes, and pictures: not ours to show.
  for (const ident of [66, 1337]) on(ident, () => {});
};

/** The path of a `file:` address on this host. */
const folderOf = (text: string): string | undefined => {
  const [, host = '', raw = ''] = /^file:\/\/([^/]*)(\/.*)$/u.exec(text) ?? [];
  const own = hostname().toLowerCase();
  const given = host.toLowerCase();
  if (!['', 'localhost', own, own.split('.')[0]].includes(given)) return undefined;
  try {
    const path = decodeURIComponent(raw);
    return path === '' || path.length > LONGEST_PATH || sanitise(path) !== path ? undefined : path;
  } catch {
    return undefined;
  }
};

const PROGRESS: Readonly<Record<string, Progress['state']>> = {
  0: 'none',
  1: 'normal',
  2: 'error',
  3: 'busy',
  4: 'paused',
};

/** @see https://conemu.github.io/en/AnsiEscapeCodes.html#ConEmu_specific_OSC */
const progressOf = (text: string): Progress | undefined => {
  const [, number = '', percent] = /^4;([0-4])(?:;(\d{0,9}))?;?$/u.exec(text) ?? [];
  const state = PROGRESS[number];
  if (state === undefined) return undefined;
  const tells = percent !== undefined && percent !== '' && state !== 'none' && state !== 'busy';
  return tells ? {state, percent: Math.min(100, Number(percent))} : {state};
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/u;
/** Controls but Tab, line feed and Return. */
const UNCLIPPABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

/** Text for the clipboard; `undefined` for a question, which is not answered, and for another selection. */
const clipOf = (text: string): string | undefined => {
  const [, selection = '-', base64 = ''] = /^([a-z0-9]*);(.*)$/su.exec(text) ?? [];
  const isOurs = selection === '' || selection.includes('c');
  if (!isOurs || base64.length > (LONGEST_CLIP / 3) * 4 + 4 || !BASE64.test(base64)) return undefined;
  return Buffer.from(base64, 'base64').toString('utf8').replaceAll(UNCLIPPABLE, '');
};

/** What of kitty's notices is not complete yet. @see https://sw.kovidgoyal.net/kitty/desktop-notifications/ */
class Gathering {
  readonly #parts = new Map<string, {title: string; body: string}>();

  /** @returns a whole notice, an answer to the question what is understood, or nothing */
  take(text: string): Notice | string | undefined {
    const [, metadata = '', payload = ''] = /^([^;]*);(.*)$/su.exec(text) ?? [];
    const keys = new Map(metadata.split(':').map(it => [it.slice(0, it.indexOf('=')), it.slice(it.indexOf('=') + 1)]));
    const id = keys.get('i') ?? '';
    const kind = keys.get('p') ?? 'title';
    if (!/^[\w.+-]{0,64}$/u.test(id)) return undefined;
    if (kind === '?') return `\u001b]99;i=${id}:p=?;p=title,body${ST}`;
    const parts = this.#parts.get(id) ?? {title: '', body: ''};
    const words = keys.get('e') === '1' ? Buffer.from(payload, 'base64').toString('utf8') : payload;
    if (kind === 'title' || kind === 'body') parts[kind] = (parts[kind] + words).slice(0, LONGEST_TEXT);
    this.#parts.delete(id);
    if (keys.get('d') !== '0') return parts.body === '' ? {body: parts.title} : parts;
    if (this.#parts.size < 16) this.#parts.set(id, parts);
    return undefined;
  }
}

const STATES: readonly string[] = ['idle', 'working', 'done', 'blocked', 'error', 'clear'];
const KINDS: readonly string[] = ['permission', 'question', 'auth'];
const LONGEST_STATUS = 4096;

/** `key=value:key=value`, texts in base64. */
const statusOf = (text: string): ProgramStatus | undefined => {
  const keys = new Map(text.split(':').map(it => [it.slice(0, it.indexOf('=')), it.slice(it.indexOf('=') + 1)]));
  const state = keys.get('state') ?? '';
  if (text.length > LONGEST_STATUS || !STATES.includes(state)) return undefined;
  const wordOf = (key: string): string => (/^[\w./-]{1,128}$/u.test(keys.get(key) ?? '') ? (keys.get(key) ?? '') : '');
  const textOf = (key: string): string => cleanOf(Buffer.from(keys.get(key) ?? '', 'base64').toString('utf8'));
  const kind = keys.get('kind') ?? '';
  const progress = /^\d{1,3}$/u.test(keys.get('progress') ?? '') ? Number(keys.get('progress')) : undefined;
  const found = {
    kind: KINDS.includes(kind) ? kind : '',
    app: wordOf('app'),
    id: wordOf('id'),
    title: textOf('title'),
    message: textOf('msg'),
  };
  const told = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ''));
  return {state, ...told, ...(progress !== undefined && {progress: Math.min(100, progress)})} as ProgramStatus;
};
