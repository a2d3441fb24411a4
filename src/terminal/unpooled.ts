/**
 * Imported before the table of graphemes, which reads itself at a wrong offset when Node hands it a pooled Buffer; emoji are
 * then narrow. Whoever imported it puts the size back.
 *
 * @see https://github.com/xtermjs/xterm.js/issues/6079
 */
export const {poolSize} = Buffer;
Buffer.poolSize = 0;
