import {expect, test} from 'vitest';
import {encodeNotice, noticeStyleOf} from '../../src/terminal/notices.ts';
import {openHeard} from './kit.ts';

const words = {title: 'task-001 asks', body: 'which; port?'};

test.each([
  ['osc9', 'notice {"body":"task-001 asks: which; port?"}'],
  ['osc777', 'notice {"title":"task-001 asks","body":"which, port?"}'],
  ['osc99', 'notice {"title":"task-001 asks","body":"which; port?"}'],
  ['bell', 'bell'],
] as const)('a notice as %s is heard once, whole', (form, heard) => {
  using terminal = openHeard();
  terminal.write(encodeNotice(words, 'worker-task-001', {form, inTmux: false}));
  expect(terminal.said).toEqual([heard]);
});

test('a notice without a body is its title', () => {
  expect(encodeNotice({title: 'planner asks', body: ''}, 'planner', {form: 'osc9', inTmux: false})).toBe(
    '\u001b]9;planner asks\u0007',
  );
});

test('inside tmux a notice is wrapped, and a bell is not', () => {
  const style = {form: 'osc99', inTmux: true} as const;
  expect(encodeNotice({title: 'a', body: 'b'}, 'x', style)).toBe(
    '\u001bPtmux;\u001b\u001b]99;i=x:d=0;a\u001b\u001b\\\u001b\u001b]99;i=x:p=body;b\u001b\u001b\\\u001b\\',
  );
  expect(encodeNotice(words, 'x', {form: 'bell', inTmux: true})).toBe('\u0007');
});

test.each([
  ['kitty(0.35.2)', {}, 'osc99'],
  ['iTerm2 3.5.10', {}, 'osc9'],
  ['ghostty 1.1.3', {}, 'osc777'],
  ['WezTerm 20240203-110809-5046fc22', {}, 'osc777'],
  ['foot(1.16.2)', {}, 'osc777'],
  ['XTerm(390)', {}, 'bell'],
  ['VTE(7600)', {TERM: 'xterm-256color'}, 'bell'],
  ['tmux 3.3a', {TERM_PROGRAM: 'tmux'}, 'bell'],
  ['kitty(0.35.2)', {TMUX: '/tmp/tmux-1000/default,1,0'}, 'osc99'],
  ['', {TMUX: '/tmp/tmux-1000/default,1,0', TERM_PROGRAM: 'iTerm.app'}, 'bell'],
  ['', {STY: '1.pts-0', TERM_PROGRAM: 'iTerm.app'}, 'bell'],
  ['', {TERM_PROGRAM: 'iTerm.app'}, 'osc9'],
  ['', {LC_TERMINAL: 'iTerm2', TERM: 'xterm-256color'}, 'osc9'],
  ['', {TERM_PROGRAM: 'ghostty', TERM: 'xterm-ghostty'}, 'osc777'],
  ['', {TERM: 'xterm-kitty'}, 'osc99'],
  ['', {TERM: 'rxvt-unicode-256color'}, 'osc777'],
  ['', {TERM_PROGRAM: 'Apple_Terminal', TERM: 'xterm-256color'}, 'bell'],
  ['', {}, 'bell'],
])('a terminal that answers %j in %j is told by %s', (answer, env, form) => {
  expect(noticeStyleOf(answer, env).form).toBe(form);
});

test('only inside tmux, going by the nearest terminal, is a notice wrapped', () => {
  const TMUX = '/tmp/tmux-1000/default,1,0';
  expect([
    noticeStyleOf('tmux 3.3a', {}),
    noticeStyleOf('', {TMUX}),
    noticeStyleOf('kitty(0.35)', {TMUX}),
  ]).toMatchObject([{inTmux: true}, {inTmux: true}, {inTmux: false}]);
});
