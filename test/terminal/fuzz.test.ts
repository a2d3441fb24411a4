import {expect, test} from 'vitest';
import {openHeard, rowOf, type Heard} from './kit.ts';
import {randomOf} from '../kit/random.ts';

const likely = Buffer.from(
  '\u001b\u001b\u001b[[[[]]P_^X?>=<;;:0123456789ABCDGHJKLMPSTX@abcdhlmnpqrstu"$ \r\n\t\b\u0007\\xyz界👍🏽é\u200d\u0301\u009b',
);

const shown = (it: Heard): unknown => ({
  rows: Array.from({length: it.engine.rows}, (_, y) => rowOf(it.engine, y).join()),
  history: Array.from({length: it.engine.historyLines}, (_, line) => it.engine.historyText(line)),
  cursor: it.engine.cursor,
  modes: it.engine.modes,
  said: it.said,
});

test.each(Array.from({length: 12}, (_, seed) => seed))('bytes mean the same however they are cut (seed %i)', seed => {
  const random = randomOf(seed);
  using whole = openHeard({cols: 12, rows: 5, history: 60});
  using cut = openHeard({cols: 12, rows: 5, history: 60, graphemes: whole.graphemes});
  for (let round = 0; round < 150; round++) {
    const bytes = Buffer.from(
      Array.from({length: 1 + random(60)}, () =>
        random(9) === 0 ? random(256) : (likely[random(likely.length)] ?? 0),
      ),
    );
    whole.engine.feed(bytes);
    for (let at = 0; at < bytes.length;) {
      const size = 1 + random(7);
      cut.engine.feed(bytes.subarray(at, at + size));
      at += size;
    }
    expect(shown(cut), `round ${round}`).toEqual(shown(whole));
    if (random(10) > 0) continue;
    const [cols, rows] = [2 + random(20), 1 + random(8)];
    whole.engine.resize(cols, rows);
    cut.engine.resize(cols, rows);
  }
});

/** Pieces of sequences, whole and broken: what is plain takes another way through the parser than what is not. */
const pieceOf = (random: (below: number) => number): string => {
  const oneOf = (from: readonly string[]): string => from[random(from.length)] ?? '';
  const number = (): string =>
    oneOf(['', '0', '1', '2', '4', '5', '38', '48', String(random(120)), String(random(1e10))]);
  const count = random(20) === 0 ? 40 : random(6);
  const numbers = Array.from({length: count}, () => number() + oneOf([';', ';', ';', ';', ':']));
  const start = oneOf(['\u001b[', '\u001b[', '\u001b[', '\u009b', '\u001b[?', '\u001b[>', '\u001b[<']);
  const middle = oneOf(['', '', '', '', '', '\n', '\u0018', '\u001b', ' ', '!', '?', 'é']);
  return start + numbers.join('') + number() + middle + oneOf(Array.from('@ABCDEFGHJKLMPSTXZ`abcdefghlmnpqrsu~'));
};
const others = [
  'text',
  ' ',
  '界界',
  'e\u0301',
  '👍🏽',
  '\r\n',
  '\b',
  '\t',
  '\u001b7',
  '\u001b8',
  '\u001b]2;title\u0007',
  '\u007f',
];

test.each([1, 2, 3, 4, 5, 6])('sequences mean the same whole and byte by byte (seed %i)', seed => {
  const random = randomOf(seed);
  using whole = openHeard({cols: 12, rows: 5, history: 60});
  using cut = openHeard({cols: 12, rows: 5, history: 60, graphemes: whole.graphemes});
  for (let round = 0; round < 300; round++) {
    const pieces = Array.from({length: 1 + random(12)}, () =>
      random(2) === 0 ? pieceOf(random) : (others[random(others.length)] ?? ''),
    );
    const bytes = Buffer.from(pieces.join(''));
    whole.engine.feed(bytes);
    for (const byte of bytes) cut.engine.feed(Uint8Array.of(byte));
    expect(shown(cut), `round ${round}: ${JSON.stringify(pieces)}`).toEqual(shown(whole));
  }
});
