/** Asks an agent once, without a pane, and waits for its answer. One that does not fit the schema is asked for once more. */
import {randomUUID} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {given} from '../core/given.ts';
import {usageSum} from '../core/usage.ts';
import {judge, type Answer, type Run, type Said} from '../work/answers.ts';
import type {Headless, Question} from './agents/headless.ts';
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

type Place = {readonly asking: Asking; readonly dir: string; readonly deadline: number};

/** Say what was wrong with the answer, and ask again. */
const conform = async (agent: Asked, site: Site, {judged, ...place}: Place & {judged: Answer}): Promise<Answer> => {
  const {text = '', reason = '', conversation} = judged;
  const prompt = `Your answer does not fit: ${reason}. You said:\n${text}\n\nGive the same answer again, as JSON that fits.`;
  const asking = {...place.asking, prompt, conversation: conversation ?? place.asking.conversation};
  const last = judge(await run(agent, site, {...place, asking}), asking.schema);
  return {...last, ...given({usage: usageSum([judged.usage, last.usage])})};
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

/** Agents that know no schema are told it in words. */
const questionOf = async (
  {headless}: Asked,
  {prompt, conversation, schema, means}: Asking,
  dir: string,
): Promise<Question> => {
  if (schema === undefined) return {prompt, conversation, means};
  if (!headless.knowsSchemas) {
    const words = `${prompt}\n\nAnswer with one JSON object that fits this JSON Schema, and nothing else:\n${JSON.stringify(schema)}`;
    return {prompt: words, conversation, means};
  }
  const path = join(dir, `${randomUUID()}.json`);
  await writeFile(path, JSON.stringify(schema));
  return {prompt, conversation, schema: {value: schema, path}, means};
};
