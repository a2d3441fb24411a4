/** Codex's tools. Most of its models work in code mode: one tool, `exec`, that takes JavaScript and has the others inside. */
import type {Tool} from './ask.ts';
import {choicesOf, type Known} from './known.ts';
import type {Call} from './step.ts';

type Own = Exclude<Known, {use: 'tool'}>;

/** Turn a use into a call, in code mode where that is offered. */
export const codexCall = (use: Own, tools: readonly Tool[]): Call => {
  // Questions are asked outside of code mode too.
  if (use.use === 'question') {
    const questions = [{id: 'q1', ...choicesOf(use)}];
    return {name: 'request_user_input', args: {questions}, namespace: namespaceOf(tools, 'request_user_input')};
  }
  const isCodeMode = tools.some(it => it.name === 'exec') && !tools.some(it => it.name === 'exec_command');
  if (!isCodeMode) return plainCall(use);
  return {name: 'exec', text: scriptOf(use), namespace: namespaceOf(tools, 'exec')};
};

type Plain = Exclude<Own, {use: 'question'}>;

const namespaceOf = (tools: readonly Tool[], name: string): string | undefined =>
  tools.find(it => it.name === name)?.namespace;

const commandOf = (use: Extract<Plain, {use: 'shell' | 'read'}>): Readonly<Record<string, unknown>> => {
  if (use.use === 'read') return {cmd: `cat '${use.path}'`};
  const {command: cmd, asks} = use;
  return asks === undefined ? {cmd} : {cmd, sandbox_permissions: 'require_escalated', justification: asks};
};

const patchOf = (use: Extract<Plain, {use: 'write' | 'edit'}>): string => {
  const lines = (text: string, sign: string): string =>
    text
      .replace(/\n$/u, '')
      .split('\n')
      .map(line => `${sign}${line}`)
      .join('\n');
  const hunk =
    use.use === 'write'
      ? `*** Add File: ${use.path}\n${lines(use.content, '+')}`
      : `*** Update File: ${use.path}\n@@\n${lines(use.old, '-')}\n${lines(use.fresh, '+')}`;
  return `*** Begin Patch\n${hunk}\n*** End Patch\n`;
};

const plainCall = (use: Plain): Call => {
  // Found under its namespace although it is not in the list until it is searched for.
  if (use.use === 'mcp') return {name: use.tool, namespace: `mcp__${use.server}`, args: use.args};
  if (use.use === 'shell' || use.use === 'read') return {name: 'exec_command', args: commandOf(use)};
  return {name: 'apply_patch', text: patchOf(use)};
};

const scriptOf = (use: Plain): string => {
  if (use.use === 'mcp') {
    const name = `mcp__${use.server}__${use.tool}`.replaceAll(/[^\w$]/gu, '_');
    return `const r = await tools.${name}(${JSON.stringify(use.args)});
text((r.content ?? []).map(it => it.text ?? '').join('') || r);
`;
  }
  if (use.use !== 'shell' && use.use !== 'read')
    return `text(await tools.apply_patch(${JSON.stringify(patchOf(use))}));\n`;
  return `let r = await tools.exec_command(${JSON.stringify(commandOf(use))});
let out = r.output;
while (r.session_id !== undefined && r.exit_code === undefined) {
  r = await tools.write_stdin({session_id: r.session_id, yield_time_ms: 5000});
  out += r.output;
}
text(out);
`;
};
