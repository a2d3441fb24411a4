/** The completion script for fish. Pure. */
import type {FlagSpec, Value, VerbSpec} from './spec.ts';

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/gu, String.raw`\$&`)}'`;

const argumentsOf = (value: Value): string => {
  if (value.kind === 'choices') return ` -a ${quoted(value.choices.join(' '))}`;
  if (value.kind === 'folders') return " -a '(__fish_complete_directories)'";
  return value.kind === 'any' ? '' : ` -a '(__roundhouse_candidates ${value.kind})'`;
};

const linesOf = ({verb, summary, words, flags}: VerbSpec): readonly string[] => [
  `complete -c roundhouse -n '__roundhouse_at' -a ${verb} -d ${quoted(summary)}`,
  ...flags.map(it => flagLine(verb, it)),
  ...words
    .map(({value, many}, at) => ({at: `${at}${many ? ' more' : ''}`, words: argumentsOf(value)}))
    .filter(it => it.words !== '')
    .map(it => `complete -c roundhouse -n '__roundhouse_at ${verb} ${it.at}'${it.words}`),
];

const flagLine = (verb: string, {flag, what, value}: FlagSpec): string => {
  const takes = value === undefined ? '' : ` -r${argumentsOf(value)}`;
  return `complete -c roundhouse -n '__fish_seen_subcommand_from ${verb}' -l ${flag.slice(2)} -d ${quoted(what)}${takes}`;
};

/** @param specs what can be completed */
export const fishScript = (specs: readonly VerbSpec[]): string => String.raw`# roundhouse completion fish
# Is this the place of the verb, or of its word number $argv[2], or with a third word of a later one?
function __roundhouse_at
  set -l words (commandline -opc | string match -v -- '-*')
  if test (count $argv) -eq 0
    test (count $words) -eq 1
  else
    set -l how -eq
    set -q argv[3]; and set how -ge
    test "$words[2]" = $argv[1] -a (count $words) $how (math $argv[2] + 2)
  end
end
function __roundhouse_candidates
  set -l program (commandline -opc)[1]
  $program candidates $argv[1] 2>/dev/null
end
complete -c roundhouse -f
complete -c rh -w roundhouse
${specs.flatMap(linesOf).join('\n')}
`;
