import {expect, test} from 'vitest';
import {wishOf} from '../../src/cli/wish.ts';

test.each([
  [[], {}],
  [['attach'], {}],
  [['attach', 'logs'], {show: 'logs'}],
  [['attach', '-r', 'logs', '-d'], {show: 'logs', watching: true, takeover: true}],
  [['attach', '--read-only', '--take-over'], {watching: true, takeover: true}],
  [['attach', '--host', 'me@box:~/a b'], {host: 'me@box:~/a b'}],
  [['attach', '--host=box:/a=b', 'logs'], {host: 'box:/a=b', show: 'logs'}],
])('%j is a wish', (argv, wish) => expect(wishOf(argv)).toEqual(wish));

test.each([
  [['attach', '--reed-only'], 'flag-unknown'],
  [['attach', '--constructor'], 'flag-unknown'],
  [['attach', 'a', 'b'], 'params-invalid'],
  [['attach', '--host'], 'params-invalid'],
])('%j is none: %s', (argv, code) => expect(() => wishOf(argv)).toThrow(expect.objectContaining({code})));
