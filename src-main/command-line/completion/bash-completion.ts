import { groupsOf, named, quoted, valueKind, type Verb, wordList } from './verbs.ts';

/** Completion for bash. */
export function bashCompletion(verbs: readonly Verb[]): string {
  // Where a file may stand, options are offered only when one is begun.
  const next = verbs.map(({ path, verbs: own, options, arguments: files }) => {
    const list = wordList([...own, ...named(options).map(({ long }) => long!)]);
    return `    ${quoted(path)}) ${files.length > 0 ? '[[ $current == -* ]] && ' : ''}words=${list} ;;`;
  });
  return `# Completion of streamchecker for bash.
_streamchecker() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} verb='' words='' at
  for ((at = 1; at < COMP_CWORD && at < 3; at++)); do
    case "$at \${COMP_WORDS[at]}" in
      *' -'*) break ;;
      '1 '*) verb=\${COMP_WORDS[at]} ;;
      *) case $verb in ${groupsOf(verbs).join(' | ') || "''"}) verb="$verb \${COMP_WORDS[at]}" ;; esac ;;
    esac
  done
  COMPREPLY=()
  case "$verb $previous" in
${verbs.flatMap(bashValues).join('\n')}
  esac
  case $verb in
${next.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  if [[ \${#COMPREPLY[@]} == 0 && $current != -* ]]; then
    compopt -o filenames 2> /dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _streamchecker streamchecker
`;
}

/** What completes the value after an option of a verb. */
function bashValues({ path, options }: Verb): string[] {
  return named(options).flatMap((option) => {
    const pattern = quoted(`${path} ${option.long!}`);
    const reply = (generator: string): string =>
      `    ${pattern}) mapfile -t COMPREPLY < <(compgen ${generator} -- "$current"); return ;;`;
    const kind = valueKind(option);
    if (kind === 'none') return [];
    if (kind === 'choice') return [reply(`-W ${wordList(option.argChoices!)}`)];
    if (kind === 'interface') return [reply('-W "auto $(ls /sys/class/net 2> /dev/null)"')];
    if (kind === 'file') return [reply('-f')];
    if (kind === 'folder') return [reply('-d')];
    return [`    ${pattern}) return ;;`];
  });
}
