import {globSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {describe, expect, test} from 'vitest';
import {ATTR, CELL, LINK_SHIFT, PALETTE, RGB, UNDERLINE_SHIFT} from '../../src/terminal/cells.ts';
import {encodeFocus, encodeKey, encodeMouse, encodePaste} from '../../src/terminal/encode.ts';
import type {Engine} from '../../src/terminal/engine.ts';
import {InputDecoder} from '../../src/terminal/input.ts';
import {openHeard, rowOf} from '../terminal/kit.ts';

/** One case of a file, see `golden/README.md`: its name, its steps, and what is expected by kind. */
type Golden = {
  readonly name: string;
  readonly size: string;
  readonly steps: readonly (readonly [kind: 'in' | 'resize' | 'type', value: string])[];
  readonly expected: ReadonlyMap<string, readonly string[]>;
};

const STEPS = ['in', 'resize', 'type'] as const;
const KINDS = ['screen', 'history', 'cursor', 'look', 'reply', 'heard', 'modes', 'sent'];
const ESCAPES: Readonly<Record<string, string>> = {
  e: '\u001b',
  r: '\r',
  n: '\n',
  t: '\t',
  a: '\u0007',
  b: '\b',
  '\\': '\\',
};

/** The bytes of a text with escapes: `\e \r \n \t \a \b \\`, a byte as `\xHH`, a run as `\{40:x}`. */
const bytesOf = (text: string): Buffer =>
  Buffer.concat(
    [...text.matchAll(/\\x([\da-f]{2})|\\\{(\d+):([^}]*)\}|\\(.)|([^\\]+)/giu)].map(
      ([, hex, times, run, escape, plain]) => {
        if (hex !== undefined) return Buffer.from(hex, 'hex');
        if (run !== undefined) return Buffer.from(run.repeat(Number(times)));
        return Buffer.from(plain ?? ESCAPES[escape ?? ''] ?? `\\${escape}`);
      },
    ),
  );

/** The way back, for what is compared. */
const written = (bytes: string): string =>
  bytes
    .replaceAll('\\', '\\\\')
    .replaceAll('\u001b', '\\e')
    .replaceAll('\u0007', '\\a')
    .replaceAll('\r', '\\r')
    .replaceAll(/[\u0000-\u001f\u007f]/gu, it => `\\x${it.charCodeAt(0).toString(16).padStart(2, '0')}`);

const goldenOf = (block: string): Golden => {
  const [name = '', ...lines] = block.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'));
  const pairs = lines.map(line => [line.split(' ', 1)[0] ?? '', line.replace(/^\w+ ?/u, '')] as const);
  const unknown = pairs.filter(([kind]) => ![...STEPS, ...KINDS, 'size'].includes(kind));
  if (unknown.length > 0) throw new Error(`${name}: ${unknown.join(' ')}`);
  const steps = pairs.flatMap(([kind, value]) => {
    const step = STEPS.find(it => it === kind);
    return step === undefined ? [] : [[step, value] as const];
  });
  const expected = new Map<string, string[]>();
  for (const [kind, value] of pairs.filter(pair => KINDS.includes(pair[0])))
    expected.set(kind, [...(expected.get(kind) ?? []), kind === 'screen' ? bytesOf(value).toString() : value]);
  return {name, size: pairs.find(([kind]) => kind === 'size')?.[1] ?? '10x4', steps, expected};
};

const goldensOf = (file: string): readonly Golden[] =>
  readFileSync(file, 'utf8').split(/^== /mu).slice(1).map(goldenOf);

const sizeOf = (text: string): {cols: number; rows: number} => {
  const [cols = 10, rows = 4] = text.split('x').map(Number);
  return {cols, rows};
};

const typed = (bytes: Buffer, engine: Engine): string => {
  const decoder = new InputDecoder();
  const tokens = [...decoder.feed(bytes), ...decoder.flush()];
  return tokens
    .map(token => {
      if (token.kind === 'key') return encodeKey(token, engine.modes);
      if (token.kind === 'mouse') return encodeMouse(token, engine.modes);
      if (token.kind === 'paste') return encodePaste(token.text, engine.modes);
      return token.kind === 'focus' ? encodeFocus(token.gained, engine.modes) : undefined;
    })
    .map(it => (it === undefined ? '' : Buffer.from(it).toString('latin1')))
    .join('');
};

const colourText = (word: number): string =>
  word >= RGB ? `#${(word & 0xffffff).toString(16).padStart(6, '0')}` : String(word & ~PALETTE);

/** How a cell looks: `bold fg=1 bg=#102030 underline=3 link=https://…`, `plain` without any. */
const lookOf = (engine: Engine, place: string): string => {
  const [x = 0, y = 0] = place.split(',').map(Number);
  const [fg = 0, bg = 0, attr = 0] = rowOf(engine, y).subarray(x * CELL + 1, x * CELL + CELL);
  const flags = Object.entries(ATTR).flatMap(([name, bit]) => (attr & bit ? [name] : []));
  const told = [
    ['underline', (attr >> UNDERLINE_SHIFT) & 7],
    ['fg', fg && colourText(fg)],
    ['bg', bg && colourText(bg)],
    ['link', engine.linkOf(attr >>> LINK_SHIFT) ?? 0],
  ].filter(([, value]) => value !== 0);
  return [...flags, ...told.map(it => it.join('='))].join(' ') || 'plain';
};

const picture = (lines: readonly string[]): string => lines.join('|').replace(/\|+$/u, '');

/** Play the steps, and say of what is expected how it is. */
const outcome = ({size, steps, expected}: Golden, piece: number): Record<string, unknown> => {
  using it = openHeard({...sizeOf(size), history: 100});
  const sent: string[] = [];
  for (const [kind, value] of steps) {
    const bytes = bytesOf(value);
    if (kind === 'resize') it.engine.resize(sizeOf(value).cols, sizeOf(value).rows);
    else if (kind === 'type') sent.push(typed(bytes, it.engine));
    else for (let at = 0; at < bytes.length; at += piece) it.engine.feed(bytes.subarray(at, at + piece));
  }
  const {engine} = it;
  const {x, y, visible, style} = engine.cursor;
  const history = Array.from({length: engine.historyLines}, (_, line) => engine.historyText(line));
  const modes: Readonly<Record<string, unknown>> = {...engine.modes, visible, style};
  const found: Readonly<Record<string, (wanted: readonly string[]) => readonly string[]>> = {
    screen: () => [picture(engine.text())],
    history: () => [picture(history)],
    cursor: () => [`${x},${y}`],
    look: wanted => wanted.map(line => `${line.split(' ')[0]} ${lookOf(engine, line.split(' ')[0] ?? '')}`),
    modes: wanted =>
      wanted.map(line => line.replaceAll(/(\w+)=\S+/gu, (_, name: string) => `${name}=${String(modes[name])}`)),
    sent: () => sent.map(written),
  };
  const replies = it.said.filter(line => line.startsWith('\u001b')).map(written);
  const heard = it.said.filter(line => !line.startsWith('\u001b'));
  return {
    reply: replies,
    heard,
    ...Object.fromEntries(
      [...expected].flatMap(([kind, wanted]) => (found[kind] === undefined ? [] : [[kind, found[kind](wanted)]])),
    ),
  };
};

const files = globSync('test/conformance/golden/*.txt');

test('there are hundreds of goldens', () => {
  expect(files.flatMap(goldensOf).length).toBeGreaterThan(300);
});

describe.each(files.map(file => [basename(file, '.txt'), goldensOf(file)] as const))('%s:', (_, goldens) => {
  test.each(goldens.map(golden => [golden.name, golden] as const))('%s', (_name, golden) => {
    const wanted = {reply: [], heard: [], ...Object.fromEntries(golden.expected)};
    expect(outcome(golden, Infinity)).toEqual(wanted);
    expect(outcome(golden, 1), 'byte by byte').toEqual(wanted);
  });
});
