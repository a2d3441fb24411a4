/** The completion script for bash, 3.2 and newer. Pure. */
import type {FlagSpec, Value, VerbSpec, WordSpec} from './spec.ts';

/** How the script writes what a value may be: `@tasks` and other names, `@folders`, `a,b,c`, or `@any`. */
const written = (value: Value): string => (value.kind === 'choices' ? value.choices.join(',') : `@${value.kind}`);

const flagWord = ({flag, value}: FlagSpec): string => (value === undefined ? flag : `${flag}=${written(value)}`);

/** A plus says that it may come again. */
const wordText = ({value, many}: WordSpec): string => `${written(value)}${many ? '+' : ''}`;

const caseOf = ({verb, words, flags}: VerbSpec): string =>
  `    ${verb}) words='${words.map(wordText).join(' ')}' flags='${flags.map(flagWord).join(' ')}' ;;`;

/** Finds the verb, the flag before the cursor, or which of the verb's words is written; bash takes `--flag=value` apart. */
const ENGINE = String.raw`_roundhouse() {
  local program=$1 cur=${'${COMP_WORDS[COMP_CWORD]}'} verb='' words='' flags='' flag='' at=0 i word kind
  [[ $cur == '=' ]] && cur=''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${'${COMP_WORDS[i]}'}
    if [[ -z $verb ]]; then
      [[ $word == -* ]] || { verb=$word; _roundhouse_verb "$verb"; }
    elif [[ $word == '=' ]]; then
      continue
    elif [[ -n $flag ]]; then
      flag=''
    elif [[ $word == -* ]]; then
      [[ " $flags" == *" $word="* ]] && flag=$word
    else
      at=$((at + 1))
    fi
  done
  if [[ -z $verb ]]; then
    COMPREPLY=($(compgen -W "$_roundhouse_first" -- "$cur"))
  elif [[ -n $flag ]]; then
    kind=${'${flags##*"$flag="}'}
    _roundhouse_values "$program" "${'${kind%% *}'}" "$cur"
  elif [[ $cur == -* ]]; then
    for word in $flags; do
      [[ $word == "$cur"* ]] && COMPREPLY+=("${'${word%%=*}'}")
    done
  else
    for kind in $words; do
      ((at-- == 0)) && break
      [[ $kind == *+ ]] && break
      kind=''
    done
    _roundhouse_values "$program" "${'${kind%+}'}" "$cur"
  fi
}
_roundhouse_values() {
  case $2 in
    @folders) COMPREPLY=($(compgen -d -- "$3")) ;;
    @any) ;;
    @*) COMPREPLY=($(compgen -W "$("$1" candidates "${'${2#@}'}" 2>/dev/null | cut -f1)" -- "$3")) ;;
    ?*) COMPREPLY=($(compgen -W "${'${2//,/ }'}" -- "$3")) ;;
  esac
}
complete -o default -F _roundhouse roundhouse rh
`;

/** @param specs what can be completed */
export const bashScript = (specs: readonly VerbSpec[]): string =>
  [
    '# roundhouse completion bash',
    `_roundhouse_first='${specs.map(it => it.verb).join(' ')} --help --version --host --demo'`,
    '_roundhouse_verb() {',
    '  case $1 in',
    ...specs.map(caseOf),
    '  esac',
    '}',
    ENGINE,
  ].join('\n');
