import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../../src-main/command-line/completion/bash-completion.ts';
import { fishCompletion } from '../../../src-main/command-line/completion/fish-completion.ts';
import { valueKind, type Verb, verbsOf } from '../../../src-main/command-line/completion/verbs.ts';
import { zshCompletion } from '../../../src-main/command-line/completion/zsh-completion.ts';
import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { runCli, TemporaryFolder } from '../../support/process/command-line.ts';

const verbs = verbsOf(await commandLine('0', new ExitStatus(), systemClock));
const withOptions = verbs.filter(({ path, verbs: own }) => path !== '' && own.length === 0);
const optionsOf = ({ options }: Verb): string[] => options.flatMap(({ long }) => (long ? [long] : [])).sort();
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const run = (program: string, ...args: string[]): string[] =>
  lines(execFileSync(program, args, { encoding: 'utf8' }));

describe('completion in', () => {
  const folder = new TemporaryFolder();
  const bash = folder.file('streamchecker.bash');
  const zsh = folder.file('_streamchecker');
  const fish = folder.file('streamchecker.fish');

  beforeAll(() => {
    writeFileSync(bash, bashCompletion(verbs));
    writeFileSync(zsh, zshCompletion(verbs));
    writeFileSync(fish, fishCompletion(verbs));
  });
  afterAll(() => folder[Symbol.dispose]());

  it.each([
    ['bash', bash],
    ['zsh', zsh],
    ['fish', fish],
  ])('%s is what the verb completion prints', async (shell, path) => {
    const { status, lines: printed } = await runCli('completion', shell);
    expect([status, printed.join('\n')]).toEqual([0, readFileSync(path, 'utf8').trimEnd()]);
  });

  it('another shell is refused', async () => {
    const { status, errors } = await runCli('completion', 'tcsh');
    expect([status, errors]).toEqual([2, expect.stringMatching(/Allowed choices are bash, zsh, fish/)]);
  });

  const inBash = (...words: string[]): string[] => {
    const script =
      '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _streamchecker; printf "%s\\n" "${COMPREPLY[@]}"';
    return run('bash', '-c', script, 'bash', bash, 'streamchecker', ...words);
  };
  const inFish = (line: string): string[] =>
    run('fish', '--no-config', '-c', `source ${fish}; complete -C "${line}"`).map(
      (text) => text.split('\t')[0]!,
    );

  it('bash offers the verbs, and those of a group', () => {
    expect(inBash('mon')).toEqual(['monitor']);
    for (const { path, verbs: own } of verbs.filter(({ verbs: some }) => some.length > 0)) {
      expect(inBash(...path.split(' ').filter(Boolean), '')).toEqual(expect.arrayContaining([...own]));
    }
  });

  it.each(withOptions.map((verb) => [verb.path, verb] as const))(
    'bash offers the options of %s',
    (path, verb) => {
      expect(inBash(...path.split(' '), '--').sort()).toEqual(optionsOf(verb));
    },
  );

  it('bash offers the choices of an option, interfaces, and files', () => {
    expect(inBash('monitor', '--format', '')).toEqual(['table', 'json']);
    expect(inBash('monitor', '--filter', 'udp', '--interface', 'l')).toEqual(['lo']);
    expect(inBash('replay', zsh.slice(0, -3))).toEqual([zsh]);
    expect(inBash('monitor', '--window', '')).toEqual([]);
  });

  it('zsh can read its one', () => {
    expect(run('zsh', '--no-rcs', '-n', zsh)).toEqual([]);
  });

  it('fish offers the verbs, and the options of a verb', () => {
    expect(inFish('streamchecker limits i')).toEqual(['import']);
    for (const verb of withOptions) {
      const offered = inFish(`streamchecker ${verb.path} --`);
      expect(offered).toEqual(expect.arrayContaining(optionsOf(verb).filter((name) => name !== '--help')));
    }
    expect(inFish('streamchecker monitor --format ')).toEqual(['json', 'table']);
  });

  it('every shell knows what each value is', () => {
    const kinds = new Set(verbs.flatMap(({ options }) => options.map(valueKind)));
    expect([...kinds].sort()).toEqual(['choice', 'file', 'folder', 'interface', 'none', 'text']);
  });
});
