import {expect, test} from 'vitest';
import {InputDecoder, type Token} from '../../src/terminal/input.ts';
import {randomOf} from '../kit/random.ts';

/** A token in a few words. */
const wordsOf = (token: Token): string => {
  if (token.kind === 'key')
    return token.text === undefined ? token.chord : `${token.chord} types ${JSON.stringify(token.text)}`;
  if (token.kind === 'mouse') {
    const held = Object.entries({shift: token.shift, alt: token.alt, ctrl: token.ctrl}).flatMap(([name, on]) =>
      on ? [name] : [],
    );
    return [token.action, token.button, `${token.x},${token.y}`, ...held].join(' ');
  }
  if (token.kind === 'paste') return `paste ${JSON.stringify(token.text)}`;
  return token.kind === 'focus'
    ? `focus ${token.gained}`
    : `reply ${JSON.stringify(Buffer.from(token.bytes).toString())}`;
};

const decode = (...reads: readonly (string | Uint8Array)[]): readonly string[] => {
  const decoder = new InputDecoder();
  return reads.flatMap(it => decoder.feed(Buffer.from(it))).map(wordsOf);
};

const cases: readonly (readonly [string, ...string[]])[] = [
  ['aZ%', 'a types "a"', 'Z types "Z"', '% types "%"'],
  [' ', 'Space types " "'],
  ['é界👍', 'é types "é"', '界 types "界"', '👍 types "👍"'],
  ['\r\t\u007f\b\n', 'Enter', 'Tab', 'Backspace', 'C-h', 'C-j'],
  ['\u0000\u0001\u0002\u001a\u001c\u001d\u001e\u001f', 'C-Space', 'C-a', 'C-b', 'C-z', 'C-\\', 'C-]', 'C-^', 'C-_'],
  [
    '\u001bx\u001bX\u001b\u0001\u001b\r\u001b\u007f\u001b é',
    'M-x',
    'M-X',
    'C-M-a',
    'M-Enter',
    'M-Backspace',
    'M-Space',
    'é types "é"',
  ],
  ['\u001b界', 'M-界'],
  ['\u001b[A\u001b[B\u001b[C\u001b[D\u001b[H\u001b[F', 'Up', 'Down', 'Right', 'Left', 'Home', 'End'],
  ['\u001bOA\u001bOD\u001bOH\u001bOP\u001bOS\u001bOM', 'Up', 'Left', 'Home', 'F1', 'F4', 'Enter'],
  ['\u001bOp\u001bOk', '0 types "0"', '+ types "+"'],
  ['\u001b[1~\u001b[2~\u001b[3~\u001b[4~\u001b[5~\u001b[6~', 'Home', 'Insert', 'Delete', 'End', 'PageUp', 'PageDown'],
  ['\u001b[11~\u001b[15~\u001b[17~\u001b[21~\u001b[24~\u001b[[A\u001b[[E', 'F1', 'F5', 'F6', 'F10', 'F12', 'F1', 'F5'],
  [
    '\u001b[1;5A\u001b[1;2D\u001b[1;3C\u001b[1;7H\u001b[3;5~\u001b[1;6P',
    'C-Up',
    'S-Left',
    'M-Right',
    'C-M-Home',
    'C-Delete',
    'C-S-F1',
  ],
  ['\u001b[Z', 'S-Tab'],
  ['\u001b\u001b[A\u001b\u001bOB', 'M-Up', 'M-Down'],
  ['\u001b\u001bx', 'Esc', 'M-x'],
  ['\u001b[97u\u001b[97;5u\u001b[97;3u\u001b[97;2u', 'a types "a"', 'C-a', 'M-a', 'A types "A"'],
  ['\u001b[13;2u\u001b[27u\u001b[9;2u\u001b[127;5u\u001b[32;5u', 'S-Enter', 'Esc', 'S-Tab', 'C-Backspace', 'C-Space'],
  ['\u001b[49:33;2u\u001b[97;1:3u\u001b[57441u\u001b[57400u', '! types "!"', '1 types "1"'],
  ['\u001b[1;1:2A\u001b[1;5:3A', 'Up'],
  ['\u001b[27;5;13~\u001b[27;2;13~\u001b[27;6;97~', 'C-Enter', 'S-Enter', 'C-A'],
  ['\u001b[<0;3;4M\u001b[<0;3;4m\u001b[<2;1;1M', 'press 0 2,3', 'release 0 2,3', 'press 2 0,0'],
  [
    '\u001b[<32;3;4M\u001b[<35;3;4M\u001b[<64;1;1M\u001b[<65;1;1M',
    'drag 0 2,3',
    'move 0 2,3',
    'wheel-up 0 0,0',
    'wheel-down 0 0,0',
  ],
  ['\u001b[<28;9;9M\u001b[<66;1;1M\u001b[<130;1;1M', 'press 0 8,8 shift alt ctrl'],
  ['\u001b[M !!\u001b[M#"#\u001b[M`!!', 'press 0 0,0', 'release 0 1,2', 'wheel-up 0 0,0'],
  ['\u001b[I\u001b[O', 'focus true', 'focus false'],
  ['\u001b[200~a\r\n\u001b[Ab\u001b[201~c', 'paste "a\\r\\n\\u001b[Ab"', 'c types "c"'],
  ['\u001b[200~\u001b[201~\u001b[201~', 'paste ""'],
  ['\u001b[200~\u001b[20\u001b[201\u001b[201~', 'paste "\\u001b[20\\u001b[201"'],
  [
    '\u001b[?1;2c\u001b[12;40R\u001b[?997;1n',
    'reply "\\u001b[?1;2c"',
    'reply "\\u001b[12;40R"',
    'reply "\\u001b[?997;1n"',
  ],
  [
    '\u001b[?2026;2$y\u001b[8;50;200t\u001b[?0u',
    'reply "\\u001b[?2026;2$y"',
    'reply "\\u001b[8;50;200t"',
    'reply "\\u001b[?0u"',
  ],
  [
    '\u001b]11;rgb:0/0/0\u0007\u001b]10;rgb:f/f/f\u001b\\x',
    'reply "\\u001b]11;rgb:0/0/0\\u0007"',
    'reply "\\u001b]10;rgb:f/f/f\\u001b\\\\"',
    'x types "x"',
  ],
  [
    '\u001bP>|kitty(1)\u001b\\\u001b_Gi=1;OK\u001b\\',
    'reply "\\u001bP>|kitty(1)\\u001b\\\\"',
    'reply "\\u001b_Gi=1;OK\\u001b\\\\"',
  ],
  ['\u001b]a\u001bPb\u001b_c\u001b^', 'M-]', 'a types "a"', 'M-P', 'b types "b"', 'M-_', 'c types "c"', 'M-^'],
  ['\u001b]1\ra', 'reply "\\u001b]1"', 'Enter', 'a types "a"'],
];

test.each(cases)('%j is what was done', (bytes, ...tokens) => {
  expect(decode(bytes)).toEqual(tokens);
});

test.each(cases)('%j is the same however it is cut', (text, ...tokens) => {
  const bytes = Buffer.from(text);
  for (let cut = 1; cut < bytes.length; cut++)
    expect([cut, decode(bytes.subarray(0, cut), bytes.subarray(cut))]).toEqual([cut, tokens]);
  expect(decode(...Array.from(bytes, byte => Buffer.of(byte)))).toEqual(tokens);
});

test('all that people do at once is the same in reads of any size', () => {
  const random = randomOf(3);
  const bytes = Buffer.from(cases.map(([text]) => text).join(''));
  const whole = decode(bytes);
  for (let round = 0; round < 300; round++) {
    const reads: Uint8Array[] = [];
    for (let at = 0; at < bytes.length;) {
      const size = 1 + random(1 + random(60));
      reads.push(bytes.subarray(at, at + size));
      at += size;
    }
    expect(decode(...reads)).toEqual(whole);
  }
});

test('bytes of a token are those that came, and stay when the read buffer is reused', () => {
  const decoder = new InputDecoder();
  const read = Buffer.from('\u001b[1;5Aé');
  const tokens = decoder.feed(read);
  read.fill(0);
  expect(tokens.map(it => ('bytes' in it ? Buffer.from(it.bytes).toString() : ''))).toEqual(['\u001b[1;5A', 'é']);
});

test.each([
  ['\u001b', ['Esc']],
  ['\u001b\u001b', ['Esc', 'Esc']],
  ['\u001b[', ['M-[']],
  ['\u001bO', ['M-O']],
  ['\u001b]', ['M-]']],
  ['a', []],
])('after a while %j means %j', (bytes, tokens) => {
  const decoder = new InputDecoder();
  decoder.feed(Buffer.from(bytes));
  expect(decoder.pending).toBe(tokens.length > 0);
  expect(decoder.flush().map(wordsOf)).toEqual(tokens);
  expect(decoder.pending).toBe(false);
});

test('half an answer is waited for, and dropped after a second, never typed', () => {
  const decoder = new InputDecoder();
  decoder.feed(Buffer.from('\u001b]11;rgb'));
  expect(decoder.flush()).toEqual([]);
  expect(decoder.feed(Buffer.from(':0/0/0\u0007')).map(wordsOf)).toEqual(['reply "\\u001b]11;rgb:0/0/0\\u0007"']);
  decoder.feed(Buffer.from('\u001b[12;'));
  for (let flush = 0; flush < 30; flush++) expect(decoder.flush()).toEqual([]);
  expect(decoder.flush().map(wordsOf)).toEqual(['reply "\\u001b[12;"']);
  expect(decoder.pending).toBe(false);
});

test('a paste waits for its end without a clock', () => {
  const decoder = new InputDecoder();
  expect(decoder.feed(Buffer.from('\u001b[200~one\u001b'))).toEqual([]);
  expect(decoder.pending).toBe(false);
  expect(decoder.flush()).toEqual([]);
  expect(decoder.feed(Buffer.from('[201~')).map(wordsOf)).toEqual(['paste "one"']);
});

test('a paste beyond the limit comes in parts that are all of it', () => {
  const decoder = new InputDecoder();
  const part = Buffer.alloc(3 * 1024 * 1024, 'x');
  const reads = [Buffer.from('\u001b[200~'), ...Array.from({length: 6}, () => part), Buffer.from('\u001b[201~')];
  const pastes = reads.flatMap(it => decoder.feed(it)).map(it => (it.kind === 'paste' ? it.text.length : -1));
  expect(pastes).toEqual([16 * 1024 * 1024, 2 * 1024 * 1024]);
});

test('what is not UTF-8 is one key a byte, with its byte', () => {
  const tokens = new InputDecoder().feed(Buffer.of(0xff, 0x61, 0xc3, 0x28));
  expect(tokens.map(wordsOf)).toEqual(['\ufffd types "\ufffd"', 'a types "a"', '\ufffd types "\ufffd"', '( types "("']);
  expect(tokens[0]).toMatchObject({bytes: Uint8Array.of(0xff)});
});
