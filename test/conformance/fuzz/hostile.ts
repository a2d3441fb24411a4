/** Sequences made to break a terminal: endless, enormous, unfinished, many, or meant for the terminal outside. */

type Random = (below: number) => number;

const ESC = '\u001b';
const CSI = `${ESC}[`;
const ST = `${ESC}\\`;
const HUGE = [0, 1, 65_535, 99_999_999, 2_147_483_647, 4_294_967_296, '9'.repeat(40)];
const FINALS = '@ABCDEFGHIJKLMPSTXZ`abcdefghlmnpqrstux';
const PREFIXES = ['', '', '', '?', '>', '=', '<', '!', '$', '?$', ' '];

const pick = <T>(random: Random, from: readonly T[]): T | undefined => from[random(from.length)];

/** Makers of a piece each, of some hundred to some ten thousand bytes. */
const makers: readonly ((random: Random) => string)[] = [
  random => {
    const count = 1 + random(4);
    const params = Array.from({length: count}, () => pick(random, HUGE)).join(random(4) === 0 ? ':' : ';');
    return `x${CSI}${pick(random, PREFIXES)}${params}${FINALS[random(FINALS.length)]}`;
  },
  random => `漢${CSI}${pick(random, HUGE)}b`,
  random => `${CSI}${'1;'.repeat(random(5000))}m`,
  random => `${ESC}]${random(2000)};${'unfinished '.repeat(random(2000))}`,
  random =>
    `${ESC}]${pick(random, [0, 2, 4, 7, 8, 9, 10, 52, 99, 104, 133, 777, 1337, 7501])};${random(300)};?;canary${ST}`,
  random => `${ESC}]52;c;${'QUJD'.repeat(random(20_000))}${ST}`,
  random => `${ESC}]8;id=${random(1e9)};http://host/${random(1e9)}${ST}link${ESC}]8;;${ST}`,
  random => `${ESC}]2;title ${random(1e9)} \u0007${ESC}]0;\u009b31m\u202e${random(1e9)}${ST}`,
  random =>
    `${ESC}P${pick(random, ['$q', '+q', '', '1$r', 'tmux;'])}${'canary'.repeat(random(2000))}${random(2) === 0 ? ST : ''}`,
  random =>
    `${ESC}${pick(random, ['_G', '_', '^', 'X', 'k'])}a=T,f=100;${'QUJD'.repeat(random(5000))}${random(2) === 0 ? ST : ''}`,
  random => `e${'\u0301'.repeat(random(3000))}👨${'\u200d👩'.repeat(random(500))}`,
  random =>
    Array.from({length: 200}, () => `a${String.fromCodePoint(0x300 + random(100), 0x300 + random(100))}`).join(''),
  random =>
    `${CSI}?${pick(random, [1, 3, 5, 6, 7, 25, 40, 47, 66, 69, 1000, 1002, 1003, 1006, 1015, 1047, 1049, 2004, 2026, 2027, 2031])}${pick(random, ['h', 'l', '$p', 's', 'r'])}`,
  random =>
    `${CSI}${random(60)};${random(60)}r${CSI}${random(90)};${random(300)}H${'\n'.repeat(random(300))}${`${ESC}M`.repeat(random(300))}`,
  random =>
    `${CSI}c${CSI}>c${CSI}=c${CSI}5n${CSI}6n${CSI}?6n${CSI}>q${CSI}?u${CSI}18t${CSI}${random(30)}t`.repeat(random(20)),
  random => '\u0007'.repeat(random(500)),
  random => `${CSI}8;${random(3000)};${random(3000)}t${CSI}${random(3)}t`,
  random =>
    `${ESC}${pick(random, ['#8', '#3', '%G', '%@', '(0', ')0', 'n', 'o', '~', '}', '|', 'N', 'O', '7', '8', '=', '>', 'c', 'Z'])}`,
  random => `${'\u009b'.repeat(random(50))}${'\u0090'.repeat(random(50))}\u009dcanary\u009c`,
  random =>
    `${CSI}38;2;${random(999)};${random(999)}m${CSI}48:2::${random(300)}:${random(300)}:${random(300)}m${CSI}4:${random(9)}m`,
];

/** A piece of hostile text. */
export const hostile = (random: Random): Buffer => Buffer.from(makers[random(makers.length)]?.(random) ?? '');
