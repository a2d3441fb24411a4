import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {commandOf, hostOf} from '../../src/client/host.ts';

test.each([
  ['box', {destination: 'box'}],
  ['me@box', {destination: 'me@box'}],
  ['box:', {destination: 'box'}],
  ['me@box.example.org:~/shop', {destination: 'me@box.example.org', path: '~/shop'}],
  ["box:/a b/it's:here", {destination: 'box', path: "/a b/it's:here"}],
  ['me@[::1]:shop', {destination: 'me@::1', path: 'shop'}],
])('%s is a host', (text, host) => expect(hostOf(text)).toEqual(host));

test.each(['', ':path', '-oProxyCommand=touch x', 'me@-oProxyCommand=x', '-box:path', 'a b', 'a\nb', '@box', 'me@'])(
  'what ssh would take for something else is no host: %j',
  text =>
    expect(() => hostOf(text)).toThrow(
      expect.objectContaining({code: 'params-invalid', details: expect.objectContaining({verb: 'attach'})}),
    ),
);

test.each(["it's", '$(touch x)', '`touch x`', '; touch x', '"', String.raw`a\'b`, 'a\nb', '~/shop'])(
  'the path %j arrives as it is, whatever a shell makes of it',
  path => {
    const command = commandOf({destination: 'box', path}, true, {ROUNDHOUSE_REMOTE: 'printf "%s|"'}).at(-1) ?? '';
    expect(execFileSync('/bin/sh', ['-c', command], {encoding: 'utf8'})).toBe(`proxy|${path}|`);
  },
);

test('ssh asks for nothing when nobody is asked, and other programs can stand in', () => {
  const host = {destination: 'box'};
  expect(commandOf(host, true, {})).toEqual([
    'ssh',
    '-T',
    '-o',
    'ServerAliveInterval=5',
    '-o',
    'ServerAliveCountMax=3',
    '--',
    'box',
    'roundhouse proxy',
  ]);
  expect(commandOf(host, false, {ROUNDHOUSE_SSH: 'ssh -4 -p 22', ROUNDHOUSE_REMOTE: '/opt/rh'})).toEqual(
    expect.arrayContaining(['-4', '-p', '22', 'BatchMode=yes', '/opt/rh proxy']),
  );
});
