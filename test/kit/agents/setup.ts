/** A place of its own for one real agent: a home in which nothing is anybody's, and the model it is to speak to. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {delimiter, dirname, join} from 'node:path';
import type {Kind} from '../model/ask.ts';
import {claude} from './claude.ts';
import {codex} from './codex.ts';
import {gemini} from './gemini.ts';
import {opencode} from './opencode.ts';
import {binOf} from './packages.ts';

/** An MCP server that a person has registered. */
export type Server = {readonly name: string; readonly argv: readonly string[]};

/** How an agent is to be found. */
export type Setup = {
  /** Where its home is made. */
  readonly folder: string;
  /** The model's address, without a slash at the end. */
  readonly model: string;
  /** Folders that its person trusts already. */
  readonly trusts?: readonly string[];
  /** Its person has never started it: nothing is answered and nothing set. */
  readonly isNew?: boolean;
  /** Its person has not logged in. */
  readonly isLoggedOut?: boolean;
  /** It runs commands and writes files without asking. */
  readonly isTrusted?: boolean;
  readonly server?: Server;
};

/** What makes one agent ready. */
export type Readied = {
  /** Files of its home, by path: text, or a value that is written as JSON. */
  readonly files: Readonly<Record<string, unknown>>;
  /** What its environment has besides, so that it is quiet. */
  readonly env: Readonly<Record<string, string>>;
  /** How a person starts it. */
  readonly argv: readonly string[];
  /** How it runs without a terminal, and prints lines of JSON. @param id of the conversation that is to go on */
  readonly headless: (prompt: string, id?: string) => readonly string[];
};
export type Ready = (setup: Setup & {readonly home: string}) => Readied;

/** An agent that can be started. */
export type Prepared = Omit<Readied, 'files'> & {readonly kind: Kind; readonly home: string};

const readies: Readonly<Record<Kind, Ready>> = {codex, claude, opencode, gemini};

/**
 * Make an agent's home. Its environment comes from nothing but PATH, so that no account, session or setting of whoever
 * runs the tests is found. Whatever it wants to reach besides the model ends in the model's own `strays`.
 */
export const prepare = (kind: Kind, setup: Setup): Prepared => {
  const home = join(setup.folder, 'home');
  const {files, env, argv, headless} = readies[kind]({...setup, home});
  // Codex puts no helpers under TMPDIR, so that is not above its home.
  const tmp = join(setup.folder, 'tmp');
  mkdirSync(tmp, {recursive: true});
  for (const [path, content] of Object.entries({...(setup.isNew !== true && files), '.gitconfig': gitConfig})) {
    const whole = join(home, path);
    mkdirSync(dirname(whole), {recursive: true});
    writeFileSync(whole, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  }
  const proxy = {HTTP_PROXY: setup.model, HTTPS_PROXY: setup.model, NO_PROXY: '127.0.0.1,localhost'};
  const lower = Object.fromEntries(Object.entries(proxy).map(([name, value]) => [name.toLowerCase(), value]));
  const same = {
    HOME: home,
    TMPDIR: tmp,
    PATH: [binOf(kind), process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter),
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
    ...proxy,
    ...lower,
  };
  return {kind, home, env: {...same, ...env}, argv, headless};
};

const gitConfig = `[user]
\tname = Smoke
\temail = smoke@localhost
[init]
\tdefaultBranch = main
`;
