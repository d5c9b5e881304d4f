import type { Option } from 'commander';
import { groupsOf, named, quoted, valueKind, type Verb, verbIn } from './verbs.ts';

/** Completion for zsh. */
export function zshCompletion(verbs: readonly Verb[]): string {
  const leaves = verbs.filter(({ path }) => path !== '');
  return `#compdef streamchecker
# Completion of streamchecker for zsh.
_streamchecker_verbs() {
  local -a verbs
  verbs=(\${(f)"$(printf '%s\\n' "$@")"})
  _describe verb verbs
}
_streamchecker() {
  local verb=''
  [[ $CURRENT -gt 2 ]] && verb=$words[2]
  case $verb in
    ${groupsOf(verbs).join(' | ') || "''"})
      [[ $CURRENT -gt 3 ]] && verb="$verb $words[3]" ;;
  esac
  case $verb in
    '') _streamchecker_verbs ${zshVerbs(verbs, '')} ;;
${leaves.map((verb) => zshCase(verb, verbs)).join('\n')}
  esac
}
_streamchecker "$@"
`;
}

/** The verbs that may follow, each with its summary. */
const zshVerbs = (verbs: readonly Verb[], path: string): string =>
  verbs
    .find((verb) => verb.path === path)!
    .verbs.map((name) => {
      const { summary } = verbIn(verbs, path, name);
      return quoted(`${name}:${summary.replaceAll(':', '\\:')}`);
    })
    .join(' ');

function zshCase({ path, verbs: own, options }: Verb, verbs: readonly Verb[]): string {
  if (own.length > 0) return `    ${quoted(path)}) _streamchecker_verbs ${zshVerbs(verbs, path)} ;;`;
  return `    ${quoted(path)}) _arguments ${[...named(options).map(zshOption), quoted('*:file:_files')].join(' ')} ;;`;
}

const zshActions = { file: '_files', folder: '_files -/', interface: '_net_interfaces', text: '' } as const;

function zshOption(option: Option): string {
  const text = option.description.replace(/[[\]:]/g, (sign) => `\\${sign}`);
  const kind = valueKind(option);
  if (kind === 'none') return quoted(`${option.long!}[${text}]`);
  const action = kind === 'choice' ? `(${option.argChoices!.join(' ')})` : zshActions[kind];
  return quoted(`*${option.long!}[${text}]:${option.attributeName()}:${action}`);
}
