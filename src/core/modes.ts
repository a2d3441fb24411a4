/** What the full screen asks of the terminal outside, and its undoing: the client's words, and the server's where it writes itself. */

/** Window title kept, alternate screen, bracketed paste, focus reports, mouse with SGR coordinates. */
export const ENTER =
  '\u001b[22;0t\u001b[?1049h\u001b[?2004h\u001b[?1004h\u001b[?1000h\u001b[?1002h\u001b[?1006h\u001b[2J';
/**
 * The opposite of {@link ENTER}, and whatever may have been asked for since: kitty's keys, reports of light and dark,
 * synchronised output, pen, cursor, scroll region.
 */
export const LEAVE =
  '\u001b[<u\u001b[?2031l\u001b[?2026l\u001b[?1006l\u001b[?1002l\u001b[?1000l\u001b[?1004l\u001b[?2004l\u001b[0m\u001b[r\u001b[0 q\u001b[?25h\u001b[?1049l\u001b[23;0t';
