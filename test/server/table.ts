/** A house with agents that are small scripts, for discussions: what each says, how long it takes, how it ends. */
import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Artifact} from '../../src/core/artifact.ts';
import {answer} from '../../src/server/dispatch.ts';
import {openHouse, type House} from './house.ts';

/** What an agent does when it is asked. What is in `$1` is the question. */
export type Manner = {
  /** Its answer, as JSON. */
  readonly says?: unknown;
  /** Shell commands in the place of that. */
  readonly does?: string;
};

/** A house in which a panel sits. */
export type TableHouse = House & {
  /** Begin a discussion, and do not wait for its end. */
  begins(...words: readonly string[]): Promise<string>;
  /** Every word of a discussion; of the newest, where none is named. */
  artifact(id?: string): Promise<Artifact>;
  /** The files of discussions. */
  files(): readonly string[];
  /** What an agent was asked, oldest first. */
  asked(agent: string): readonly string[];
};

const NUL = '\0';

/** An agent writes down each question, then does what it does. */
const scriptOf = (name: string, home: string, {says, does}: Manner): string => `
printf '%s\\0' "$1" >> '${home}/${name}.asked'
${does ?? `cat <<'END'\n${JSON.stringify(says)}\nEND`}
`;

/**
 * Open a house.
 *
 * @param panel agents by name; all of them are the panel, where none is named
 * @param more  of the user's configuration
 */
export const openTable = async (panel: Readonly<Record<string, Manner>>, more = ''): Promise<TableHouse> => {
  const house = await openHouse();
  const home = join(house.repository.home, 'agents');
  mkdirSync(home, {recursive: true});
  const entries = Object.entries(panel).map(([name, manner]) => {
    house.repository.write(`${name}.sh`, scriptOf(name, home, manner));
    return `${name}: {command: [/bin/sh, ${house.repository.at(`${name}.sh`)}, "{prompt}"]}`;
  });
  house.configures(`discuss_panel: ${Object.keys(panel).join(',')}\nagents: {${entries.join(', ')}}\n${more}`);
  const dir = house.repository.at('.roundhouse/discussions');
  return Object.assign(house, {
    begins: async (...words: readonly string[]) => {
      const {gone} = {gone: new AbortController().signal};
      const argv = ['discuss', '--json', '--no-wait', ...words];
      const {out = '{}'} = await answer(house.server, {argv, caller: house.user, gone});
      return String((JSON.parse(out) as {id: string}).id);
    },
    artifact: async (id?: string) => {
      const {out} = await house.asks(['show-discussion', ...(id === undefined ? [] : [id])]);
      return out as unknown as Artifact;
    },
    files: () => readdirSync(dir).toSorted(),
    asked: (agent: string) =>
      readFileSync(join(home, `${agent}.asked`), 'utf8')
        .split(NUL)
        .slice(0, -1),
  });
};
