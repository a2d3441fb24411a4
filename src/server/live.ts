/** One running program with its screen, and what others are told of it. */
import type {Change} from '../core/event.ts';
import type {ProgramStatus, Progress} from '../core/program.ts';
import type {SessionSignals} from '../core/signal.ts';
import type {Engine, EngineEvents, Notice} from '../terminal/engine.ts';
import type {Pty, PtyExit} from './pty.ts';
import type {World} from './world.ts';

/** A session's program and screen. `pty` is gone when the program has ended; the last screen stays to be read. */
export type Live = {
  /** Changes when the program is handed over to another session. */
  name: string;
  readonly engine: Engine;
  readonly token: string;
  /** The environment of its program. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds since 1970; of an agent whose worktree was set up before, when that was over. */
  startedAt: number;
  /** It goes on with a conversation there was. */
  readonly goesOn: boolean;
  pty: Pty | undefined;
  /** It was asked to end. */
  isEnding: boolean;
  /** The client that typed last: its pane gives the size. */
  sizedBy?: number | undefined;
  /** Characters of a text that a person has begun in it. */
  draft: number;
  /** Milliseconds since 1970 of the last output. */
  outputAt: number;
};

/** Who is told of output, and of the end of a program. */
export type SessionListener = {
  /** `bytes` is the size of the read; 0 when the screen changed by a resize. */
  readonly onOutput?: (live: Live, bytes: number) => void;
  /** A program is about to be ended. */
  readonly onClosing?: (live: Live) => void;
  /** What else is recorded with the end of a program, in one commit with it. */
  readonly onEnding?: (name: string, exit: PtyExit) => readonly Change[];
  readonly onEnd?: (name: string, exit: PtyExit) => void;
  /** A program goes on under another name. */
  readonly onRename?: (from: string, to: string) => void;
  /** The program calls the person, by a bell or in words. */
  readonly onBell?: (name: string) => void;
  readonly onNotice?: (name: string, notice: Notice) => void;
  /** What the program says of itself, besides its picture. */
  readonly onTitle?: (live: Live, title: string) => void;
  readonly onProgress?: (live: Live, progress: Progress) => void;
  readonly onStatus?: (live: Live, status: ProgramStatus) => void;
  /** A shell is at its prompt. */
  readonly onPrompt?: (live: Live) => void;
  /** The program puts text on the clipboard. */
  readonly onClipboard?: (name: string, text: string) => void;
};

type Hearing = {
  readonly world: World;
  readonly tell: (call: (listener: SessionListener) => void) => void;
};

/** What a program tells of itself: kept as signals, or passed on to who listens. */
export const heardFrom = (live: () => Live, {world, tell}: Hearing): Omit<EngineEvents, 'onReply'> => {
  const signal = (found: SessionSignals): void =>
    world.signal([{type: 'session-signal', session: live().name, ...found}]);
  return {
    onTitle: title => {
      signal({title});
      tell(it => it.onTitle?.(live(), title));
    },
    onFolder: folder => signal({folder}),
    onProgress: progress => {
      const {state, percent} = progress;
      signal({progress: percent === undefined ? state : `${state} ${percent}`});
      tell(it => it.onProgress?.(live(), progress));
    },
    onStatus: status => tell(it => it.onStatus?.(live(), status)),
    onPrompt: () => tell(it => it.onPrompt?.(live())),
    onBell: () => tell(it => it.onBell?.(live().name)),
    onNotice: notice => tell(it => it.onNotice?.(live().name, notice)),
    onClipboard: text => tell(it => it.onClipboard?.(live().name, text)),
  };
};
