import xterm, {type IBufferCell} from '@xterm/headless';
import {expect, test} from 'vitest';
import {ATTR, CELL, PALETTE, RGB, UNDERLINE_SHIFT} from '../../src/terminal/cells.ts';
import {openHeard, rowOf} from './kit.ts';
import {randomOf} from '../kit/random.ts';

/** What the library says of a cell, in our words. */
const theirs = (cell: IBufferCell): readonly number[] => {
  const colour = (isRgb: boolean, isDefault: boolean, value: number): number =>
    isDefault ? 0 : value | (isRgb ? RGB : PALETTE);
  const has = (is: number, bit: number): number => (is === 0 ? 0 : bit);
  return [
    colour(cell.isFgRGB(), cell.isFgDefault(), cell.getFgColor()),
    colour(cell.isBgRGB(), cell.isBgDefault(), cell.getBgColor()),
    has(cell.isBold(), ATTR.bold) |
      has(cell.isDim(), ATTR.dim) |
      has(cell.isItalic(), ATTR.italic) |
      has(cell.isBlink(), ATTR.blink) |
      has(cell.isInverse(), ATTR.inverse) |
      has(cell.isInvisible(), ATTR.invisible) |
      has(cell.isStrikethrough(), ATTR.strike) |
      has(cell.isOverline(), ATTR.overline),
    cell.isUnderline() === 0 ? 0 : 1,
  ];
};

const ours = ([, fg = 0, bg = 0, attr = 0]: Uint32Array): readonly number[] => [
  fg,
  bg,
  attr & 0xff,
  attr >>> UNDERLINE_SHIFT === 0 ? 0 : 1,
];

/** Each parameter there is, some that are none, and colours whole and cut short. */
const parameters = [...Array.from({length: 112}, (_, code) => String(code)), '']
  .concat(Array.from({length: 20}, () => '0'))
  .concat(['38;5;200', '48;5;17', '38;2;1;2;3', '48;2;300;4;5', '38;5', '48;2;1;2', '38;9;1', '58;5;9', '38;5;300']);

test.each([1, 2, 3])('a look is what the bare library makes of it (seed %i)', async seed => {
  using it = openHeard({cols: 4, rows: 2});
  const bare = new xterm.Terminal({cols: 4, rows: 2, scrollback: 0, allowProposedApi: true, logLevel: 'off'});
  const random = randomOf(seed);
  for (let round = 0; round < 1500; round++) {
    const look = Array.from({length: 1 + random(5)}, () => parameters[random(parameters.length)] ?? '').join(';');
    const bytes = `\u001b[${look}m\u001b[Hx`;
    it.write(bytes);
    await new Promise<void>(resolve => bare.write(bytes, resolve));
    const cell = bare.buffer.active.getLine(0)?.getCell(0);
    if (cell === undefined) throw new Error('the library has no first cell');
    expect(ours(rowOf(it.engine, 0).subarray(0, CELL)), `round ${round}: ${look}`).toEqual(theirs(cell));
  }
});
