/** The completion script for zsh. Pure. */
import type {FlagSpec, Value, VerbSpec} from './spec.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
/** In a specification of `_arguments`, brackets and colons have a meaning. */
const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/gu, String.raw`\$&`);

/** The blank before a function of ours keeps `_arguments` from giving it words of its own. */
const actions: Readonly<Record<Value['kind'], (value: Value) => string>> = {
  choices: value => `value:(${value.kind === 'choices' ? value.choices.join(' ') : ''})`,
  tasks: () => 'task: _roundhouse_candidates tasks',
  sessions: () => 'session: _roundhouse_candidates sessions',
  leases: () => 'lease: _roundhouse_candidates leases',
  questions: () => 'question: _roundhouse_candidates questions',
  folders: () => 'folder:_files -/',
  any: () => 'value:_default',
};
const actionOf = (value: Value): string => actions[value.kind](value);

const flagSpec = ({flag, what, value}: FlagSpec): string =>
  quoted(
    `*${flag}${value === undefined ? '' : '='}[${escaped(what)}]${value === undefined ? '' : `:${actionOf(value)}`}`,
  );

const caseOf = ({verb, words, flags}: VerbSpec): string => {
  const places = words.map(({value, many}, at) => `${many ? '*' : at + 1}:${actionOf(value)}`);
  const rest = words.some(it => it.many) ? [] : ['*:value:_default'];
  return `    ${verb}) _arguments -S ${[...flags.map(flagSpec), ...[...places, ...rest].map(quoted)].join(' ')} ;;`;
};

/** @param specs what can be completed */
export const zshScript = (specs: readonly VerbSpec[]): string => String.raw`#compdef roundhouse rh
# roundhouse completion zsh
_roundhouse() {
  local program=$words[1] state line
  typeset -A opt_args
  _arguments -C '1: :->verb' '*:: :->rest' && return
  if [[ $state == verb ]]; then
    local -a verbs=(
${specs.map(({verb, summary}) => `      ${quoted(`${verb}:${summary.replaceAll(':', String.raw`\:`)}`)}`).join('\n')}
    )
    _describe verb verbs
    return
  fi
  case $words[1] in
${specs.map(caseOf).join('\n')}
  esac
}
_roundhouse_candidates() {
  local -a found=(${'${(f)"$("$program" candidates $1 2>/dev/null)"}'})
  found=(${'${found//:/\\\\:}'})
  found=(${"${found/$'\\t'/:}"})
  _describe $1 found
}
if [[ $funcstack[1] == _roundhouse ]]; then _roundhouse "$@"; else compdef _roundhouse roundhouse rh; fi
`;
