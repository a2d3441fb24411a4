import {AjvJsonSchemaValidator} from '@modelcontextprotocol/client/validators/ajv';
import {describe, expect, test} from 'vitest';
import {toolNameOf, verbOf} from '../../src/mcp/names.ts';
import {isOffered, toolsOf} from '../../src/mcp/tools.ts';
import {verbNames} from '../../src/protocol/names.ts';
import {entryOf} from '../../src/protocol/verbs.ts';

const tools = toolsOf('all');
const validator = new AjvJsonSchemaValidator();
const checkOf = (schema: object) => validator.getValidator(schema);
const toolOf = (name: string) => tools.find(it => it.name === name);
const argumentsOf = (name: string): readonly string[] => Object.keys(toolOf(name)?.inputSchema.properties ?? {});

describe.each(tools)('$name', ({name, inputSchema, outputSchema = {}, annotations, description}) => {
  test('is a verb of the door mcp, by its name', () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/u);
    expect(entryOf(verbOf(name) ?? 'attach').doors).toContain('mcp');
  });

  test('has schemas that can be compiled, of the type that clients demand', () => {
    for (const schema of [inputSchema, outputSchema]) {
      expect(schema).toMatchObject({type: 'object'});
      expect(() => checkOf(schema)).not.toThrow();
    }
  });

  test('takes a repository, and nothing that it does not name', () => {
    const check = checkOf(inputSchema);
    expect(check({repo_path: '/x', frobnicate: 1}).valid).toBe(false);
    expect(argumentsOf(name)).toContain('repo_path');
  });

  test('may give a fault, and not just anything', () => {
    const check = checkOf(outputSchema);
    expect(check({error: {code: 'c', message: 'm', hint: 'h', details: {a: 1}}}).valid).toBe(true);
    expect(check({error: {code: 'c'}}).valid).toBe(false);
  });

  test('has no references and no flags of the command line in what is said of it', () => {
    expect(JSON.stringify([inputSchema, outputSchema])).not.toMatch(/\$ref|\$defs|repeat for more/u);
    expect(description).not.toBe('');
    expect(annotations).toMatchObject({openWorldHint: false});
  });
});

test('every verb of the door mcp is a tool, and no other', () => {
  const wanted = verbNames.filter(it => entryOf(it).doors.includes('mcp'));
  expect(tools.map(it => verbOf(it.name))).toEqual(wanted);
});

test('a worker is offered what workers may do', () => {
  expect(toolsOf('worker').map(it => verbOf(it.name))).toEqual(
    verbNames.filter(it => entryOf(it).worker === true && entryOf(it).doors.includes('mcp')),
  );
  expect(isOffered('request-review', 'worker')).toBe(true);
  expect(isOffered('create-task', 'worker')).toBe(false);
  expect(isOffered('commit-work', 'worker')).toBe(false);
});

/** The tools of the planner system, with their arguments: spec 4.7. */
test.each([
  ['doctor', []],
  ['init_repo', []],
  ['list_tasks', ['status']],
  ['create_task', ['title', 'write_scope', 'read_scope', 'acceptance']],
  ['update_task', ['task_id', 'status', 'acceptance']],
  ['request_review', ['task_id']],
  ['list_sessions', ['active_only']],
  ['spawn_worker', ['task_id']],
  ['close_session', ['name']],
  ['close_worker', ['name']],
  ['request_input', ['task_id', 'summary', 'detail', 'recommended_next_step', 'close_session']],
  ['resources', []],
  ['list_leases', []],
  ['acquire_lease', ['session_name', 'purpose']],
  ['release_lease', ['lease_id']],
  ['show_handoff', ['task_id', 'path_only']],
  ['show_prompt', ['session_name', 'path_only']],
  ['resume_task', ['task_id', 'note']],
  ['suspend', []],
])('%s keeps its name and its arguments', (name, expected) => {
  expect(argumentsOf(name)).toEqual(expect.arrayContaining([...expected, 'repo_path']));
});

test('names are those of the verbs, but for init_repo', () => {
  expect(verbNames.filter(it => toolNameOf(it) !== it.replaceAll('-', '_'))).toEqual(['init']);
  expect(verbOf('init')).toBeUndefined();
  expect(verbOf('list-tasks')).toBeUndefined();
});

test.each([
  ['list_tasks', {readOnlyHint: true, destructiveHint: false}],
  ['wait_session', {readOnlyHint: true, destructiveHint: false}],
  ['doctor', {readOnlyHint: true, destructiveHint: false}],
  ['create_task', {readOnlyHint: false, destructiveHint: false}],
  ['record_decision', {readOnlyHint: false, destructiveHint: false}],
  ['close_worker', {readOnlyHint: false, destructiveHint: true}],
  ['cleanup_task', {readOnlyHint: false, destructiveHint: true}],
])('%s says what it does to the world', (name, hints) => {
  expect(toolOf(name)?.annotations).toMatchObject(hints);
});

test('events are told apart by name, without what each carries', () => {
  const text = JSON.stringify(toolOf('list_events')?.outputSchema);
  expect(text).toContain('"task-created"');
  expect(text.length).toBeLessThan(2500);
});
