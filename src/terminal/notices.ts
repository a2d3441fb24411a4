/** Notices as terminals understand them, and which terminal understands which. Pure. */
import type {NoticeForm} from '../core/calling.ts';

/** How a terminal is told; inside tmux everything but the bell must be wrapped to reach the terminal outside. */
export type NoticeStyle = {readonly form: NoticeForm; readonly inTmux: boolean};

const BELL = '\u0007';
const ST = '\u001b\\';

/**
 * Terminals by what they answer to XTVERSION, or by TERM_PROGRAM and its like. Only what is known to show a notice of a
 * form gets it: a notice that is swallowed tells nobody, and a bell does. foot and WezTerm know others too; OSC 777 has a
 * title, and each version of them has it. tmux passes the bell on whatever its settings.
 */
const styles: readonly (readonly [RegExp, NoticeStyle])[] = [
  [/^tmux/iu, {form: 'bell', inTmux: true}],
  [/^screen/iu, {form: 'bell', inTmux: false}],
  [/kitty/iu, {form: 'osc99', inTmux: false}],
  [/^iterm/iu, {form: 'osc9', inTmux: false}],
  [/^foot|ghostty|wezterm|rxvt/iu, {form: 'osc777', inTmux: false}],
];

/**
 * Find how a terminal is told.
 *
 * @param answer what it answered to XTVERSION, empty while it has not
 * @param env    of the client in it; what a terminal says itself goes before
 */
export const noticeStyleOf = (answer: string, env: Readonly<Record<string, string | undefined>>): NoticeStyle => {
  const within = [env['TMUX'] === undefined ? '' : 'tmux', env['STY'] === undefined ? '' : 'screen'];
  const names = [answer, ...within, env['TERM_PROGRAM'] ?? '', env['LC_TERMINAL'] ?? '', env['TERM'] ?? ''];
  const known = names.flatMap(name => styles.filter(([pattern]) => pattern.test(name)));
  return known[0]?.[1] ?? {form: 'bell', inTmux: false};
};

/** What a notice says, in texts without controls. */
export type NoticeWords = {readonly title: string; readonly body: string};

const forms: {readonly [F in NoticeForm]: (words: NoticeWords, id: string) => string} = {
  bell: () => BELL,
  osc9: ({title, body}) => `\u001b]9;${body === '' ? title : `${title}: ${body}`}${BELL}`,
  // The parts are divided by semicolons, and nothing quotes one.
  osc777: ({title, body}) => `\u001b]777;notify;${title.replaceAll(';', ',')};${body.replaceAll(';', ',')}${BELL}`,
  osc99: ({title, body}, id) => `\u001b]99;i=${id}:d=0;${title}${ST}\u001b]99;i=${id}:p=body;${body}${ST}`,
};

/**
 * The bytes of a notice.
 *
 * @param id letters, digits, `.`, `_`, `-`: a notice takes the place of the one with the same id, where the terminal can
 */
export const encodeNotice = (words: NoticeWords, id: string, {form, inTmux}: NoticeStyle): string => {
  const bytes = forms[form](words, id);
  return inTmux && form !== 'bell' ? `\u001bPtmux;${bytes.replaceAll('\u001b', '\u001b\u001b')}${ST}` : bytes;
};
