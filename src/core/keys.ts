/** Chords and the keymap: which chord does which action, where. Pure; the one place where keys are bound. */

/**
 * A key as it is written here: `a`, `A`, `%`, `C-b`, `M-x`, `C-M-x`, `S-Tab`, and the names `Enter Esc Tab Space Backspace
 * Delete Insert Up Down Left Right PageUp PageDown Home End F1`…`F12`, with the prefixes `C-`, `M-` and `S-` in this order.
 */
export type Chord = string;

/** What a key can do besides calling a verb: it changes the client's own view. Also palette entries. */
export type ViewAction =
  | 'new-worker'
  | 'new-shell'
  | 'new-task'
  | 'close-pane'
  | 'close-here'
  | 'rename-here'
  | 'detach'
  | 'next-session'
  | 'previous-session'
  | 'next-pane'
  | 'last-pane'
  | 'focus-left'
  | 'focus-right'
  | 'focus-up'
  | 'focus-down'
  | 'split-right'
  | 'split-down'
  | 'zoom-pane'
  | 'next-layout'
  | 'copy-mode'
  | 'copy-mode-page-up'
  | 'search-history'
  | 'paste-copied'
  | 'copy-output'
  | 'copy-code'
  | 'resize-left'
  | 'resize-right'
  | 'resize-up'
  | 'resize-down'
  | 'next-waiting'
  | 'answer-here'
  | 'show-board'
  | 'show-leases'
  | 'show-inbox'
  | 'show-table'
  | 'new-discussion'
  | 'focus-panel'
  | 'open-palette'
  | 'show-help'
  | 'redraw'
  | 'choose-session'
  | 'suspend-all'
  | 'shut-down'
  | 'send-prefix';

/** What a key does on the board: it is about the card under the cursor. */
export type CardAction =
  | 'card-next'
  | 'card-previous'
  | 'card-first'
  | 'card-last'
  | 'card-open'
  | 'card-diff'
  | 'card-show'
  | 'card-spawn'
  | 'card-close'
  | 'card-accept'
  | 'card-reject'
  | 'card-merge'
  | 'card-answer'
  | 'card-cancel'
  | 'card-cleanup'
  | 'card-discuss'
  | 'leave-panel';

/** What a key does on the panel of leases: it is about the one under the cursor. */
export type LeaseAction =
  | 'lease-next'
  | 'lease-previous'
  | 'lease-first'
  | 'lease-last'
  | 'lease-release'
  | 'lease-refresh';

/** What a key does on the panel of questions: it is about the one under the cursor. */
export type QuestionAction =
  | 'question-next'
  | 'question-previous'
  | 'question-first'
  | 'question-last'
  | 'question-answer'
  | 'question-open'
  | 'question-show'
  | 'question-discuss';

/** What a key does on the panel of discussions: it is about the one under the cursor. */
export type TableAction =
  | 'discussion-next'
  | 'discussion-previous'
  | 'discussion-first'
  | 'discussion-last'
  | 'discussion-open'
  | 'discussion-attach'
  | 'discussion-cancel'
  | 'discussion-find'
  | 'discussion-zoom';

export type Action = ViewAction | CardAction | LeaseAction | QuestionAction | TableAction;

export type Binding<A extends string = Action> = {
  readonly chords: readonly Chord[];
  readonly action: A;
  /** For the help. */
  readonly what: string;
  /** A word or two for the line at the bottom, where the key is worth showing at all times. */
  readonly brief?: string;
};

export const PREFIX: Chord = 'C-b';

/** After the prefix. */
export const prefixKeys: readonly Binding[] = [
  {chords: ['c'], action: 'new-worker', what: 'new worker: pick a ready task or write one', brief: 'worker'},
  {chords: ['x'], action: 'close-here', what: 'close the session in this pane (asks)', brief: 'close'},
  {chords: ['b'], action: 'show-board', what: 'go to the board', brief: 'board'},
  {chords: ['e'], action: 'show-leases', what: 'go to the leases of this machine'},
  {chords: ['i'], action: 'show-inbox', what: 'go to the questions', brief: 'inbox'},
  {chords: ['t'], action: 'show-table', what: 'go to the discussions'},
  {chords: ['a'], action: 'next-waiting', what: 'go to the next agent that waits', brief: 'waiting'},
  {chords: ['A'], action: 'answer-here', what: 'answer who asks without leaving: this pane, else who waits longest'},
  {chords: ['z'], action: 'zoom-pane', what: 'this pane alone on the screen, and back', brief: 'zoom'},
  {chords: ['d'], action: 'detach', what: 'leave; everything goes on', brief: 'detach'},
  {chords: ['T'], action: 'new-task', what: 'write a task'},
  {chords: ['D'], action: 'new-discussion', what: 'let several agents discuss a topic'},
  {chords: ['C'], action: 'new-shell', what: 'new shell'},
  {chords: ['%'], action: 'split-right', what: 'split: a new pane at the right'},
  {chords: ['"'], action: 'split-down', what: 'split: a new pane below'},
  {chords: ['X'], action: 'close-pane', what: 'take this pane off the screen; its session goes on'},
  {chords: ['o'], action: 'next-pane', what: 'next pane'},
  {chords: [';'], action: 'last-pane', what: 'the pane before'},
  {chords: ['Left'], action: 'focus-left', what: 'pane at the left'},
  {chords: ['Right'], action: 'focus-right', what: 'pane at the right'},
  {chords: ['Up'], action: 'focus-up', what: 'pane above'},
  {chords: ['Down'], action: 'focus-down', what: 'pane below'},
  {chords: ['n'], action: 'next-session', what: 'next session in this pane (0–9: by number)'},
  {chords: ['p'], action: 'previous-session', what: 'previous session in this pane'},
  {chords: ['Space'], action: 'next-layout', what: 'next arrangement of the panes'},
  {chords: ['C-Left', 'M-Left'], action: 'resize-left', what: 'move the border at the right to the left'},
  {chords: ['C-Right', 'M-Right'], action: 'resize-right', what: 'move the border at the right to the right'},
  {chords: ['C-Up', 'M-Up'], action: 'resize-up', what: 'move the border below up'},
  {chords: ['C-Down', 'M-Down'], action: 'resize-down', what: 'move the border below down'},
  {chords: ['PageUp'], action: 'copy-mode-page-up', what: 'copy mode, a page up (also: the wheel)'},
  {chords: ['/'], action: 'search-history', what: 'search in what this pane has shown'},
  {chords: [']'], action: 'paste-copied', what: 'paste what was copied last'},
  {chords: ['y'], action: 'copy-output', what: 'copy the output of the last command (OSC 133)'},
  {chords: ['Y'], action: 'copy-code', what: 'copy the last fenced block of code'},
  {chords: ['Tab'], action: 'focus-panel', what: 'between panes and panel'},
  {chords: [':'], action: 'open-palette', what: 'any verb by name', brief: 'command'},
  {chords: ['['], action: 'copy-mode', what: 'copy mode: scroll back, search, choose, copy', brief: 'copy'},
  {chords: ['r'], action: 'redraw', what: 'draw the screen anew'},
  {chords: ['w'], action: 'choose-session', what: 'all sessions, to choose one'},
  {chords: ['Z'], action: 'suspend-all', what: 'end all programs for today; they go on when you come back (asks)'},
  {chords: [','], action: 'rename-here', what: 'another name for the shell in this pane'},
  {chords: ['Q'], action: 'shut-down', what: 'end all sessions and the server (asks)'},
  {chords: ['?'], action: 'show-help', what: 'all keys', brief: 'help'},
  {chords: [PREFIX], action: 'send-prefix', what: 'send the prefix itself to the program'},
];

/** On the board. */
export const boardKeys: readonly Binding[] = [
  {chords: ['Enter'], action: 'card-open', what: "go to the worker's pane", brief: 'pane'},
  {chords: ['n'], action: 'new-task', what: 'write a task', brief: 'new'},
  {chords: ['c'], action: 'card-spawn', what: 'start a worker on this task', brief: 'spawn'},
  {chords: ['d'], action: 'card-diff', what: 'what it changed', brief: 'diff'},
  {chords: ['A'], action: 'card-accept', what: 'accept the work (asks)', brief: 'accept'},
  {chords: ['R'], action: 'card-reject', what: 'reject the work (asks)'},
  {chords: ['M'], action: 'card-merge', what: 'merge accepted work (asks)'},
  {chords: ['a'], action: 'card-answer', what: 'answer its question', brief: 'answer'},
  {chords: ['x'], action: 'card-close', what: 'close its worker (asks)', brief: 'close'},
  {chords: ['s'], action: 'card-show', what: 'all about the task', brief: 'show'},
  {chords: ['t'], action: 'card-discuss', what: 'let several agents discuss it'},
  {chords: ['D'], action: 'card-cleanup', what: 'remove its worktree (asks; can be undone)'},
  {chords: ['X'], action: 'card-cancel', what: 'cancel the task (asks)'},
  {chords: ['j', 'Down'], action: 'card-next', what: 'next card'},
  {chords: ['k', 'Up'], action: 'card-previous', what: 'previous card'},
  {chords: ['g', 'Home'], action: 'card-first', what: 'first card'},
  {chords: ['G', 'End'], action: 'card-last', what: 'last card'},
  {chords: ['2'], action: 'show-leases', what: 'the leases'},
  {chords: ['3'], action: 'show-inbox', what: 'the questions'},
  {chords: ['4'], action: 'show-table', what: 'the discussions'},
  {chords: [':'], action: 'open-palette', what: 'any verb by name'},
  {chords: ['?'], action: 'show-help', what: 'all keys', brief: 'help'},
  {chords: ['Esc', 'q', 'Tab'], action: 'leave-panel', what: 'back to the panes', brief: 'back'},
];

/** On the panel of leases. */
export const leaseKeys: readonly Binding[] = [
  {chords: ['x'], action: 'lease-release', what: 'release this lease (asks)', brief: 'release'},
  {chords: ['r'], action: 'lease-refresh', what: 'look again how the machine is', brief: 'refresh'},
  {chords: ['j', 'Down'], action: 'lease-next', what: 'next lease, or who waits'},
  {chords: ['k', 'Up'], action: 'lease-previous', what: 'the one before'},
  {chords: ['g', 'Home'], action: 'lease-first', what: 'the first'},
  {chords: ['G', 'End'], action: 'lease-last', what: 'the last'},
  {chords: ['1'], action: 'show-board', what: 'the board', brief: 'board'},
  {chords: ['3'], action: 'show-inbox', what: 'the questions'},
  {chords: ['4'], action: 'show-table', what: 'the discussions'},
  {chords: [':'], action: 'open-palette', what: 'any verb by name'},
  {chords: ['?'], action: 'show-help', what: 'all keys', brief: 'help'},
  {chords: ['Esc', 'q', 'Tab'], action: 'leave-panel', what: 'back to the panes', brief: 'back'},
];

/** On the panel of questions. */
export const inboxKeys: readonly Binding[] = [
  {chords: ['a'], action: 'question-answer', what: 'answer this question', brief: 'answer'},
  {chords: ['Enter'], action: 'question-open', what: 'go to the pane of who asks', brief: 'pane'},
  {chords: ['s'], action: 'question-show', what: 'all about the question', brief: 'show'},
  {chords: ['t'], action: 'question-discuss', what: 'let several agents discuss it'},
  {chords: ['j', 'Down'], action: 'question-next', what: 'next question'},
  {chords: ['k', 'Up'], action: 'question-previous', what: 'the question before'},
  {chords: ['g', 'Home'], action: 'question-first', what: 'the first'},
  {chords: ['G', 'End'], action: 'question-last', what: 'the last'},
  {chords: ['1'], action: 'show-board', what: 'the board', brief: 'board'},
  {chords: ['2'], action: 'show-leases', what: 'the leases'},
  {chords: ['4'], action: 'show-table', what: 'the discussions'},
  {chords: [':'], action: 'open-palette', what: 'any verb by name'},
  {chords: ['?'], action: 'show-help', what: 'all keys', brief: 'help'},
  {chords: ['Esc', 'q', 'Tab'], action: 'leave-panel', what: 'back to the panes', brief: 'back'},
];

/** On the panel of discussions. */
export const tableKeys: readonly Binding[] = [
  {chords: ['Enter'], action: 'discussion-open', what: 'every word of the discussion', brief: 'read'},
  {chords: ['n'], action: 'new-discussion', what: 'let several agents discuss a topic', brief: 'new'},
  {chords: ['a'], action: 'discussion-attach', what: 'note the result on its task', brief: 'attach'},
  {chords: ['x'], action: 'discussion-cancel', what: 'end a discussion that runs (asks)', brief: 'cancel'},
  {chords: ['/'], action: 'discussion-find', what: 'find a discussion by what is typed', brief: 'find'},
  {chords: ['z'], action: 'discussion-zoom', what: 'the table on the whole screen, and back', brief: 'zoom'},
  {chords: ['j', 'Down'], action: 'discussion-next', what: 'next discussion'},
  {chords: ['k', 'Up'], action: 'discussion-previous', what: 'the discussion before'},
  {chords: ['g', 'Home'], action: 'discussion-first', what: 'the newest'},
  {chords: ['G', 'End'], action: 'discussion-last', what: 'the oldest'},
  {chords: ['1'], action: 'show-board', what: 'the board', brief: 'board'},
  {chords: ['2'], action: 'show-leases', what: 'the leases'},
  {chords: ['3'], action: 'show-inbox', what: 'the questions'},
  {chords: [':'], action: 'open-palette', what: 'any verb by name'},
  {chords: ['?'], action: 'show-help', what: 'all keys', brief: 'help'},
  {chords: ['Esc', 'q', 'Tab'], action: 'leave-panel', what: 'back to the panes', brief: 'back'},
];

/** Keymap as a table by chord. @throws Error when a chord is bound twice, which a test holds */
export const byChord = <B extends {readonly chords: readonly Chord[]}>(
  bindings: readonly B[],
): ReadonlyMap<Chord, B> => {
  const table = new Map<Chord, B>();
  for (const binding of bindings)
    for (const chord of binding.chords) {
      if (table.has(chord)) throw new Error(`${chord} is bound twice`);
      table.set(chord, binding);
    }
  return table;
};
