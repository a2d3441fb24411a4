/** The real agents that tests run: which packages, in which versions, and where they are installed. The one place that says so. */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Kind} from '../model/ask.ts';

/** A program of the npm registry. Its command has the name of the kind. */
export type Package = {readonly name: string; readonly version: string};

/** Facts and recordings hold for these versions. */
export const packages: Readonly<Record<Kind, Package>> = {
  codex: {name: '@openai/codex', version: '0.169.0'},
  claude: {name: '@anthropic-ai/claude-code', version: '2.1.329'},
  opencode: {name: 'opencode-ai', version: '1.18.33'},
  gemini: {name: '@google/gemini-cli', version: '0.61.0'},
};

export const kinds = Object.keys(packages) as readonly Kind[];

/** Where they are installed: `ROUNDHOUSE_AGENTS`, which several checkouts may share, else `.agents` in the checkout. */
export const agentsFolder = process.env['ROUNDHOUSE_AGENTS'] ?? join(import.meta.dirname, '../../../.agents');

/** The folder with an agent's command. */
export const binOf = (kind: Kind): string => join(agentsFolder, kind, 'node_modules/.bin');

/** The version that is installed; undefined for none, and where the installation was cut short. */
export const installedVersion = (kind: Kind): string | undefined => {
  const path = join(agentsFolder, kind, 'node_modules', packages[kind].name, 'package.json');
  if (!existsSync(path) || !existsSync(join(binOf(kind), kind))) return undefined;
  return (JSON.parse(readFileSync(path, 'utf8')) as {version: string}).version;
};

/** Why an agent's tests cannot run here; undefined when they can. */
export const absenceOf = (kind: Kind): string | undefined => {
  const {version} = packages[kind];
  const found = installedVersion(kind);
  if (found === version) return undefined;
  return found === undefined
    ? `${kind} is not installed; npm run agents:install installs it`
    : `${kind} is ${found}, and not ${version}; npm run agents:install installs it`;
};
