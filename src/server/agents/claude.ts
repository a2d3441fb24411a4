/**
 * Claude Code, by its command line alone: nothing of the person's own configuration is touched. Facts: Claude Code 2.1.329,
 * seen by running it.
 */
import {promptWord, type Agent, type Site, type Start} from './kind.ts';

/** Its bypass of all questions is refused to root; rules that allow are not. */
const EVERYTHING = ['Bash', 'Edit', 'Write', 'Read', 'WebFetch', 'WebSearch', 'NotebookEdit'];

const launch = ({program}: Site, {talk, means}: Start) => {
  const {model, sandbox, autoApprove} = means;
  const tools = {mcpServers: {roundhouse: {type: 'stdio', command: program, args: ['serve-mcp']}}};
  const allow = ['mcp__roundhouse', ...(autoApprove ? EVERYTHING : [])];
  const prompt = promptWord(talk);
  return {
    argv: [
      'claude',
      ...(talk.isResumed ? ['--resume', talk.conversation] : ['--session-id', talk.conversation]),
      '--mcp-config',
      JSON.stringify(tools),
      // After the list that `--mcp-config` takes there must be an option.
      '--settings',
      JSON.stringify({permissions: {allow}}),
      ...(model === undefined ? [] : ['--model', model]),
      ...(sandbox === 'read-only' ? ['--permission-mode', 'plan'] : []),
      ...(prompt === '' ? [] : [prompt]),
    ],
  };
};

export const claude: Agent = {
  kind: 'claude',
  program: {name: 'claude', install: 'npm install -g @anthropic-ai/claude-code', tried: '2.1.329'},
  isHeavy: true,
  readsMessages: true,
  takesPrompt: true,
  names: 'ours',
  launch,
};
