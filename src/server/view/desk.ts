/** What the modules of the view are given: one client's view, and the ways to change it. */
import type {Keymap, tablesOf} from '../../core/keymap.ts';
import type {Areas, View} from '../../core/view.ts';
import type {Server} from '../server.ts';
import type {Live} from '../live.ts';
import type {Pointer} from './pointer.ts';

export type Desk = {
  readonly server: Server;
  /** The view as it is now. */
  readonly view: View;
  readonly areas: Areas;
  /** Change the view, at once; sizes of sessions follow. */
  readonly set: (change: Partial<Omit<View, 'version'>>) => void;
  /** Do a verb as the person, and show how it went; `after` stands in for what the verb would show by itself. */
  readonly run: (argv: readonly string[], after?: Outcome['after']) => void;
  /** Do an action of the keymap by name; one that is not known does nothing. */
  readonly perform: (action: string) => void;
  /** Give a session the size of the pane it is shown in here. */
  readonly claim: (session: string) => void;
  /** Type into the program in the focused pane. Whoever types gives the session its size. */
  readonly type: (encode: (live: Live) => Uint8Array) => void;
  /** Put a text into the clipboard of the person's machine. */
  readonly toClipboard: (text: string) => void;
  readonly pointer: Pointer;
  /** The person's keys, and these by chord. */
  readonly keys: Keymap;
  readonly chords: ReturnType<typeof tablesOf>;
  readonly redraw: () => void;
  readonly detach: () => void;
};

/** What is said, and done, after a verb went well. */
export type Outcome = {
  readonly say?: (result: Readonly<Record<string, unknown>>) => string;
  readonly after?: (result: Readonly<Record<string, unknown>>) => void;
};
