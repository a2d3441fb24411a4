import {expect, test} from 'vitest';
import {openHeard} from './kit.ts';

const light = {foreground: 0, background: 0xffffff, cursor: 0};

test.each([
  ['\u001b]11;rgb:12/34/56\u0007', '1212/3434/5656'],
  ['\u001b]11;rgb:f/0/8\u0007', 'ffff/0000/8888'],
  ['\u001b]11;#abcdef\u0007', 'abab/cdcd/efef'],
  ['\u001b]11;#fff\u0007', 'f0f0/f0f0/f0f0'],
  ['\u001b]11;nonsense\u0007', '0000/0000/0000'],
  ['\u001b]11;#abcdef\u0007\u001b]111\u0007', '0000/0000/0000'],
  ['\u001b]11;#abcdef\u0007\u001bc', '0000/0000/0000'],
  ['\u001b]10;#111111;#222222\u0007', '2222/2222/2222'],
])('after %j the background is told as %s', (bytes, told) => {
  using it = openHeard();
  it.write(`${bytes}\u001b]11;?\u001b\\`);
  expect(it.said).toEqual([`\u001b]11;rgb:${told}\u001b\\`]);
});

test('an indexed colour is told as it was set, until it is reset', () => {
  using it = openHeard();
  it.write('\u001b]4;3;#010203;5;?\u0007\u001b]4;3;?;300;?\u0007\u001b]104;3\u0007\u001b]4;3;?\u0007');
  expect(it.said).toEqual([
    '\u001b]4;5;rgb:cdcd/0000/cdcd\u001b\\',
    '\u001b]4;3;rgb:0101/0202/0303\u001b\\',
    '\u001b]4;3;rgb:cdcd/cdcd/0000\u001b\\',
  ]);
});

test('a program that asked is told when light and dark change, and only then', () => {
  using it = openHeard();
  it.engine.setTheme(light);
  expect(it.said).toEqual([]);
  it.write('\u001b[?2031h');
  it.engine.setTheme({...light, cursor: 0xff0000});
  it.engine.setTheme({...light, background: 0x101010});
  it.engine.setTheme(light);
  expect(it.engine.modes.colourSchemeReports).toBe(true);
  it.write('\u001b[?2031$p\u001b[?2031l\u001b[?2031$p\u001b[?996n');
  it.engine.setTheme({...light, background: 0});
  expect(it.said).toEqual([
    '\u001b[?997;1n',
    '\u001b[?997;2n',
    '\u001b[?2031;1$y',
    '\u001b[?2031;2$y',
    '\u001b[?997;2n',
  ]);
});
