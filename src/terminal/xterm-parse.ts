/**
 * Parsing, faster than the library does it: text, controls and plain sequences go straight to their handlers, and whatever
 * else there is goes through its table of states.
 */
import type {XtermCore} from './xterm-internals.ts';

const GROUND = 0;
const ESC = 0x1b;
const OPENING_BRACKET = 0x5b;
const SEMICOLON = 0x3b;
const DELETE = 0x7f;
/** The first character after the controls of eight bits. */
const FIRST_BROAD = 0xa0;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isFinal = (code: number): boolean => code >= 0x40 && code < DELETE;
/** What comes first in a private sequence: `<`, `=`, `>` or `?`. */
const isPrefix = (code: number): boolean => code >= 0x3c && code <= 0x3f;
const isText = (code: number): boolean => code >= 0x20 && (code < DELETE || code >= FIRST_BROAD);

/** Put the quick way before the library's own. Called when all handlers are registered. */
export const parseQuickly = ({_inputHandler: {_parser: parser}}: XtermCore): void => {
  const {_params: params, _printHandler: print, _csiHandlers: handlersOf} = parser;
  const parse = parser.parse.bind(parser);
  const controls = Array.from({length: 0x20}, (_, code) => parser._executeHandlers[code]);
  /** The handlers of those without a prefix: the library's record is slow to look things up in. */
  const common = Array.from({length: DELETE}, (_, final) => handlersOf[final]);

  /** Do the sequence at `from`. @returns the place after it; `from` when it is not whole, or not plain */
  const doSequence = (codes: Uint32Array, from: number, length: number): number => {
    let at = from + 2;
    let code = codes[at] ?? 0;
    let prefix = 0;
    if (isPrefix(code)) {
      prefix = code;
      code = codes[++at] ?? 0;
    }
    params.reset();
    let value = 0;
    for (; at < length; code = codes[++at] ?? 0) {
      if (isDigit(code)) value = value * 10 + code - 0x30;
      else if (code === SEMICOLON) {
        params.addParam(value);
        value = 0;
      } else break;
    }
    if (at >= length || !isFinal(code)) return from;
    const handlers = prefix === 0 ? common[code] : handlersOf[(prefix << 8) | code];
    if (handlers === undefined) return from;
    params.addParam(value);
    let next = handlers.length - 1;
    while (next >= 0 && handlers[next]?.(params) !== true) next--;
    return at + 1;
  };

  /** @returns where the library is to go on */
  const doPlain = (codes: Uint32Array, from: number, length: number): number => {
    for (let at = from; at < length;) {
      const code = codes[at] ?? 0;
      if (isText(code)) {
        const start = at++;
        while (at < length && isText(codes[at] ?? 0)) at++;
        print(codes, start, at);
        continue;
      }
      if (code === ESC) {
        const after = codes[at + 1] === OPENING_BRACKET ? doSequence(codes, at, length) : at;
        if (after === at) return at;
        at = after;
      } else {
        const control = code < 0x20 ? controls[code] : undefined;
        if (control === undefined) return at;
        control();
        at++;
      }
      parser.precedingJoinState = 0;
    }
    return length;
  };

  parser.parse = (codes, length) => {
    for (let at = 0; at < length;) {
      if (parser.currentState === GROUND) at = doPlain(codes, at, length);
      if (at === length) return;
      // Its state may be any until then.
      let end = at + 1;
      while (end < length && codes[end] !== ESC) end++;
      parse(codes.subarray(at, end), end - at);
      at = end;
    }
  };
};
