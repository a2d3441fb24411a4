import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {Fault} from '../../src/core/fault.ts';
import {encodeFrame, FrameReader, KIND} from '../../src/protocol/frame.ts';
import {parseMessage, PROTOCOL, type Message} from '../../src/protocol/message.ts';

const golden = readFileSync(new URL('../fixtures/wire/v1.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const hello = {type: 'hello', protocol: PROTOCOL, version: '0.1.0', features: []} as const;

/** One message a line of the golden file, in its order. Lines are only ever appended. */
const messages: readonly Message[] = [
  {...hello, pid: 4242},
  {...hello, pid: 4243, role: 'verb', cwd: '/home/me/größe', env: {PATH: '/bin', SHELL: '/bin/sh'}},
  {
    ...hello,
    features: ['x'],
    pid: 4244,
    role: 'attach',
    cwd: '/',
    env: {},
    terminal: {cols: 80, rows: 24, name: 'xterm-256color', colours: 'true'},
    show: 'planner',
  },
  {type: 'request', id: 1, argv: ['create-task', 'say "hello"\n', '--json']},
  {type: 'request', id: 2, argv: [], cols: 120},
  {type: 'response', id: 1, out: '{"id":"TASK-001"}', exit: 0},
  {
    type: 'response',
    id: 2,
    err: 'roundhouse: no task "TASK-009"\n  roundhouse list-tasks shows them',
    exit: 3,
    fault: new Fault('task-unknown', {task: 'TASK-009'}).toJSON(),
  },
  {type: 'resize', cols: 200, rows: 50},
  {type: 'bye', reason: 'detached'},
  {type: 'bye', reason: 'shutdown'},
  {type: 'bye', reason: 'refused', fault: new Fault('terminal-nested', {session: 'planner'}).toJSON()},
  {...hello, pid: 4245, direct: true},
  {
    ...hello,
    pid: 4246,
    role: 'attach',
    cwd: '/',
    env: {},
    terminal: {cols: 80, rows: 24, name: 'xterm', colours: '256'},
    tty: {path: '/dev/pts/3', dev: 24, ino: 6, rdev: 34_819},
    show: 'logs',
    watching: true,
    takeover: true,
  },
  {type: 'continued', cols: 120, rows: 40},
  {type: 'bye', reason: 'ended'},
  {type: 'bye', reason: 'taken-over'},
  {...hello, features: ['params'], pid: 4247, actor: 'worker:worker-task-001'},
  {...hello, pid: 4248, role: 'verb', cwd: '/', env: {}, agent: 'codex'},
  {type: 'request', id: 1, argv: ['create-task'], params: {title: 'tidy', script: [], draft: true}},
];
const lines = golden.map((line, at) => [at + 1, line, messages[at]] as const);
const parse = (text: string): Message | undefined => parseMessage(Buffer.from(text));

test('every golden line has its message', () => {
  expect(messages).toHaveLength(golden.length);
});

test.each(lines)('golden message %i is encoded byte by byte', (_, line, message) => {
  expect(JSON.stringify(message)).toBe(line);
});

test.each(lines)('golden message %i is read back', (_, line, message) => {
  expect(parse(line)).toEqual(message);
});

test.each(lines)('golden message %i may have fields that are not known', (_, line) => {
  const wider = {...(JSON.parse(line) as object), later: {deep: [1]}};
  expect(parse(JSON.stringify(wider))).toEqual(wider);
});

test.each(lines)('golden message %i survives its frame', (_, line, message) => {
  const [frame] = new FrameReader().feed(encodeFrame(KIND.control, Buffer.from(line)));
  expect(parseMessage(frame?.payload ?? Buffer.alloc(0))).toEqual(message);
});

test.each([
  '{"type":"lease"}',
  '{"type":"toString"}',
  '{"type":"__proto__"}',
  '{"type":3}',
  '{}',
  '{"type":null}',
  '[]',
])('a message of an unknown type is skipped: %s', text => {
  expect(parse(text)).toBeUndefined();
});

test.each([
  ['', 'JSON'],
  ['{"type":"hello"', 'JSON'],
  ['null', 'a message must be an object'],
  ['"hello"', 'a message must be an object'],
  ['7', 'a message must be an object'],
  ['{"type":"hello"}', 'hello without protocol, version, pid'],
  ['{"type":"request","id":"1","argv":[]}', 'request without id'],
  ['{"type":"resize","cols":80}', 'resize without rows'],
  ['{"type":"bye"}', 'bye without reason'],
])('%j is refused', (text, reason) => {
  expect(() => parse(text)).toThrow(reason);
});

test.each(['null', '7', '"all"'])('params that are no record are refused: %s', params => {
  expect(() => parse(`{"type":"request","id":1,"argv":["list-tasks"],"params":${params}}`)).toThrow('nonsense');
});

test.each([
  '{"type":"request","id":1,"argv":null}',
  '{"type":"request","id":1,"argv":{}}',
  '{"type":"request","id":1,"argv":[1,null]}',
])('words that are no list of texts are refused: %s', text => {
  expect(() => parse(text)).toThrow('request without argv');
});
