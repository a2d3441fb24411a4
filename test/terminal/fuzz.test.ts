import {expect, test} from 'vitest';
import {openHeard, randomOf, rowOf, type Heard} from './kit.ts';

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
