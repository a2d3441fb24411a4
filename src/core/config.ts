/** Every setting there is. This one schema checks values, and gives `config` and the README their words. Pure. */
import * as z from 'zod';
import {agentList, agentName, entrySchemaOf, sandbox, type AgentEntries, plainWord} from './agents.ts';
import {callingWay, moodList, partOfDay} from './calling.ts';
import {nearestOf} from './nearest.ts';

const whole = (least: number) => z.coerce.number().int().min(least);
/** A day. */
export const LONGEST_SECONDS = 86_400;
const positive = z.coerce.number().positive();
const yes = z.union([z.boolean(), z.stringbool()]);

/** Controls, and what is invisible or turns text around: whoever is to allow a command must see all of it. */
const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const command = z
  .string()
  .regex(/\S/u, 'an empty command')
  .refine(it => !HIDDEN.test(it), 'characters that cannot be seen');
/** One alone may stand without a list. */
const commands = z.preprocess(
  it => (typeof it === 'string' ? [it] : it),
  z.array(command, {error: 'not a list of commands'}),
);

export const settings = z.object({
  slots: whole(1).default(2).describe('how many workers may be at work at once'),
  worktrees_dir: z.string().min(1).optional().describe('folder of the worktrees; beside the repository when not set'),
  worktree_setup: commands
    .optional()
    .describe('commands that run in a new worktree before its first worker; `heavy:` before one takes a lease'),
  linger_ms: whole(0).default(600_000).describe('how long a server stays that nobody needs, milliseconds'),
  planner_agent: agentList
    .default('shell')
    .describe(
      'the agent one talks to: shell, codex, claude, opencode, gemini or one of your own; of several the first that is installed',
    ),
  worker_agent: agentList
    .default('shell')
    .describe('the agent of workers, where spawn-worker names none; also several'),
  planner_model: plainWord.optional().describe('model of the planner; what the agent itself has when not set'),
  worker_model: plainWord.optional().describe('model of workers, where spawn-worker names none'),
  planner_sandbox: sandbox.optional().describe('what the planner may change: read-only, workspace-write or full'),
  worker_sandbox: sandbox.optional().describe('what workers may change: read-only, workspace-write or full'),
  planner_auto_approve: yes.default(false).describe('may the planner run everything without asking?'),
  worker_auto_approve: yes.default(false).describe('may workers run everything without asking?'),
  discuss_panel: z
    .string()
    .regex(/\S/u, 'it names nobody')
    .optional()
    .describe(
      'who discusses where discuss names nobody: codex,claude:opus …; of the agents we know those installed, when not set',
    ),
  discuss_moderator: agentName
    .optional()
    .describe('the agent that words the outcome of a discussion, beside what the rules find; none when not set'),
  discuss_timeout: positive
    .max(LONGEST_SECONDS)
    .default(300)
    .describe('how long one reply in a discussion may take, seconds'),
  trust_folders: yes
    .default(false)
    .describe('are agents told that you trust this repository, so that they do not ask whether you do?'),
  max_prompt_chars: whole(1000)
    .default(60_000)
    .describe('longest prompt, characters; what is longer is put into a file that the prompt names'),
  max_heavy_leases: whole(1)
    .optional()
    .describe('heavy commands at once on this machine; half its processors when not set'),
  max_loadavg_1: positive.optional().describe('no lease is granted while the load of the last minute is higher'),
  min_mem_available_gb: positive.optional().describe('no lease is granted while less memory is available, GB'),
  worker_spawn_max_loadavg_1: positive
    .optional()
    .describe('no worker starts while the load is higher; max_loadavg_1 when not set'),
  worker_spawn_min_mem_available_gb: positive
    .optional()
    .describe('no worker starts while less memory is available, GB; min_mem_available_gb when not set'),
  workers_may_ask_people: yes.default(false).describe('may a worker ask the person, without the planner between them?'),
  scopes_ignored: z
    .string()
    .min(1)
    .optional()
    .describe('path patterns that do not count where the write scopes of tasks meet, with spaces between'),
  scopes_shared: z.string().min(1).optional().describe('path patterns that several tasks may change at once'),
  lease_ttl_seconds: whole(1).default(1800).describe('how long a lease holds that is not renewed, seconds'),
  notify: callingWay
    .default('auto')
    .describe('how you are called while you look elsewhere: auto, osc9, osc99, osc777, bell, desktop or off'),
  notify_on: moodList.default('asks,done,failed').describe('moods of a session in which you are called'),
  quiet_hours: partOfDay
    .optional()
    .describe(
      'no notices in this part of the day, local time, as in 22:00-07:00; what still waits at its end is told then',
    ),
});
export type Settings = z.infer<typeof settings>;
export type SettingName = keyof Settings;

export const settingNames = Object.keys(settings.shape) as readonly SettingName[];

/** What a repository that one clones, or an agent, must not decide for the person. */
const PERSONAL: readonly SettingName[] = [
  'planner_sandbox',
  'worker_sandbox',
  'planner_auto_approve',
  'worker_auto_approve',
  'trust_folders',
];

/** May only the file of the user, or the environment, set this? */
export const isPersonal = (key: SettingName): boolean => PERSONAL.includes(key);

/** What stands beside the settings in the files, and is checked by those who own it. */
const SECTIONS: readonly string[] = ['keys', 'agents'];

/** The variable that overrides a setting. */
export const variableOf = (key: SettingName): string => `ROUNDHOUSE_${key.toUpperCase()}`;

export const origin = z.enum(['default', 'user', 'repository', 'environment']);
export type Origin = z.infer<typeof origin>;

/** A place that settings come from. */
export type Source = {
  readonly origin: Origin;
  readonly values: Readonly<Record<string, unknown>>;
  /** Where a key stands there, for a person. */
  readonly where: (key: string) => string;
};

/** One setting as it is: `where` says where it was set. */
export type Setting = {
  readonly key: SettingName;
  readonly value?: Settings[SettingName];
  readonly origin: Origin;
  readonly where?: string;
};

export type Settled = {
  readonly settings: Settings;
  readonly list: readonly Setting[];
  /** Those of the user. A repository that one clones must not name programs that run. */
  readonly agents: AgentEntries;
  /** What cannot be used, a sentence each with its place. The next source counts then. */
  readonly problems: readonly string[];
};

/** What the environment sets. A variable that is empty sets nothing. */
export const environmentSource = (env: Readonly<Record<string, string | undefined>>): Source => ({
  origin: 'environment',
  values: Object.fromEntries(
    settingNames.flatMap(key => {
      const value = env[variableOf(key)] ?? '';
      return value === '' ? [] : [[key, value]];
    }),
  ),
  where: key => variableOf(key as SettingName),
});

/**
 * Why a value cannot be used.
 *
 * @returns undefined when it can
 */
export const problemOf = (key: SettingName, value: unknown): string | undefined => {
  const read = settings.shape[key].safeParse(value ?? undefined);
  return read.success ? undefined : (read.error.issues[0]?.message.toLowerCase() ?? 'not a value for it');
};

/** Is it one, and if not, which is like it? */
export const settingNamed = (key: string): {readonly key?: SettingName; readonly nearest?: string} => {
  const found = settingNames.find(it => it === key);
  if (found !== undefined) return {key: found};
  const nearest = nearestOf(key, settingNames);
  return nearest === undefined ? {} : {nearest};
};

/** What a source says of one key: a value that can be used, or why it cannot; nothing of what others own. */
const judge = ({origin: from, values, where}: Source, name: string): Setting | string | undefined => {
  const {key, nearest} = settingNamed(name);
  const value = values[name] ?? undefined;
  if (SECTIONS.includes(name) || value === undefined) return undefined;
  const like = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  if (key === undefined) return `${where(name)}: no setting "${name}"${like}`;
  const problem =
    from === 'repository' && isPersonal(key) ? 'only the file of the user may say that' : problemOf(key, value);
  return problem === undefined
    ? {key, value: value as Setting['value'], origin: from, where: where(name)}
    : `${where(name)}: ${name}: ${problem}`;
};

const agentsOf = (sources: readonly Source[]): Pick<Settled, 'agents' | 'problems'> => {
  const agents: Record<string, AgentEntries[string]> = {};
  const problems = sources.flatMap(({origin: from, values, where}) => {
    const {agents: said} = values;
    if (said === undefined || said === null) return [];
    const place = where('agents');
    if (from !== 'user') return [`${place}: agents: only the file of the user may name programs`];
    if (typeof said !== 'object' || Array.isArray(said)) return [`${place}: agents: not a list of agents by name`];
    return Object.entries(said).flatMap(([name, value]) => {
      const read = z.object({name: agentName, value: entrySchemaOf(name, value)}).safeParse({name, value});
      if (read.success) agents[name] = read.data.value;
      return read.success ? [] : [`${place}: agents.${name}: ${read.error.issues[0]?.message.toLowerCase() ?? ''}`];
    });
  });
  return {agents, problems};
};

/**
 * Settle what is set.
 *
 * @param sources those that go before others come last
 */
export const settle = (sources: readonly Source[]): Settled => {
  const said = sources.flatMap(source => Object.keys(source.values).map(name => judge(source, name)));
  const found = new Map(said.flatMap(it => (typeof it === 'object' ? [[it.key, it]] : [])));
  const settled = settings.parse(Object.fromEntries([...found.values()].map(it => [it.key, it.value])));
  const list = settingNames.map((key): Setting => {
    const value = settled[key];
    return {...(found.get(key) ?? {key, origin: 'default'}), ...(value === undefined ? {} : {value})};
  });
  const {agents, problems} = agentsOf(sources);
  return {settings: settled, list, agents, problems: [...said.filter(it => typeof it === 'string'), ...problems]};
};
