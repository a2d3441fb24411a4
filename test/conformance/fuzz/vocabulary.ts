/**
 * All that a client's terminal may be sent, as a strict grammar: what the client says at its start and end, and what a frame
 * of the compositor is made of. Whatever else comes was not filtered.
 */

/** Characters that show and do nothing else. */
const TEXT = '[^\\u0000-\\u001f\\u007f-\\u009f]';

const words: Readonly<Record<string, string>> = {
  text: `${TEXT}+`,
  'return, line feed, backspace, shift in': '[\\r\\n\\b\\u000f]',
  'the ASCII set': '\\u001b\\(B',
  'a line up, scrolling': '\\u001bM',
  'places and counts': '\\u001b\\[\\d{0,4}[ABCDGX]',
  'a place': '\\u001b\\[(?:\\d{1,4}(?:;\\d{1,4})?)?H',
  'the scroll region': '\\u001b\\[(?:\\d{1,4};\\d{1,4})?r',
  'erasing the screen': '\\u001b\\[2J',
  'erasing to the end of the line': '\\u001b\\[K',
  'a look': '\\u001b\\[(?:\\d{1,3}(?:[;:]\\d{1,3})*)?m',
  'the shape of the cursor': '\\u001b\\[[0-6] q',
  'cursor, alternate screen, paste, focus, mouse, whole frames, light and dark':
    '\\u001b\\[\\?(?:25|1000|1002|1003|1004|1006|1049|2004|2026|2031)[hl]',
  'questions of the client': '\\u001b\\[(?:c|>q|\\?u|\\?996n)|\\u001b\\]1[012];\\?\\u001b\\\\',
  'kitty keyboard': '\\u001b\\[(?:>1u|<u)',
  'the title kept and given back': '\\u001b\\[2[23];0t',
  'a title of ours': `\\u001b\\]2;${TEXT}{0,400}\\u001b\\\\`,
  'a bell, one a second for each program': '\\u0007',
  'a notice, with the name of its session': `\\u001b\\](?:9|777;notify);${TEXT}{0,600}\\u0007`,
  'text for the clipboard, never a question': '\\u001b\\]52;c;[A-Za-z\\d+/]*=*\\u0007',
  'a link': '\\u001b\\]8;(?:id=\\w{1,40})?;[!-~]{0,4096}\\u001b\\\\',
};

const grammar = new RegExp(
  Object.values(words)
    .map(it => `(?:${it})`)
    .join('|'),
  'uy',
);

/** How much of what is not understood is quoted. */
const QUOTED = 60;

/**
 * @param bytes all that a terminal was sent, from the first byte
 * @returns what is not in the vocabulary, quoted, at most twenty; bytes that are no UTF-8 count
 */
export const strangersIn = (bytes: Uint8Array): readonly string[] => {
  const said = decoded(bytes);
  const found: string[] = [];
  for (grammar.lastIndex = 0; grammar.lastIndex < said.length && found.length < 20;) {
    const at = grammar.lastIndex;
    if (grammar.test(said)) continue;
    found.push(JSON.stringify(said.slice(at, at + QUOTED)));
    grammar.lastIndex = at + 1;
  }
  return found;
};

/** What is no UTF-8 is kept as a control character, which nothing in the grammar is. */
const decoded = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    return `\u0080${Buffer.from(bytes).toString('latin1')}`;
  }
};
