import {describe, expect, test} from 'vitest';
import {resultOf, tableText, type Line} from './table.ts';

const line: Line = {
  metric: 'echo: p50',
  unit: 'ms',
  samples: {tmux: [1, 2, 10], screen: [4], roundhouse: [3, 4, 10]},
  budget: {bound: 'at most', value: 2.5, moonshot: 1.3, of: 'tmux'},
};

describe('a line of the bench', () => {
  test('is judged by the middle of the ratios of each round, so that what disturbs both at once cancels out', () => {
    const {ratio, judged, verdict, rounds} = resultOf(line);
    expect({ratio, judged, verdict, rounds}).toEqual({ratio: 2, judged: 2, verdict: 'ok', rounds: 3});
  });

  test.each([
    [{bound: 'at most', value: 1.9, of: 'tmux'}, 'over'],
    [{bound: 'at least', value: 2, of: 'tmux'}, 'ok'],
    [{bound: 'at least', value: 2.1, of: 'tmux'}, 'over'],
    [{bound: 'at most', value: 4}, 'ok'],
    [{bound: 'at most', value: 3.9}, 'over'],
  ] as const)('with the budget %o is %s', (budget, verdict) => {
    expect(resultOf({...line, budget}).verdict).toBe(verdict);
  });

  test('is not judged where there is nothing to compare with', () => {
    expect(resultOf({...line, samples: {roundhouse: [1]}}).verdict).toBe('');
  });
});

describe('the table', () => {
  test('shows a dash for what was not measured, and says what is over', () => {
    const text = tableText([
      resultOf({...line, samples: {tmux: [1, 1], roundhouse: [3, 3]}}),
      resultOf({metric: 'idle', unit: '%', samples: {roundhouse: [0.02]}}),
    ]);
    expect(text).toBe(
      [
        'metric     unit  tmux  screen  roundhouse  ratio  budget         moonshot  rounds',
        'echo: p50  ms    1.00       –        3.00   3.00  ≤ 2.5 ×  OVER     1.3 ×       2',
        'idle       %        –       –      0.0200      –                                1',
      ].join('\n'),
    );
  });

  test('brings lines together whose words before the colon are the same', () => {
    const lines = ['cpu: a', 'wall: a', 'cpu: b', 'wall: b'].map(metric => resultOf({metric, unit: '', samples: {}}));
    expect(
      tableText(lines)
        .split('\n')
        .slice(1)
        .map(it => it.slice(0, 7).trim()),
    ).toEqual(['cpu: a', 'cpu: b', 'wall: a', 'wall: b']);
  });
});
