/** An agent that a person has configured: its command is filled in, and its conversation goes on where it can say how. */
import type {CustomAgent} from '../../core/agents.ts';
import type {Task} from '../../core/nouns/task.ts';
import type {Agent, Launch, Talk} from './kind.ts';

export const custom = (kind: string, {command, resume, reads_messages}: CustomAgent): Agent => {
  const launch = (talk: Talk, task?: Task): Launch => ({
    argv: (talk.isResumed && resume !== undefined ? resume : command)
      .map(word => fill(word, talk, task))
      .filter(word => word !== ''),
  });
  return {
    kind,
    readsMessages: reads_messages,
    takesPrompt: true,
    resumes: resume !== undefined,
    planner: (_, talk) => launch(talk),
    worker: (_, task, talk) => launch(talk, task),
  };
};

/** The system takes words of 128 KB on a command line, and no longer ones; see execve(2). */
const LONGEST_BYTES = 100_000;

/** A word of which nothing is left, as that of a model that was not chosen, is left out. */
const fill = (word: string, {prompt, promptPath, conversation, model = ''}: Talk, task: Task | undefined): string => {
  const values: Readonly<Record<string, string>> = {
    prompt: Buffer.byteLength(prompt) > LONGEST_BYTES ? `Read what you are told, whole, in ${promptPath}` : prompt,
    prompt_file: promptPath,
    conversation,
    model,
    task: task?.id ?? '',
  };
  return word.replaceAll(/\{(?<name>\w+)\}/gu, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
};
