/** Modes and links that the library lacks, or treats otherwise than terminals do. */
import type {LinkTable} from './cells.ts';
import type {DirtyRows} from './dirty-rows.ts';
import type {OscParser} from './osc.ts';
import type {XtermBuffer, XtermCore, XtermExtended} from './xterm-internals.ts';

/** What a mode of our own does, by its number. */
export type OwnModes = Readonly<Record<number, (isOn: boolean) => void>>;

/** Handle modes of our own, each by itself; the library gets the rest. */
export const handleModes = ({_inputHandler: handler}: XtermCore, own: OwnModes): void => {
  for (const final of ['h', 'l']) {
    const isOn = final === 'h';
    handler._parser.registerCsiHandler({prefix: '?', final}, ({params, length}) => {
      for (let at = 0; at < length; at++) {
        const mode = params[at] ?? 0;
        const one = {params: [mode], length: 1};
        const set = own[mode];
        if (set !== undefined) set(isOn);
        else if (isOn) handler.setModePrivate(one);
        else handler.resetModePrivate(one);
      }
      return true;
    });
  }
};

/** `OSC 8 ; parameters ; target`, into a table of our own: the library's watches each line a link is on. */
export const handleLinks = ({_inputHandler: handler}: XtermCore, parser: OscParser, links: LinkTable): void => {
  handler._parser.clearOscHandler(8);
  parser.registerOscHandler(8, text => {
    const pen = handler._curAttrData;
    pen.extended = pen.extended.clone();
    pen.extended._urlId = links.intern(text.slice(text.indexOf(';') + 1));
    pen.updateExtended();
    return true;
  });
};

/** DECAWM. What was printed over the last column without it leaves nothing to be wrapped. */
export const setWraparound = ({_bufferService: service, coreService}: XtermCore, isOn: boolean): void => {
  const {buffer, cols} = service;
  if (isOn && !coreService.decPrivateModes.wraparound) buffer.x = Math.min(buffer.x, cols - 1);
  coreService.decPrivateModes.wraparound = isOn;
};

/** DECCOLM, on or off: the screen is cleared, the margins are reset. The columns stay as many as the window has. */
export const resetColumns = ({_bufferService: service, _inputHandler: handler}: XtermCore, dirty: DirtyRows): void => {
  const {buffer, rows} = service;
  buffer.scrollTop = 0;
  buffer.scrollBottom = rows - 1;
  handler._setCursor(0, 0);
  for (let y = 0; y < rows; y++) handler._resetBufferLine(y, false);
  dirty.markAllDirty();
};

/** DECSC saves origin mode, the underline and the link too, for each screen. */
export const keepSavedWhole = ({_bufferService: service, _inputHandler: handler, coreService}: XtermCore): void => {
  const saved = new WeakMap<XtermBuffer, {isOrigin: boolean; extended: XtermExtended}>();
  const save = handler.saveCursor.bind(handler);
  const restore = handler.restoreCursor.bind(handler);
  handler.saveCursor = () => {
    const {origin: isOrigin} = coreService.decPrivateModes;
    saved.set(service.buffer, {isOrigin, extended: handler._curAttrData.extended});
    return save();
  };
  handler.restoreCursor = () => {
    const {isOrigin = false, extended} = saved.get(service.buffer) ?? {};
    coreService.decPrivateModes.origin = isOrigin;
    if (extended !== undefined) handler._curAttrData.extended = extended;
    return restore();
  };
};

/** `38:2:r:g:b`, without the colour space that the standard has before the red. The library takes the red for it. */
export const readShortColours = ({_inputHandler: handler}: XtermCore): void => {
  handler._parser.registerCsiHandler({final: 'm'}, params => {
    if (params._subParamsLength === 0) return false;
    const all = params.toArray();
    const isShort = (it: number | readonly number[]): boolean =>
      typeof it !== 'number' && it.length === 4 && it[0] === 2;
    if (!all.some(isShort)) return false;
    const whole = all.map(it => (typeof it !== 'number' && isShort(it) ? [2, 0, ...it.slice(1)] : it));
    return handler.charAttributes(params.constructor.fromArray(whole));
  });
};
