/** OpenCode in narrow panes, as it was seen there: the words below its prompt stand in several rows. */
import {expect, test} from 'vitest';
import {readRules} from '../../../src/store/rules.ts';
import {makeReader, readScreen} from '../../../src/work/rules.ts';

const BOX = ['  ┃  Build · Scripted Scripted', '  ╹▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀'];
const SIGN_OFF = ['     here is a bit', '', '     ▣  Build · Scripted · 5.6s', '', '  ┃', '  ┃'];

test.each([
  [
    'at rest in 52 columns',
    'idle',
    [...SIGN_OFF, ...BOX, '   /tmp/rh-agents-gx9vmJ/  8.1K (6%) ctrl+p', '   shop           commands'],
  ],
  [
    'at rest in 38 columns',
    'idle',
    [...SIGN_OFF, ...BOX, '   /tmp/rh-agents-  8.1K ( ctrl+p', '   gx9vmJ/shop       commands'],
  ],
  [
    'at work in 52 columns',
    'working',
    [...BOX, '   ■■■■■■⬝⬝  esc         tab agents ctrl+p commands', '             interrupt'],
  ],
  [
    'at work in 38 columns',
    'working',
    [...BOX, '   ⬝⬝⬝⬝⬝⬝⬝⬝  esc  tab     ctrl+p', '             interagents  commands', '             rupt'],
  ],
  [
    'asking in 38 columns',
    'asks',
    [
      '  ┃  △ Permission required',
      '  ┃    # Shell command',
      '  ┃  $ sleep 1; echo x',
      '  ┃   Allow once   Allow always   Reje',
      '  ┃  ctrl+f fullscreen  ⇆ select  ente',
    ],
  ],
])('%s', async (_, mood, rows) => {
  const {file} = await readRules('opencode', {});
  if (file === undefined) throw new Error('no rules');
  expect(readScreen(makeReader(file), rows)).toMatchObject({mood});
});
