/** An agent that a person has configured: its command is filled in, and its conversation goes on where it can say how. */
import type {CustomAgent} from '../../core/agents.ts';
import type {Headless} from './headless.ts';
import {promptWord, type Agent, type Start} from './kind.ts';

export const custom = (kind: string, {command, resume, fork, reads_messages}: CustomAgent): Agent => ({
  kind,
  program: {name: command[0] ?? '', install: 'install it'},
  isHeavy: false,
  readsMessages: reads_messages,
  takesPrompt: true,
  names: resume === undefined ? 'none' : 'ours',
  forks: fork !== undefined,
  headless: headlessOf({command, resume}),
  launch: (_, start) => {
    const {isResumed, fork: branched} = start.talk;
    const words = isResumed ? resume : branched === undefined ? command : fork;
    return {argv: (words ?? command).map(word => fill(word, start)).filter(word => word !== '')};
  },
});

/** Asked once, it has the question on its command line and on its standard input, and says its answer on standard output. */
const headlessOf = ({command, resume}: Pick<CustomAgent, 'command' | 'resume'>): Headless => ({
  format: 'text',
  isNamed: resume !== undefined,
  knowsSchemas: false,
  launch: (_, {prompt, promptPath, conversation, begun = '', means}) => {
    const isResumed = conversation !== undefined;
    const talk = {conversation: conversation ?? begun, isResumed, prompt, promptPath};
    const words = (isResumed ? resume : undefined) ?? command;
    return {argv: words.map(word => fill(word, {talk, means})).filter(word => word !== '')};
  },
  read: (said, line) => ({...said, text: [...(said.text === undefined ? [] : [said.text]), String(line)].join('\n')}),
});

/** A word of which nothing is left, as that of a model that was not chosen, is left out. */
const fill = (word: string, {talk, task, means: {model = ''}}: Start): string => {
  const values: Readonly<Record<string, string>> = {
    prompt: promptWord(talk),
    prompt_file: talk.promptPath,
    conversation: talk.conversation,
    fork: talk.fork ?? '',
    model,
    task: task?.id ?? '',
  };
  return word.replaceAll(/\{(?<name>\w+)\}/gu, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
};
