/** Everything that lives, joined: what verbs and views are given to work with. */
import type {GraphemeTable, LinkTable} from '../terminal/cells.ts';
import type {Moods} from './agents/mood.ts';
import type {Calls} from './calling.ts';
import type {Caller} from './caller.ts';
import type {Commands} from './commands.ts';
import type {Conductor} from './conductor.ts';
import type {Discussions} from './discussions.ts';
import type {Drafts} from './drafts.ts';
import type {Log} from './log.ts';
import type {Leases} from './leases.ts';
import type {Launcher} from './launcher.ts';
import type {Outbox} from './outbox.ts';
import type {Ports} from './ports.ts';
import type {Questions} from './questions.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {Setup} from './setup.ts';
import type {Telling} from './telling.ts';
import type {Worktrees} from './workspace.ts';
import type {World} from './world.ts';
import type {Store} from '../store/store.ts';

/** Who is there, as far as verbs and views need to know. */
export type Presence = {
  /** Connections of any kind that are open. */
  readonly count: number;
  /** Somebody has the panel of leases on the screen. */
  readonly seesLeases: boolean;
  /** The environment of the person who attached last. */
  readonly lastEnv: Readonly<Record<string, string>>;
  /** The environment for what a caller opens. */
  envFor(caller: Caller): Readonly<Record<string, string>>;
};

export type Server = {
  /** The primary worktree. */
  readonly root: string;
  /** The git folder that all worktrees share. */
  readonly commonDir: string;
  readonly socket: string;
  readonly startedAt: string;
  readonly ports: Ports;
  readonly config: Configuration;
  readonly log: Log;
  readonly store: Store;
  readonly world: World;
  readonly graphemes: GraphemeTable;
  readonly links: LinkTable;
  readonly sessions: Sessions;
  readonly worktrees: Worktrees;
  readonly commands: Commands;
  readonly setup: Setup;
  readonly launcher: Launcher;
  readonly conductor: Conductor;
  readonly outbox: Outbox;
  readonly questions: Questions;
  readonly telling: Telling;
  readonly leases: Leases;
  readonly discussions: Discussions;
  readonly clients: Presence;
  readonly moods: Moods;
  readonly calls: Calls;
  readonly drafts: Drafts;
  /** What was copied last, by any client. */
  readonly clipboard: {text: string};
  /** What the last start mended, as sentences. */
  readonly recovered: readonly string[];
  /** End everything: programs, clients, store. Resolves when all is kept. */
  readonly stop: () => Promise<void>;
};
