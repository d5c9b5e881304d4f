import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { wordsIn } from '../../../src-main/common/phrases/sentences.ts';
import { AppSettings } from '../../../src-main/shell/app-settings.ts';
import type { Policy } from '../../../src-main/settings/sources/policy.ts';
import { SettingsFile } from '../../../src-main/settings/sources/file.ts';
import type { Vault } from '../../../src-main/settings/sources/vault.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** Seals nothing, but what is stored can be told from what was given. */
const vault: Vault = {
  seal: (secret) => Promise.resolve(`sealed:${Buffer.from(secret).toString('base64')}`),
  open: (sealed) => Promise.resolve(Buffer.from(sealed.slice('sealed:'.length), 'base64').toString()),
};

const noPolicy: Policy = { file: '/etc/policy.json', values: {}, updateUrl: null, problem: null };
const appSettings = (
  file: SettingsFile,
  argv: readonly string[] = [],
  more: { vault?: Vault; policy?: Policy } = {},
): AppSettings =>
  new AppSettings({
    ...{ file, argv, vault, policy: noPolicy, clock: systemClock, checkCapture: () => Promise.resolve() },
    ...more,
  });

describe('the settings file', () => {
  let folder: string;
  let file: SettingsFile;
  const path = (): string => join(folder, 'settings.json');
  const stored = (): unknown => JSON.parse(readFileSync(path(), 'utf8'));
  const open = (text?: string): SettingsFile => {
    if (text !== undefined) writeFileSync(path(), text);
    file = new SettingsFile(folder, { ...systemClock, now: () => epochMs(0) });
    file.open();
    return file;
  };

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'streamchecker-settings-'))));
  afterEach(() => {
    file.dispose();
    rmSync(folder, { recursive: true });
  });

  it('is written when a setting changes, with its schema beside it', () => {
    const changed = vi.fn();
    open().onChanged(changed);
    file.set('appearance.units', 'si');
    expect(stored()).toEqual({ $schema: './settings.schema.json', 'appearance.units': 'si' });
    expect(existsSync(join(folder, 'settings.schema.json'))).toBe(true);
    expect(file.changed).toEqual(['appearance.units']);
    file.set('appearance.units', undefined);
    expect(file.changed).toEqual([]);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('keeps what it does not know', () => {
    open('{"future.setting": true}').set('appearance.units', 'si');
    expect(stored()).toMatchObject({ 'future.setting': true });
  });

  it('is read as people write it, and keeps their comments, order and byte order mark', () => {
    const text = `\uFEFF{
      // What the wall shows.
      "appearance.theme": "dark", /* at night */
      "windows.length": "1m",
    }
`;
    const { values, problems } = open(text).read;
    expect([values['appearance.theme'], values['windows.length'], problems]).toEqual(['dark', '1m', []]);
    file.set('appearance.theme', 'light');
    file.set('appearance.units', 'si');
    file.set('windows.length', undefined);
    const after = readFileSync(path(), 'utf8');
    expect(after).toMatch(
      /^\uFEFF\{\s+"\$schema": "\.\/settings\.schema\.json",\s+\/\/ What the wall shows\./,
    );
    expect(after).toMatch(/"appearance\.theme": "light", \/\* at night \*\//);
    expect(after).not.toContain('windows.length');
    const again = new SettingsFile(folder, systemClock);
    again.open();
    expect(again.read).toMatchObject({ values: { 'appearance.theme': 'light', 'appearance.units': 'si' } });
    expect([again.read.problems, readdirSync(folder).length]).toEqual([[], 2]);
    again.dispose();
  });

  it.each(['settings.json', 'not yet there.json'])(
    'behind a link is written through it: %s',
    async (name) => {
      const real = mkdtempSync(join(tmpdir(), 'streamchecker-linked-'));
      const target = join(real, name);
      if (name === 'settings.json') writeFileSync(target, '{ "appearance.units": "si" }', { mode: 0o640 });
      symlinkSync(target, path());
      open().set('appearance.theme', 'dark');
      expect(lstatSync(path()).isSymbolicLink()).toBe(true);
      expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({ 'appearance.theme': 'dark' });
      if (name === 'settings.json') expect(statSync(target).mode & 0o777).toBe(0o640);
      const changed = new Promise<void>((resolve) => file.onChanged(resolve));
      writeFileSync(target, '{ "appearance.theme": "light" }');
      await changed;
      expect(file.read.values['appearance.theme']).toBe('light');
      rmSync(real, { recursive: true });
    },
  );

  it('behind a link into a folder that is not there yet says so, and is stored and followed once it is', async () => {
    const real = mkdtempSync(join(tmpdir(), 'streamchecker-linked-'));
    const target = join(real, 'mount', 'settings.json');
    symlinkSync(target, path());
    expect(open().read.problems.map(({ message }) => message)).toEqual([
      `The settings file is a link to ${target}, whose folder does not exist: the defaults are used, and no setting can be stored.`,
    ]);
    expect(() => file.set('appearance.theme', 'dark')).toThrow(/can't be written/);
    mkdirSync(join(real, 'mount'));
    file.set('appearance.theme', 'dark');
    expect([JSON.parse(readFileSync(target, 'utf8')), file.read.problems]).toMatchObject([
      { 'appearance.theme': 'dark' },
      [],
    ]);
    const changed = new Promise<void>((resolve) => file.onChanged(resolve));
    writeFileSync(target, '{ "appearance.theme": "light" }');
    await changed;
    expect(file.read.values['appearance.theme']).toBe('light');
    rmSync(real, { recursive: true });
  });

  it('is followed where its link is laid to another file', async () => {
    const real = mkdtempSync(join(tmpdir(), 'streamchecker-linked-'));
    const [one, other] = ['one.json', 'other.json'].map((name) => join(real, name));
    writeFileSync(one!, '{ "appearance.theme": "dark" }');
    writeFileSync(other!, '{ "appearance.theme": "light" }');
    symlinkSync(one!, path());
    open();
    const relaid = new Promise<void>((resolve) => file.onChanged(resolve));
    symlinkSync(other!, `${path()}.new`);
    renameSync(`${path()}.new`, path());
    await relaid;
    expect(file.read.values['appearance.theme']).toBe('light');
    const changed = new Promise<void>((resolve) => file.onChanged(resolve));
    writeFileSync(other!, '{ "appearance.theme": "system" }');
    await changed;
    expect(file.read.values['appearance.theme']).toBe('system');
    rmSync(real, { recursive: true });
  });

  it('is not written over while a person is about to mend it', () => {
    open('{"appearance.units": "si"}');
    writeFileSync(path(), '{"appearance.units": ');
    expect(() => file.set('appearance.theme', 'dark')).toThrow(/is not valid JSON/);
    expect(readFileSync(path(), 'utf8')).toBe('{"appearance.units": ');
  });

  it.each(['{', '[]', '"text"', ''])('is kept aside where it is damaged: %s', (text) => {
    const { values, problems } = open(text).read;
    expect(values['windows.length']).toBe('5m');
    expect(problems[0]?.message).toContain('settings.json.damaged-1970-01-01');
    expect(wordsIn('de', problems[0]?.said, '')).toMatch(/waren nicht lesbar.*settings\.json\.damaged-1970/);
    expect(readdirSync(folder)).toContain('settings.json.damaged-1970-01-01T00-00-00-000Z');
  });

  it('is read again when someone else changes it, and not while it is half written', async () => {
    open('{"appearance.units": "si"}');
    const changed = new Promise<void>((resolve) => file.onChanged(resolve));
    writeFileSync(path(), '{"appearance.units": ');
    await changed;
    expect(file.read.values['appearance.units']).toBe('si');
    expect(file.read.problems).toHaveLength(1);
    expect(wordsIn('fr', file.read.problems[0]?.said, '')).toMatch(/^Le fichier n’est pas du JSON valable/);
    const again = new Promise<void>((resolve) => file.onChanged(resolve));
    writeFileSync(path(), '{"appearance.units": "iec"}');
    await again;
    expect(file.read).toMatchObject({ values: { 'appearance.units': 'iec' }, problems: [] });
  });

  it('lies under the command line and over the defaults', () => {
    const text = JSON.stringify({
      'windows.length': '1m',
      'capture.interfaces': ['eth0'],
      'limits.refresh': '20m',
    });
    const app = appSettings(open(text), ['--interface', 'lo']);
    expect(app.options.engine).toMatchObject({
      ...{ windowMs: 60_000, slideMs: 60_000, interfaces: ['lo'] },
      refresh: { mode: 'every', periodMs: 1_200_000 },
    });
    expect(app.state.overridden).toEqual(['capture.interfaces']);
    app.dispose();
  });

  it('lies under the policy of the machine, which is shown with what is wrong in it', () => {
    const policy = { ...noPolicy, values: { 'app.updates': 'off' }, problem: 'It is broken' } as const;
    const app = appSettings(open('{"app.updates": "daily"}'), [], { policy });
    expect(app.state).toMatchObject({
      values: { 'app.updates': 'off' },
      managed: { keys: ['app.updates'], file: '/etc/policy.json' },
      problems: [{ key: 'app.updates', message: 'It is broken' }],
    });
    app.dispose();
  });

  it('never keeps the app from starting: settings that do not fit each other are told', () => {
    const app = appSettings(open('{"windows.length": "1m", "windows.slide": "2m"}'));
    expect(app.options.engine).toMatchObject({ windowMs: 60_000, slideMs: 60_000 });
    expect(app.state.problems).toMatchObject([{ key: 'windows.slide' }]);
    expect(wordsIn('de', app.state.problems[0]?.said, '')).toMatch(/ist länger als --window/);
    app.dispose();
  });

  it('keeps a password sealed, and opens it for the engine alone', async () => {
    const app = appSettings(open('{}'), ['--brokers', 'kafka1:9093']);
    await app.set('kafka.saslMechanism', 'plain');
    await app.set('kafka.username', 'ann');
    await app.set('kafka.password', 'hush');
    expect(stored()).toMatchObject({ 'kafka.password': 'sealed:aHVzaA==' });
    expect(JSON.stringify([app.state, app.options])).not.toContain('hush');
    expect((await app.opened(app.options.engine)).stream).toMatchObject({
      sasl: { mechanism: 'plain', username: 'ann', password: 'hush' },
    });
    app.dispose();
  });

  it('takes no password in plain text', () => {
    const text = JSON.stringify({ 'kafka.password': 'hush', 'limits.source': 'postgres://ann:hush@db/x' });
    const file = open(text);
    expect(file.read.problems.map(({ key, message }) => `${key}: ${message}`)).toEqual([
      'kafka.password: Enter it on the settings page, which seals it: it is not kept in plain text',
      'limits.source: Leave the password out of it, and put it into ~/.pgpass: settings are plain text',
    ]);
    expect(file.read.values['kafka.password']).toBe('');
  });

  it('stores no password without a keyring, and tells where the keyring does not open one', async () => {
    const locked = () => Promise.reject(new MonitorError('settings/no-keyring', 'No keyring'));
    const text = JSON.stringify({
      ...{ 'kafka.brokers': ['kafka1:9093'], 'kafka.saslMechanism': 'plain', 'kafka.username': 'ann' },
      'kafka.password': 'sealed:AAAA',
    });
    const app = appSettings(open(text), [], { vault: { seal: locked, open: locked } });
    await expect(app.set('kafka.password', 'hush')).rejects.toThrow('No keyring');
    await app.opened(app.options.engine);
    expect(app.state.problems).toMatchObject([{ key: 'kafka.password', message: 'No keyring.' }]);
    expect(stored()).toMatchObject({ 'kafka.password': 'sealed:AAAA' });
    app.dispose();
  });
});
