/** Asks an agent once, without a pane, and waits for its answer. One that does not fit the schema is asked for once more. */
import {randomUUID} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {reasonOf} from '../core/fault.ts';
import {given} from '../core/given.ts';
import {usageSum} from '../core/usage.ts';
import {judge, type Answer, type Run, type Said} from '../work/answers.ts';
import type {Headless, Question} from './agents/headless.ts';
import {isInstalled} from './agents/installed.ts';
import type {Agent, Means, Site} from './agents/kind.ts';

/** What is asked, and how long it may take. */
export type Asking = {
  readonly prompt: string;
  /** A conversation to go on with. */
  readonly conversation?: string | undefined;
  /** JSON Schema that the answer shall fit. */
  readonly schema?: unknown;
  readonly means: Means;
  /** Seconds for all of it. */
  readonly timeout: number;
  readonly gone: AbortSignal;
};

/** How it ended, and how long it took. */
export type Attempt = Answer & {readonly seconds: number};

/** An agent that can be asked. */
export type Asked = Agent & {readonly headless: Headless};

/** Characters of a program's last words that are told. */
const LAST_WORDS = 300;
/** Of what one says; more is cut off there. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Ask. Never throws for what the agent does or does not do. */
export const attempt = async (agent: Asked, site: Site, asking: Asking): Promise<Attempt> => {
  const began = performance.now();
  const dir = await mkdtemp(join(tmpdir(), 'roundhouse-ask-'));
  try {
    const deadline = began + asking.timeout * 1000;
    const first = await run(agent, site, {asking, dir, deadline});
    const judged = judge(first, asking.schema);
    const again = judged.status === 'schema_invalid' && performance.now() < deadline;
    const last = again ? await conform(agent, site, {asking, dir, deadline, judged}) : judged;
    return {...last, seconds: Math.round((performance.now() - began) / 100) / 10};
  } finally {
    await rm(dir, {recursive: true, force: true});
  }
};

/** How it ended where nothing is thrown at all; `missing` when there is no such program. */
export type Tried = Answer & {readonly isMissing?: boolean};

/** Ask one that may only read. */
export const tryReading = async (
  agent: Asked,
  site: Site,
  {model, ...asking}: Omit<Asking, 'means'> & Pick<Means, 'model'>,
): Promise<Tried> => {
  const {program} = agent;
  if (program !== undefined && !isInstalled(program.name, site.env))
    return {status: 'failed', reason: `no program "${program.name}": ${program.install}`, isMissing: true};
  try {
    return await attempt(agent, site, {...asking, means: {model, sandbox: 'read-only', autoApprove: false}});
  } catch (thrown) {
    return {status: 'failed', reason: reasonOf(thrown)};
  }
};

type Place = {readonly asking: Asking; readonly dir: string; readonly deadline: number};

/** Say what was wrong with the answer, and ask again. */
const conform = async (agent: Asked, site: Site, {judged, ...place}: Place & {judged: Answer}): Promise<Answer> => {
  const {text = '', reason = '', conversation} = judged;
  const prompt = `Your answer does not fit: ${reason}. You said:\n${text}\n\nGive the same answer again, as JSON that fits.`;
  const asking = {...place.asking, prompt, conversation: conversation ?? place.asking.conversation};
  const last = judge(await run(agent, site, {...place, asking}), asking.schema);
  // What was said is not lost by a second question that came to nothing.
  const best = last.status === 'answered' || last.status === 'schema_invalid' ? last : judged;
  return {...best, ...given({usage: usageSum([judged.usage, last.usage])})};
};

const run = async (agent: Asked, site: Site, {asking, dir, deadline}: Place): Promise<Run> => {
  const {headless} = agent;
  const begun = headless.isNamed === true && asking.conversation === undefined ? randomUUID() : undefined;
  const question = {...(await questionOf(agent, asking, dir)), begun};
  const {argv, env = {}} = headless.launch(site, question);
  // Loaded when it is needed: the start of the server is a budget.
  const {execa} = await import('execa');
  const [file = '', ...args] = argv;
  const program = execa(file, args, {
    cwd: site.cwd,
    env: {...site.env, ...env},
    extendEnv: false,
    input: question.prompt,
    reject: false,
    timeout: Math.max(1, Math.ceil(deadline - performance.now())),
    cancelSignal: asking.gone,
    forceKillAfterDelay: 2000,
    killDescendants: true,
    maxBuffer: MOST_BYTES,
  });
  let said: Said = headless.isNamed === true ? given({conversation: begun ?? asking.conversation}) : {};
  try {
    for await (const line of program) said = headless.read(said, lineOf(headless, line));
  } catch {
    // How it ended is asked below.
  }
  const end = await program;
  return {said, ...endOf(end), ...given({exit_code: end.exitCode})};
};

const lineOf = ({format}: Headless, line: string): unknown => {
  if (format === 'text') return line;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

type Ended = {
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
  readonly failed: boolean;
  readonly exitCode?: number | undefined;
  readonly stderr?: unknown;
  readonly shortMessage?: string | undefined;
};

const endOf = ({timedOut, isCanceled, failed, stderr, shortMessage}: Ended): Omit<Run, 'said'> => {
  if (timedOut) return {status: 'timed_out', reason: 'it did not answer in time'};
  if (isCanceled) return {status: 'cancelled', reason: 'nobody waits for it any more'};
  if (!failed) return {};
  const words = stripVTControlCharacters(typeof stderr === 'string' ? stderr : '').trim();
  return {status: 'failed', reason: (words || (shortMessage ?? 'it failed')).slice(-LAST_WORDS)};
};

const FITTING = 'Answer with one JSON object that fits this JSON Schema, and nothing else:';

/** Agents that know no schema are told it in words. */
const questionOf = async (
  {headless}: Asked,
  {prompt: words, conversation, schema, means}: Asking,
  dir: string,
): Promise<Question> => {
  const isTold = schema !== undefined && !headless.knowsSchemas;
  const prompt = isTold ? `${words}\n\n${FITTING}\n${JSON.stringify(schema)}` : words;
  const promptPath = join(dir, 'prompt.md');
  await writeFile(promptPath, prompt);
  if (schema === undefined || isTold) return {prompt, promptPath, conversation, means};
  const path = join(dir, 'schema.json');
  await writeFile(path, JSON.stringify(schema));
  return {prompt, promptPath, conversation, schema: {value: schema, path}, means};
};
