import {expect, test} from 'vitest';
import {usageSum} from '../../src/core/usage.ts';

test('what nobody told is not known; what one told is the sum', () => {
  expect(usageSum([])).toBeUndefined();
  expect(usageSum([undefined])).toBeUndefined();
  expect(usageSum([{input: 1, output: 2}, undefined, {input: 3, output: 4, cost_usd: 0.5}])).toEqual({
    input: 4,
    output: 6,
    cost_usd: 0.5,
  });
  expect(
    usageSum([
      {input: 1, output: 2, cached: 1},
      {input: 1, output: 1},
    ]),
  ).toEqual({input: 2, output: 3, cached: 1});
});
