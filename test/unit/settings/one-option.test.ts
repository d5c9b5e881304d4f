import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { kafkaRows, optionRows } from '../../../scripts/docs/option-tables.ts';
import { settingsPage } from '../../../scripts/docs/settings-page.ts';
import { manPage } from '../../../scripts/package/man-page.ts';
import { bashCompletion } from '../../../src-main/command-line/completion/bash-completion.ts';
import { fishCompletion } from '../../../src-main/command-line/completion/fish-completion.ts';
import { verbsOf } from '../../../src-main/command-line/completion/verbs.ts';
import { zshCompletion } from '../../../src-main/command-line/completion/zsh-completion.ts';
import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { settingsJsonSchema } from '../../../src-main/settings/json-schema.ts';
import { settingKeys } from '../../../src-main/settings/registry/index.ts';
import type * as Registry from '../../../src-main/settings/registry/options.ts';
import { readSettings } from '../../../src-main/settings/registry/values.ts';
import { resolveOptions, type Sources } from '../../../src-main/settings/resolve.ts';
import { givenValues } from '../../../src-main/settings/sources/command-line.ts';
import { SettingsFile } from '../../../src-main/settings/sources/file.ts';
import { readPolicy } from '../../../src-main/settings/sources/policy.ts';
import { AppSettings } from '../../../src-main/shell/app-settings.ts';
import { SettingsPage } from '../../../src-renderer/features/settings/settings-page.svelte.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';

/** One more entry in the registry, and nothing else. */
vi.mock('../../../src-main/settings/registry/options.ts', async (original) => {
  const { options } = await original<typeof Registry>();
  const { wholeNumber } = await import('../../../src-main/settings/registry/kinds.ts');
  const { option } = await import('../../../src-main/settings/registry/option.ts');
  const snapLength = option({
    kind: wholeNumber(64),
    default: '262144',
    setting: { scope: 'engine', title: 'Snap length', description: 'Bytes of a packet that are read.' },
    flag: {
      name: 'snap-length',
      value: '<bytes>',
      help: 'bytes of a packet that are read',
      runs: ['monitor'],
      docs: { value: 'BYTES', text: 'bytes of a packet that are read' },
    },
    variable: { name: 'STREAMCHECKER_SNAP_LENGTH', help: 'bytes of a packet that are read' },
    policy: {},
  });
  return { options: { ...options, 'capture.snapLength': snapLength } };
});

const key = 'capture.snapLength';
const variable = 'STREAMCHECKER_SNAP_LENGTH';
const program = await commandLine('1.2.3', new ExitStatus(), systemClock);
const verbs = verbsOf(program);
const monitor = program.commands.find((verb) => verb.name() === 'monitor')!;
const valueIn = (sources: Sources): unknown => (resolveOptions(sources) as Record<string, unknown>)[key];

describe('one more entry in the registry is an option', () => {
  it('of the command line: in --help, read, and refused where it is wrong', () => {
    expect(monitor.helpInformation().replaceAll(/\s+/g, ' ')).toContain(
      '--snap-length <bytes> bytes of a packet that are read (default: 262144)',
    );
    const parse = (text: string) => monitor.parseOptions(['--snap-length', text]);
    parse('96');
    expect(valueIn({ commandLine: givenValues(monitor) })).toBe(96);
    expect(() => parse('12')).toThrow(
      /'--snap-length <bytes>' argument '12'.*must be an integer of 64 or more/,
    );
  });

  it('of the environment, which is refused without a word of the value', () => {
    expect(valueIn({ environment: { [variable]: '96' } })).toBe(96);
    expect(() => valueIn({ environment: { [variable]: 'hush' } })).toThrow(
      `${variable} must be an integer of 64 or more`,
    );
  });

  it('of settings.json and its schema', () => {
    expect(readSettings({ [key]: '96' })).toMatchObject({ values: { [key]: '96' }, problems: [] });
    expect(readSettings({ [key]: '12' })).toMatchObject({ values: { [key]: '262144' }, problems: [{ key }] });
    const { properties } = settingsJsonSchema() as { properties: Record<string, object> };
    expect(properties[key]).toMatchObject({ type: 'string', default: '262144' });
  });

  it('of the settings page, found by its words and by its option', () => {
    const page = new SettingsPage();
    for (const query of ['snap length', 'snap-length', key]) {
      page.query = query;
      expect(page.groups).toEqual([{ id: 'capture', title: 'Capture', keys: [key] }]);
    }
  });

  it('of the policy, which goes before all others', () => {
    using folder = new TemporaryFolder();
    const file = folder.file('policy.json');
    writeFileSync(file, JSON.stringify({ [key]: '128' }));
    const policy = readPolicy(file);
    expect(policy).toMatchObject({ values: { [key]: '128' }, problem: null });
    const sources: Sources[] = [
      {},
      { settings: { [key]: '100' } as object },
      { environment: { [variable]: '101' } },
      { commandLine: { [key]: 102 } as object },
      { policy: policy.values },
    ];
    const standing = sources.map((_, i) => valueIn(Object.assign({}, ...sources.slice(0, i + 1)) as Sources));
    expect(standing).toEqual([262_144, 100, 101, 102, 128]);
  });

  it('that the app knows as changed, overridden and managed', () => {
    using folder = new TemporaryFolder();
    const policyPath = folder.file('policy.json');
    const path = folder.file('settings/settings.json');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ [key]: '100' }));
    writeFileSync(policyPath, JSON.stringify({ [key]: '128' }));
    const file = new SettingsFile(dirname(path), systemClock);
    file.open();
    const settings = new AppSettings({
      ...{ file, policy: readPolicy(policyPath), argv: ['--snap-length', '96'], clock: systemClock },
      vault: { seal: (secret) => Promise.resolve(secret), open: (sealed) => Promise.resolve(sealed) },
      checkCapture: () => Promise.resolve(),
    });
    const { changed, overridden, managed, values } = settings.state;
    settings.dispose();
    expect({ changed, overridden, managed: managed.keys }).toEqual({
      ...{ changed: [key], overridden: [key], managed: [key] },
    });
    expect(values).toMatchObject({ [key]: '128' });
  });

  it('of the completions for bash, zsh and fish, and of the manual page', () => {
    for (const complete of [bashCompletion, zshCompletion])
      expect(complete(verbs)).toContain('--snap-length');
    expect(fishCompletion(verbs)).toContain('-l snap-length');
    const page = manPage(verbs, { version: '1.2.3', dataFolder: '~' });
    expect(page).toContain('\\-\\-snap\\-length');
    expect(page).toContain('STREAMCHECKER_SNAP_LENGTH');
  });

  it('of the tables of the documents', () => {
    expect(optionRows(verbs)).toContainEqual([
      ...['`--snap-length` BYTES', 'monitor', 'bytes of a packet that are read; default `262144`'],
    ]);
    expect(settingsPage()).toContain(
      '| `capture.snapLength` | `"262144"` | engine | `--snap-length`, `STREAMCHECKER_SNAP_LENGTH` | Bytes of a packet that are read. |',
    );
    expect(kafkaRows().flat().join()).not.toContain('SNAP_LENGTH');
    expect(settingKeys).toContain(key);
  });
});
