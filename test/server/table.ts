/** A house with agents that are small scripts, for discussions: what each says, how long it takes, how it ends. */
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Artifact} from '../../src/core/artifact.ts';
import type {FaultRecord} from '../../src/core/fault.ts';
import type {DiscussionId} from '../../src/core/id.ts';
import type {Discussion} from '../../src/core/nouns/discussion.ts';
import {answer} from '../../src/server/dispatch.ts';
import {within} from '../smoke/until.ts';
import {openHouse, type House} from './house.ts';

/** What an agent does when it is asked. */
export type Manner = {
  /** Its answer, as JSON. */
  readonly says?: unknown;
  /** Shell commands in the place of that; `$1` is the question, `$DESK` a folder for all. */
  readonly does?: string;
};

/** What came of a verb that nothing else is waited for with. */
type Tried = {readonly exit: number; readonly out: Record<string, unknown>; readonly fault: FaultRecord | undefined};

/** A house in which a panel sits. */
export type TableHouse = House & {
  /** A folder in which agents leave things. */
  readonly desk: string;
  /** A verb with its JSON, while discussions go on. */
  tries(...argv: readonly string[]): Promise<Tried>;
  /** Begin a discussion, and do not wait for its end. */
  begins(...words: readonly string[]): Promise<string>;
  /** Every word of a discussion; of the newest, where none is named. */
  artifact(id?: string): Promise<Artifact>;
  /** What is on record of one. */
  record(id: string): Discussion;
  /** What an agent has left on the desk, if it has. */
  left(name: string): string | undefined;
  /** The files of discussions. */
  files(): readonly string[];
  /** What an agent was asked, oldest first. */
  asked(agent: string): readonly string[];
};

/** An agent that answers as it is asked to. */
export const reply = (more: Readonly<Record<string, unknown>> = {}) => ({
  position: 'Keep it',
  stance: 'for',
  reasons: [],
  risks: [],
  recommendation: 'Keep it',
  open_questions: [],
  ...more,
});

/** Shell words that say an answer. */
export const saying = (it: unknown): string => `cat <<'END'\n${JSON.stringify(it)}\nEND\n`;

/** Shell words that wait until a file is on the desk. */
export const awaiting = (name: string): string => `while [ ! -e "$DESK/${name}" ]; do sleep 0.02; done\n`;

/** An agent writes down each question, then does what it does. */
const scriptOf = (name: string, desk: string, {says, does = saying(says)}: Manner): string =>
  `DESK='${desk}'\nprintf '%s\\0' "$1" >> "$DESK/${name}.asked"\n${does}`;

/** Verbs as programs ask for them, and nothing waited for but their answers. */
const trying =
  (house: House) =>
  async (...argv: readonly string[]): Promise<Tried> => {
    const {signal: gone} = new AbortController();
    const asking = answer(house.server, {argv: [...argv, '--json'], caller: house.user, gone});
    const {exit, out = '{}', fault} = await within(`${argv.join(' ')} is answered`, asking);
    return {exit, out: JSON.parse(out) as Record<string, unknown>, fault};
  };

/**
 * Open a house.
 *
 * @param panel agents by name; all of them are the panel, where none is named
 * @param more  of the user's configuration
 */
export const openTable = async (panel: Readonly<Record<string, Manner>>, more = ''): Promise<TableHouse> => {
  const house = await openHouse();
  const desk = join(house.repository.home, 'desk');
  mkdirSync(desk, {recursive: true});
  const entries = Object.entries(panel).map(([name, manner]) => {
    writeFileSync(join(desk, `${name}.sh`), scriptOf(name, desk, manner));
    return `${name}: {command: [/bin/sh, ${join(desk, `${name}.sh`)}, "{prompt}"]}`;
  });
  house.configures(`discuss_panel: ${Object.keys(panel).join(',')}\nagents: {${entries.join(', ')}}\n${more}`);
  const dir = house.repository.at('.roundhouse/discussions');
  const tries = trying(house);
  return Object.assign(house, {
    desk,
    tries,
    begins: async (...words: readonly string[]) => String((await tries('discuss', '--no-wait', ...words)).out['id']),
    artifact: async (id?: string) =>
      (await tries('show-discussion', ...(id === undefined ? [] : [id]))).out as unknown as Artifact,
    record: (id: string) => {
      const found = house.server.world.state.discussions[id as DiscussionId];
      if (found === undefined) throw new Error(`there is no ${id}`);
      return found;
    },
    left: (name: string) => {
      const path = join(desk, name);
      return existsSync(path) ? readFileSync(path, 'utf8').trim() || undefined : undefined;
    },
    files: () => (existsSync(dir) ? readdirSync(dir).toSorted() : []),
    asked: (agent: string) => {
      const path = join(desk, `${agent}.asked`);
      return existsSync(path) ? readFileSync(path, 'utf8').split('\0').slice(0, -1) : [];
    },
  });
};
