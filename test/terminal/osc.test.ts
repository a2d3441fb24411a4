import {hostname} from 'node:os';
import {expect, test} from 'vitest';
import {openHeard} from './kit.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each<[string, string[]]>([
  ['9;tests passed', ['notice {"body":"tests passed"}']],
  ['9;\u202eevil', ['notice {"body":"·evil"}']],
  ['9;', []],
  ['9;2;a message box of ConEmu', []],
  ['777;notify;Build;done; twice', ['notice {"title":"Build","body":"done; twice"}']],
  ['777;other;x', []],
  ['99;;hello', ['notice {"body":"hello"}']],
  [`99;i=1:p=body:e=1;${base64('grüße')}`, ['notice {"body":"grüße"}']],
  ['99;i=7:p=?;', ['\u001b]99;i=7:p=?;p=title,body\u001b\\']],
  ['99;i=a b:p=?;', []],
  ['9;4;1;42', ['progress normal 42']],
  ['9;4;2', ['progress error']],
  ['9;4;3;', ['progress busy']],
  ['9;4;1;400', ['progress normal 100']],
  ['9;4;0;0', ['progress none']],
  ['9;4;9;1', []],
  ['7;file:///tmp/a%20b', ['folder /tmp/a b']],
  [`7;file://${hostname()}/tmp`, ['folder /tmp']],
  ['7;file://elsewhere.example/tmp', []],
  ['7;file:///tmp/%0d%1b', []],
  ['7;file:///%zz', []],
  ['7;/tmp', []],
  [`52;c;${base64('copied\u001b[1m\n')}`, ['clipboard "copied[1m\\n"']],
  [`52;;${base64('x')}`, ['clipboard "x"']],
  [`52;p;${base64('x')}`, []],
  ['52;c;?', []],
  ['52;c;not base64!', []],
  [`52;c;${base64('x'.repeat(1024 * 1024 + 9))}`, []],
  ['7501;state=working:app=codex', ['status {"state":"working","app":"codex"}']],
  [
    `7501;state=blocked:kind=permission:progress=250:msg=${base64('run \u0007 it?')}`,
    ['status {"state":"blocked","kind":"permission","message":"run · it?","progress":100}'],
  ],
  ['7501;state=flying', []],
  ['7501;?', ['\u001b]7501;?\u001b\\']],
  ['133;A', ['prompt']],
  ['133;C', []],
])('OSC %j is heard as %j', (command, heard) => {
  using it = openHeard();
  it.write(`a\u001b]${command}\u001b\\b`);
  expect(it.said).toEqual(heard);
  expect(it.engine.text()[0]).toBe('ab');
});

test('a notice that comes in parts is told once it is whole', () => {
  using it = openHeard();
  it.write('\u001b]99;i=1:d=0;Head\u001b\\\u001b]99;i=2:d=0;other\u001b\\');
  expect(it.said).toEqual([]);
  it.write('\u001b]99;i=1:d=0;line\u001b\\\u001b]99;i=1:p=body;text\u001b\\');
  expect(it.said).toEqual(['notice {"title":"Headline","body":"text"}']);
});
