import { writeFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { optionRows } from '../../../scripts/docs/option-tables.ts';
import { settingsPage } from '../../../scripts/docs/settings-page.ts';
import { manPage } from '../../../scripts/package/man-page.ts';
import { bashCompletion } from '../../../src-main/command-line/completion/bash-completion.ts';
import { fishCompletion } from '../../../src-main/command-line/completion/fish-completion.ts';
import { verbsOf } from '../../../src-main/command-line/completion/verbs.ts';
import { zshCompletion } from '../../../src-main/command-line/completion/zsh-completion.ts';
import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import type * as Registry from '../../../src-main/settings/registry/options.ts';
import { resolveOptions, type Sources } from '../../../src-main/settings/resolve.ts';
import { givenValues } from '../../../src-main/settings/sources/command-line.ts';
import { readPolicy } from '../../../src-main/settings/sources/policy.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';

/** A setting that is on by default, and nothing else. */
vi.mock('../../../src-main/settings/registry/options.ts', async (original) => {
  const { options } = await original<typeof Registry>();
  const { toggle } = await import('../../../src-main/settings/registry/kind.ts');
  const { option } = await import('../../../src-main/settings/registry/option.ts');
  const loopback = option({
    kind: toggle,
    default: true,
    setting: { scope: 'engine', title: 'Loopback', description: 'Capture on the loopback interface, too.' },
    flag: {
      name: 'loopback',
      help: 'capture on the loopback interface, too',
      runs: ['monitor'],
      docs: { text: 'capture on the loopback interface, too' },
    },
    policy: {},
  });
  return { options: { ...options, 'capture.loopback': loopback } };
});

const key = 'capture.loopback';
const program = await commandLine('1.2.3', new ExitStatus(), systemClock);
const verbs = verbsOf(program);
const monitor = program.commands.find((verb) => verb.name() === 'monitor')!;
const valueIn = (sources: Sources): unknown => (resolveOptions(sources) as Record<string, unknown>)[key];

it('is switched off on the command line, whatever the settings say, but not against a policy', async () => {
  const after = async (...words: string[]): Promise<unknown> => {
    const fresh = await commandLine('1.2.3', new ExitStatus(), systemClock, 'monitor');
    const [verb] = fresh.commands;
    verb!.parseOptions(words);
    return givenValues(verb!);
  };
  expect(await after()).toEqual({});
  expect(await after('--loopback')).toEqual({ [key]: true });
  expect(await after('--no-loopback')).toEqual({ [key]: false });
  expect(await after('--no-loopback', '--loopback')).toEqual({ [key]: true });
  using folder = new TemporaryFolder();
  const file = folder.file('policy.json');
  writeFileSync(file, JSON.stringify({ [key]: true }));
  const commandLineSays = { commandLine: { [key]: false } as object };
  expect(valueIn({})).toBe(true);
  expect(valueIn({ settings: { [key]: true } as object, ...commandLineSays })).toBe(false);
  expect(valueIn({ ...commandLineSays, policy: readPolicy(file).values })).toBe(true);
});

it('shows its --no-… in --help, completions, manual page and documents', () => {
  expect(monitor.helpInformation().replaceAll(/\s+/g, ' ')).toContain(
    '--no-loopback switch --loopback off where it is on otherwise',
  );
  for (const complete of [bashCompletion, zshCompletion]) expect(complete(verbs)).toContain('--no-loopback');
  expect(fishCompletion(verbs)).toContain('-l no-loopback');
  expect(manPage(verbs, { version: '1.2.3', dataFolder: '~' })).toContain('\\-\\-no\\-loopback');
  expect(optionRows(verbs)).toContainEqual([
    '`--loopback`, `--no-loopback`',
    'monitor',
    'capture on the loopback interface, too; `--no-loopback` switches it off where it is on otherwise',
  ]);
  expect(settingsPage()).toContain('| `true` | engine | `--loopback`, `--no-loopback` | Capture on the');
});

it('has none for what only a command line says', () => {
  const names = verbs.flatMap(({ options }) => options.map(({ long }) => long));
  expect(names).toContain('--no-warn');
  expect(names).not.toContain('--no-verbose');
});
