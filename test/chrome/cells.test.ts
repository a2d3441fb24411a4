import {expect, test} from 'vitest';
import {CellsBuffer} from '../../src/core/chrome.ts';

const size = {cols: 2, rows: 1};
const filled = (value: number) => (cells: Uint32Array) => cells.fill(value);

test('what one side publishes the other side reads, with the version it shows', () => {
  const writer = new CellsBuffer(size);
  const reader = new CellsBuffer(size, writer.shared);
  const into = new Uint32Array(8);
  writer.publish(7, filled(1));
  writer.publish(9, filled(2));
  expect(reader.read(into)).toBe(9);
  expect([...into]).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  expect(reader.sequence).toBe(2);
});

test('before the first picture there is nothing to read', () => {
  expect(new CellsBuffer(size).read(new Uint32Array(8))).toBe(0);
});

test('a picture that is being filled is not seen', () => {
  const writer = new CellsBuffer(size);
  const into = new Uint32Array(8);
  writer.publish(1, filled(1));
  writer.publish(2, cells => {
    cells.fill(2, 0, 4);
    expect(writer.read(into)).toBe(1);
  });
  expect([...into]).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
});
