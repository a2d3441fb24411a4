/** Verbs called from the view: done as the person, the outcome shown as a notice, a text or a question. */
import {Fault, reasonOf, yesTo, type FaultDetails} from '../../core/fault.ts';
import {commandLines} from '../../core/setup.ts';
import {noticeOf, type Dialog} from '../../core/view.ts';
import {parseArgv} from '../../protocol/argv.ts';
import {resultText, verbHelpText} from '../../protocol/text.ts';
import type {Caller} from '../caller.ts';
import {perform} from '../dispatch.ts';
import type {Desk, Outcome} from './desk.ts';
import {openText} from './text.ts';

/** Do a verb and show how it went. */
export const runVerb = async (
  desk: Desk,
  call: {argv: readonly string[]; caller: Caller; outcome: Outcome},
): Promise<void> => {
  const {argv, caller, outcome} = call;
  try {
    const command = parseArgv(argv);
    if (command.help) {
      openText(desk, {title: command.verb, text: verbHelpText(command.verb)});
      return;
    }
    const result = (await perform(desk.server, command, {caller, gone: new AbortController().signal})) as Record<
      string,
      unknown
    >;
    outcome.after?.(result);
    if (outcome.say === undefined) showResult(desk, argv, await resultText(command, result, desk.view.cols - 6));
    else if (outcome.say(result) !== '') desk.set({notice: {tone: 'good', text: outcome.say(result)}});
  } catch (thrown) {
    showFault(desk, argv, thrown);
  }
};

const showResult = (desk: Desk, argv: readonly string[], text: string): void => {
  const title = argv.slice(0, 2).join(' ');
  if (text.includes('\n')) openText(desk, {title, text});
  else desk.set({notice: {tone: 'good', text: text === '' ? `${title}: there is nothing to show` : text}});
};

/** What a person may do all the same, after one more question. */
const override = (fault: Fault, argv: readonly string[]): Dialog | undefined => {
  if (fault.code === 'confirm-needed') {
    const {question, exact = []} = fault.details as FaultDetails<'confirm-needed'>;
    return {kind: 'confirm', title: 'Sure?', lines: [question], exact, argv: [...argv, yesTo(fault)]};
  }
  if (fault.code === 'commands-unallowed') return leaveFor(fault.details as FaultDetails<'commands-unallowed'>, argv);
  if (fault.code === 'merge-failed' && fault.details['diverged'] === true) {
    const lines = [fault.message, '', 'Merge with a merge commit instead?'];
    return {kind: 'confirm', title: 'Merge commit?', lines, argv: [...argv, '--mode', 'no-ff']};
  }
  if (fault.code !== 'repository-dirty' && fault.code !== 'repository-detached') return undefined;
  const lines = [fault.message, '', 'Start from the last commit all the same?'];
  return {kind: 'confirm', title: 'Start the worker?', lines, argv: [...argv, '--base', 'HEAD']};
};

/** Ask for leave to run what the repository brings, and go on with what was asked for. */
const leaveFor = ({commands, hash}: FaultDetails<'commands-unallowed'>, argv: readonly string[]): Dialog => ({
  kind: 'confirm',
  title: 'Run these commands?',
  lines: [
    'This repository brings commands for each new worktree:',
    'They run as you, before a worker starts. You are asked again when they change.',
    'To work without them: roundhouse allow-commands --never',
  ],
  exact: commandLines(commands),
  argv: ['allow-commands', hash],
  // They have changed since they were shown: what was to come after is not known any more.
  ...(argv[0] === 'allow-commands' ? {} : {next: argv}),
});

const showFault = (desk: Desk, argv: readonly string[], thrown: unknown): void => {
  if (!(thrown instanceof Fault)) {
    desk.server.log.bug(`verb ${argv[0] ?? ''}`, thrown);
    desk.set({
      notice: {
        tone: 'bad',
        text: `this is a bug: ${reasonOf(thrown)}`,
        hint: 'the log has more: .roundhouse/state/server.log',
      },
    });
    return;
  }
  const dialog = override(thrown, argv);
  desk.set(dialog === undefined ? {notice: noticeOf(thrown.toJSON())} : {dialog});
};

/** Words of a typed command line; quotes hold words together, a backslash takes the next character as it is. */
export const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gsu)].map(([word]) => unquote(word));

const unquote = (word: string): string =>
  [...word.matchAll(/"(?<double>(?:\\.|[^"\\])*)"|'(?<single>[^']*)'|\\(?<escaped>.)|(?<plain>[^"'\\]+)/gsu)]
    .map(
      ({groups: {double, single, escaped, plain} = {}}) =>
        double?.replaceAll(/\\(.)/gsu, '$1') ?? single ?? escaped ?? plain ?? '',
    )
    .join('');
