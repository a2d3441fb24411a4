/** What is run under both: programs, what is typed into them, and what must then be seen. */
import type {Program, Step} from './pair.ts';

/** A program that is run under both. `needs` are programs that must be on the machine. */
export type Run = Program & {readonly name: string; readonly needs: readonly string[]; readonly steps: readonly Step[]};

const ESC = '\u001b';
const UP = `${ESC}[A`;
const ctrl = (key: string): string => String.fromCharCode(key.charCodeAt(0) & 0x1f);

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({length: count}, (_, at) => `${line(at + 1)}\n`).join('');

/** A file of source text with long lines and wide characters. */
const source = lines(
  200,
  at =>
    [
      `/* block ${at} */`,
      `int value_${at} = ${at * 7}; // 数値 ${at}, naïve café`,
      `if (value_${at} > 10) { return "text ${at}"; }`,
      `\tfor (;;) { call(${'argument, '.repeat(at % 17)}0); }`,
    ][at % 4] ?? '',
);

const vimrc = `set nocompatible nomodeline noruler shortmess+=I hlsearch laststatus=2 t_RV= t_RB= t_RF= t_u7=
set number background=dark termguicolors
syntax on
`;

const vim: Run = {
  name: 'vim: open, edit, split, search, quit',
  needs: ['vim'],
  files: {'a.c': source, vimrc},
  command: 'vim -u vimrc -i NONE -n a.c; ',
  steps: [
    {sees: 'a.c'},
    {keys: `3Goan inserted line with 漢字 and 👍${ESC}`, sees: 'inserted'},
    {keys: ':vsplit\r', sees: '│'.slice(1)},
    {keys: '/value_2\\d\r'},
    {keys: ':split +90\r', sees: 'value_89'},
    {keys: `${ctrl('w')}j20${ctrl('e')}`},
    {keys: 'ggVjjj', sees: 'VISUAL LINE'},
    {keys: `${ESC}:set list cursorline cursorcolumn\r`, sees: 'list'},
    {keys: `:help\r`, sees: 'help.txt'},
    {keys: ':qa!\r', sees: '[ended with 0]'},
  ],
};

const vimPlain: Run = {
  name: 'vim: 16 colours, scrolling, visual block, folds',
  needs: ['vim'],
  files: {'a.c': source, vimrc: vimrc.replace('termguicolors', 'notermguicolors')},
  command: 'vim -u vimrc -i NONE -n a.c; ',
  cols: 80,
  rows: 23,
  steps: [
    {sees: 'a.c'},
    {keys: ctrl('f') + ctrl('f') + ctrl('y'), sees: 'value_41'},
    {keys: `${ctrl('d')}${ctrl('d')}${ctrl('u')}`},
    {keys: `${ctrl('v')}jjjllll`, sees: 'VISUAL BLOCK'},
    {keys: `c<X>${ESC}`, sees: '<X>'},
    {keys: `uu5ddP10jzfjj`},
    {keys: ':set nonumber rightleft\r', sees: 'rightleft'},
    {keys: ':set norightleft nowrap sidescroll=1\r40zl', sees: 'nowrap'},
    {keys: ':q!\r', sees: '[ended with 0]'},
  ],
};

const less: Run = {
  name: 'less: a long file, search, scroll both ways, quit',
  needs: ['less'],
  files: {'long.txt': lines(2000, at => `line ${at} ${'of a long file '.repeat(at % 11)}`)},
  command: 'less -N long.txt',
  steps: [
    {sees: 'line 1 '},
    {keys: ' '},
    {keys: '  '},
    {keys: 'kkkk'},
    {keys: '/line 99\r', sees: 'line 99'},
    {keys: 'nnn'},
    {keys: '?line 50\r', sees: 'line 50'},
    {keys: 'G', sees: 'line 2000'},
    {keys: 'bbjjj'},
    {keys: '-S', sees: 'hop long lines'},
    {keys: '\r'},
    {keys: `${ESC}[C`},
    {keys: `${ESC}[D`},
    {keys: '1000g', sees: 'line 1000'},
    {keys: 'q', sees: '[ended with 0]'},
  ],
};

/** `less -R`: sequences that are passed on. */
const colours = [
  `${ESC}[1mbold${ESC}[m ${ESC}[2mdim${ESC}[m ${ESC}[3mitalic${ESC}[m ${ESC}[4munder${ESC}[m ${ESC}[7minverse${ESC}[m ${ESC}[9mstrike${ESC}[m ${ESC}[53mover${ESC}[m`,
  `${ESC}[1;4;7mall three${ESC}[22m no bold${ESC}[24m no underline${ESC}[27m plain ${ESC}[8mhidden${ESC}[m`,
  `${ESC}[4:3mcurly${ESC}[4:0m ${ESC}[21mdouble${ESC}[m ${ESC}[4:5mdashed${ESC}[24m plain`,
  ...[30, 40, 90, 100].map(base =>
    Array.from({length: 8}, (_, at) => `${ESC}[${base + at}m${base + at}${ESC}[m`).join(' '),
  ),
  ...[0, 64, 128, 192].map(from =>
    Array.from({length: 64}, (_, at) => `${ESC}[48;5;${from + at}m${(from + at) % 10}`)
      .join('')
      .concat(`${ESC}[m`),
  ),
  Array.from({length: 80}, (_, at) => `${ESC}[38;2;${at * 3};${255 - at * 3};${at}m#`)
    .join('')
    .concat(`${ESC}[m`),
  Array.from({length: 80}, (_, at) => `${ESC}[48:2::${at * 3}:0:${255 - at * 3}m-`)
    .join('')
    .concat(`${ESC}[m`),
  `${ESC}[41mto the end of the line${ESC}[K${ESC}[m`,
  `${ESC}[31;42;1minherited ${ESC}[39mfront ${ESC}[49mback ${ESC}[0;5mblink${ESC}[m`,
];

const attributes: Run = {
  name: 'attributes: all of SGR, 16, 256 and 16 million colours',
  needs: [],
  files: {'colours.txt': `${colours.join('\r\n')}\r\n`},
  command: 'cat colours.txt',
  steps: [{sees: '[ended with 0]'}],
};

const widths: Run = {
  name: 'widths: CJK, combining, emoji, box drawing, edges',
  needs: [],
  files: {
    'wide.txt': [
      '漢字かな交じり文、テスト。 ＡＢＣ 한국어',
      'e\u0301 a\u0308 o\u0302\u0323 naïve Ζαλγο',
      '┌──┬──┐ ╔══╗ ░▒▓█ ▁▂▃▄▅▆▇ ⠋⠙⠹ ← → ✓ ✗',
      '😀 👍 🚀 🎉',
      'שלום עולם مرحبا',
      `${'x'.repeat(99)}漢 wraps`,
      `${ESC}[98G漢字 at the edge`,
      `漢字漢字\b\bX\b\b\bY`,
      `漢字漢字\r${ESC}[1@|${ESC}[3C${ESC}[1P`,
      `${ESC}(0lqqqqk x mqqj${ESC}(B line drawing`,
      '',
    ].join('\r\n'),
  },
  command: 'cat wide.txt',
  steps: [{sees: '[ended with 0]'}],
};

const characterSets: Run = {
  name: 'character sets: British and line drawing, as G0 and G1',
  needs: [],
  files: {
    'sets.txt': ['A', '0', 'B']
      .flatMap(set => [`${ESC}(${set}#+,-.0 _abc{|}~${ESC}(B`, `${ESC})${set}\u000e#+,-.0 _abc{|}~\u000f`, ''])
      .join('\r\n'),
  },
  command: 'cat sets.txt',
  steps: [{sees: '[ended with 0]'}],
};

const clusters: Run = {
  name: 'clusters: joined emoji, flags, variation selectors, scripts that join',
  needs: [],
  files: {
    'clusters.txt': ['👍🏽|', '👨‍👩‍👧|', '🇩🇪|', '❤️|', '1️⃣|', '⚠️|', 'กำ|', 'क्षि|', ''].join('\r\n'),
  },
  command: 'cat clusters.txt',
  steps: [{sees: '[ended with 0]'}],
};

/** All numbers, meters and times: of two runs at different moments. */
const htopMask = [
  {
    where: /(?:CPU|Mem|Swp|\d|Avg)\s*\[|Tasks:|Load average:|Uptime:/u,
    hide: /[\d.:|%KMGT, #]|(?<=\[).*(?=\])|thr|kthr|running/gu,
  },
  {where: /sleep 987654/u, hide: /[\d.:]+[KMGT%]?|[ ]+/gu},
];

const htop: Run = {
  name: 'htop: a process, help, setup, sorting (figures hidden)',
  needs: ['htop'],
  command: 'sleep 987654 & P=$!; htop -d 100 -p $P; kill $P',
  mask: htopMask,
  steps: [
    {sees: 'sleep 987654'},
    {keys: 'h', sees: 'Swap bar'},
    {keys: ' ', sees: 'sleep 987654'},
    {keys: 'S', sees: 'Setup'},
    {keys: `${ESC}[B${ESC}[B`},
    {keys: ESC, sees: 'sleep 987654'},
    {keys: 'P>', sees: 'Sort by'},
    {keys: ESC, sees: 'Setup'},
    {keys: 'q', sees: '[ended with'},
  ],
};

const nano: Run = {
  name: 'nano: open, type, search, help, leave',
  needs: ['nano'],
  files: {'notes.txt': lines(120, at => `note ${at}: ${'words and more words '.repeat(at % 7)}`)},
  command: 'nano -I -l notes.txt',
  steps: [
    {sees: 'note 1:'},
    {keys: 'typed at the top, 漢字 too\r', sees: 'Modified'},
    {keys: `${ctrl('v')}${ctrl('v')}`},
    {keys: ctrl('w'), sees: 'Search'},
    {keys: 'note 77\r', sees: 'note 77'},
    {keys: `${ctrl('k')}${ctrl('k')}${ctrl('u')}${ctrl('u')}`},
    {keys: ctrl('g'), sees: 'help text'},
    {keys: ctrl('v')},
    {keys: ctrl('x'), sees: 'note 77'},
    {keys: ctrl('x'), sees: 'Save modified'},
    {keys: 'n', sees: '[ended with 0]'},
  ],
};

const mc: Run = {
  name: 'mc: panels, menu, viewer, dialogs',
  needs: ['mc'],
  files: {
    ...Object.fromEntries(Array.from({length: 40}, (_, at) => [`files/file-${at}.txt`, `file ${at}\n`])),
    'files/folder/inner.c': source,
  },
  command: 'find files -exec touch -d 2026-01-02T03:04 {} +; cd files; mc --nosubshell . .',
  mask: [
    {where: /rh-/u, hide: /rh-\w{6}\/[ab]/gu},
    {where: /UP--DIR/u, hide: /\w{3} [ \d]\d [ \d:]{5}/gu},
    {where: /\d+[KMGT] \/ \d+[KMGT]/u, hide: /[─ ]*[\d.]+[KMGT] \/ [\d.]+[KMGT] \(\d+%\)[─]*/gu},
  ],
  steps: [
    {sees: 'file-0.txt'},
    {keys: `${ESC}[B`.repeat(3)},
    {keys: `${ESC}3`, sees: 'file 1'},
    {keys: 'q', sees: 'file-0.txt'},
    {keys: `${ESC}9`, sees: 'Left'},
    {keys: '\r', sees: 'Sort order'},
    {keys: `${ESC}[C${ESC}[C`, sees: 'Options'},
    {keys: `${ESC}${ESC}`},
    {keys: '\t', sees: 'file-0.txt'},
    {keys: `${ESC}5`, sees: 'Copy'},
    {keys: `${ESC}${ESC}`},
    {keys: `${ESC}0`, sees: '[ended with 0]'},
  ],
};

const git = 'git -c user.name=A -c user.email=a@localhost -c color.ui=always -c core.pager="less -R"';
const gitLog: Run = {
  name: 'git log in a pager: graph, stat, patch',
  needs: ['git', 'less'],
  files: {'a.c': source, 'b.txt': lines(60, at => `b ${at}`)},
  command: `export GIT_AUTHOR_DATE=2026-01-02T03:04:05Z GIT_COMMITTER_DATE=2026-01-02T03:04:05Z GIT_CONFIG_NOSYSTEM=1 LESS=R
git init -q -b main; for n in 1 2 3 4 5 6 7 8; do echo $n >> b.txt; sed -i "s/value_$n\\b/renamed_$n/" a.c; git add .; ${git} commit -qm "change $n: a title"; done
git checkout -q -b side HEAD~3; echo side > c.txt; git add .; ${git} commit -qm side; git checkout -q main; ${git} merge -q --no-edit side
${git} log --graph --stat -p`,
  steps: [
    {sees: 'Author'},
    {keys: ' '},
    {keys: ' '},
    {keys: '/renamed_5\r', sees: 'renamed_5'},
    {keys: 'bkk'},
    {keys: 'G', sees: '(END)'},
    {keys: 'q', sees: '[ended with 0]'},
  ],
};

const python: Run = {
  name: 'python3: expressions, blocks, history, an error, the end',
  needs: ['/usr/bin/python3'],
  command: '/usr/bin/python3 -q',
  steps: [
    {sees: '>>>'},
    {keys: '2 ** 100\r', sees: '1267650600228229401496703205376'},
    {keys: 'for i in range(40):\r    print(i, "漢字" * (i % 5))\r\r', sees: '39 漢字漢字漢字漢字'},
    {keys: `${UP}${UP}${UP}${UP}`, sees: '2 ** 100'},
    {keys: `${ctrl('a')}3 + ${ctrl('e')} - 1\r`, sees: '1267650600228229401496703205378'},
    {keys: '1/0\r', sees: 'ZeroDivisionError'},
    {keys: `"${'a long line '.repeat(20)}"`, sees: 'a long line'},
    {keys: `${ctrl('r')}range`, sees: 'reverse-i-search'},
    {keys: `${ctrl('g')}${ctrl('u')}${ctrl('d')}`, sees: '[ended with 0]'},
  ],
};

const inner: Run = {
  name: 'tmux inside: panes, zoom, copy mode, the end',
  needs: ['tmux'],
  files: {
    'inner.conf': `set -g prefix C-a
set -g status-left 'inner '
set -g status-right ''
set -g default-terminal xterm-256color
set -g window-status-format 'w#I'
set -g window-status-current-format 'w#I*'
set -g assume-paste-time 0
set -sg escape-time 10
`,
    'long.txt': lines(300, at => `line ${at}`),
  },
  command: 'tmux -S ./inner -f inner.conf new-session "PS1=% exec sh"; rm -f inner',
  steps: [
    {sees: 'inner w0*'},
    {keys: 'cat long.txt\r', sees: 'line 300'},
    {keys: `${ctrl('a')}%`, sees: '│'},
    {keys: `${ctrl('a')}"`, sees: '├'},
    {keys: 'ls\r', sees: 'inner.conf'},
    {keys: `${ctrl('a')}[${ESC}[A${ESC}[A`, sees: '[0/'},
    {keys: 'q'},
    {keys: `${ctrl('a')}o`},
    {keys: `${ctrl('a')}z`},
    {keys: `${ctrl('a')}:`},
    {keys: 'kill-server\r', sees: '[ended with'},
  ],
};

/** What is chosen in the menus of vttest, each with Return; nothing turns the page. */
const vttest = (name: string, ...keys: readonly string[]): Run => ({
  name: `vttest: ${name}`,
  needs: ['vttest'],
  command: 'vttest 24x80.80',
  cols: 80,
  rows: 24,
  steps: [{sees: 'Enter choice number'}, ...keys.map(it => ({keys: `${it}\r`}))],
});

const turns = (pages: number): readonly string[] => Array.from({length: pages}, () => '');

const flood: Run = {
  name: 'a flood of 3 MB',
  needs: [],
  files: {'flood.txt': lines(30_000, at => `${ESC}[${31 + (at % 7)}m${at}${ESC}[m ${'flood '.repeat(at % 23)}漢`)},
  command: 'cat flood.txt',
  steps: [{sees: '[ended with 0]'}],
};

const storm: Run = {
  name: 'a resize storm over vim',
  needs: ['vim'],
  files: {'a.c': source, vimrc},
  command: 'vim -u vimrc -i NONE -n a.c; ',
  steps: [
    {sees: 'a.c'},
    // Which line is at the top after a storm, and whether its message still stands, depends on which sizes it was quick to see.
    {storm: 60, keys: `gg${ctrl('l')}`},
    {keys: 'G'},
    {keys: ':vsplit\r'},
    {keys: ':echo "still he"."re"\r', sees: 'still here'},
  ],
};

const stormLess: Run = {
  name: 'a resize storm over less',
  needs: ['less'],
  files: {'long.txt': lines(500, at => `line ${at} ${'of a long file '.repeat(at % 11)}`)},
  command: 'less long.txt',
  steps: [{sees: 'line 1 '}, {keys: 'jj'}, {storm: 60, keys: 'gg'}, {keys: '200g', sees: 'line 200'}],
};

export const runs: readonly Run[] = [
  vim,
  vimPlain,
  less,
  attributes,
  widths,
  characterSets,
  clusters,
  htop,
  nano,
  mc,
  gitLog,
  python,
  inner,
  vttest('cursor movements', '1', ...turns(5)),
  vttest('screen features', '2', ...turns(14)),
  vttest('double-sized characters', '4', ...turns(5)),
  vttest('VT102 features', '8', ...turns(13)),
  vttest('colours', '11', '6', '2', ...turns(2), '4', ...turns(2), '9', ''),
  flood,
  storm,
  stormLess,
];
