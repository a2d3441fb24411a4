/** The files of rules for the looks of agents: ours, which come with the program, and those of the person, which go before. */
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {agentName} from '../core/agents.ts';
import {userRulesOf} from '../core/paths.ts';
import {moodRules, type MoodRules, type RuleFile} from '../core/rules.ts';
import {readConfigFile} from './config-file.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Rules that were looked for: those found, and why some cannot be used, a sentence each with its place. */
export type FoundRules = {readonly file?: RuleFile; readonly problems: readonly string[]};

/** Where ours are, seen from the sources as from a build. */
const OURS = join(import.meta.dirname, '../../assets/agents');

/** The rules for an agent kind. A file of the person that cannot be used is told, and ours count. */
export const readRules = async (kind: string, env: Env): Promise<FoundRules> => {
  if (!agentName.safeParse(kind).success) return {problems: []};
  const problems: string[] = [];
  for (const folder of [userRulesOf(env), OURS]) {
    const path = join(folder, `${kind}.yaml`);
    const read = existsSync(path) ? await readOne(path) : {problems: []};
    problems.push(...read.problems);
    if (read.rules !== undefined) return {file: {kind, path, rules: read.rules}, problems};
  }
  return {problems};
};

/** Every file of rules that the person has, with what is wrong with it. */
export const userRules = async (env: Env): Promise<readonly {path: string; problems: readonly string[]}[]> => {
  const folder = userRulesOf(env);
  const names = existsSync(folder) ? readdirSync(folder).filter(it => it.endsWith('.yaml')) : [];
  return Promise.all(
    names.toSorted().map(async name => {
      const path = join(folder, name);
      return {path, problems: (await readOne(path)).problems};
    }),
  );
};

const readOne = async (path: string): Promise<{rules?: MoodRules; problems: readonly string[]}> => {
  const {value, problem, lineOf} = await readConfigFile(path);
  if (problem !== undefined) return {problems: [`${path}: ${problem}`]};
  const {success, data, error} = moodRules.safeParse(value);
  if (success) return {rules: data, problems: []};
  return {
    problems: error.issues.map(it => {
      const keys = it.path.map(String);
      const named = keys.length === 0 ? '' : `${keys.join('.')}: `;
      return `${path} line ${lineOf(keys)}: ${named}${it.message.toLowerCase()}`;
    }),
  };
};
