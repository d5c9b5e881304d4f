import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { durationMs } from '../../../src-main/common/units.ts';
import { AppSettings, askAgainMs, type CheckCapture } from '../../../src-main/shell/app-settings.ts';
import { SettingsFile } from '../../../src-main/settings/sources/file.ts';
import type { Policy } from '../../../src-main/settings/sources/policy.ts';
import type { Vault } from '../../../src-main/settings/sources/vault.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** Seals in base 64; as good as a keyring for who asks it. */
class TestVault implements Vault {
  isLocked = false;

  seal(secret: string): Promise<string> {
    return Promise.resolve(`sealed:${Buffer.from(secret).toString('base64')}`);
  }

  open(sealed: string): Promise<string> {
    if (this.isLocked)
      return Promise.reject(new MonitorError('settings/no-keyring', 'The keyring is locked'));
    return Promise.resolve(Buffer.from(sealed.slice('sealed:'.length), 'base64').toString());
  }
}

let folder: string;
let settings: AppSettings;
const vault = new TestVault();
const noPolicy: Policy = { file: '/etc/policy.json', values: {}, updateUrl: null, problem: null };

/** Knows the interface `lo` and filters of two words. */
const checkCapture: CheckCapture = ({ filter, interfaces }) =>
  filter?.split(' ').length === 1 || interfaces?.some((name) => name !== 'lo')
    ? Promise.reject(new MonitorError('capture/bad-filter', 'That is not there'))
    : Promise.resolve();

function open(...argv: string[]): AppSettings {
  const file = new SettingsFile(folder, systemClock);
  file.open();
  const parts = { file, argv, vault, policy: noPolicy, clock: systemClock, checkCapture };
  return (settings = new AppSettings(parts));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-settings-'));
  vault.isLocked = false;
});
afterEach(() => {
  settings.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('the state of the settings', () => {
  it('is made once for each change, as it is asked for with each status of the engine', async () => {
    const { state } = open();
    expect(settings.state).toBe(state);
    const told = new Promise((resolve) => settings.onChanged(resolve));
    await settings.set('appearance.units', 'si');
    expect(await told).toBe(settings.state);
    expect(settings.state.values['appearance.units']).toBe('si');
  });
});

describe('the settings of alerts', () => {
  it('are those of the command line where nothing is set', () => {
    const { alerts, rules } = open().options.engine;
    expect(alerts).toEqual({ repeatMs: null, warnPercent: 80, tellsWarnings: false, channels: [] });
    expect(rules).toEqual({ forWindows: 1, clearPercent: 0 });
  });

  it('reach the engine, and the command line goes before them', async () => {
    open();
    for (const [key, value] of [
      ...[['alerts.for', '3'] as const, ['alerts.clear', '2.5'] as const, ['alerts.repeat', '4h'] as const],
      ...[['alerts.warn', true] as const, ['alerts.warnAt', '60'] as const],
      ...[['alerts.webhook', 'https://hooks.example/x'] as const, ['alerts.webhookSecret', 'key'] as const],
      ...[['alerts.syslog', 'tcp://[::1]:601'] as const, ['alerts.command', '["logger","-t","x"]'] as const],
    ])
      await settings.set(key, value);
    expect(settings.options.engine).toMatchObject({
      rules: { forWindows: 3, clearPercent: 2.5 },
      alerts: {
        ...{ repeatMs: 14_400_000, warnPercent: 60, tellsWarnings: true },
        channels: [
          {
            kind: 'webhook',
            url: 'https://hooks.example/x',
            secret: expect.stringMatching(/^sealed:/) as string,
          },
          { kind: 'syslog', protocol: 'tcp', host: '::1', port: 601 },
          { kind: 'command', command: ['logger', '-t', 'x'] },
        ],
      },
    });
    settings.dispose();
    const { engine, given } = open('--alert-for', '2', '--webhook', 'https://other.example/').options;
    expect([engine.rules.forWindows, engine.alerts.channels[0], given]).toMatchObject([
      2,
      { url: 'https://other.example/' },
      ['alerts.for', 'alerts.webhook'],
    ]);
    expect(settings.state.overridden).toEqual(['alerts.for', 'alerts.webhook']);
  });

  it.each([
    ['alerts.for', '0'],
    ['alerts.clear', '101'],
    ['alerts.repeat', 'always'],
    ['alerts.warnAt', '0'],
    ['alerts.webhook', 'ftp://hooks.example'],
    ['alerts.webhook', 'https://me:secret@hooks.example'],
    ['alerts.syslog', 'host:514'],
    ['alerts.command', '["logger",5]'],
  ])('refuse %s = %j', async (key, value) => {
    await expect(open().set(key, value)).rejects.toMatchObject({ code: 'settings/invalid' });
  });
});

it('the login of a webhook on the command line is a header, and no part of its address', () => {
  const { alerts } = open('--webhook', 'https://me:s3cr%40t@hooks.example/x').options.engine;
  expect(alerts.channels).toEqual([
    {
      ...{ kind: 'webhook', url: 'https://hooks.example/x', secret: null },
      authorization: `Basic ${btoa('me:s3cr@t')}`,
    },
  ]);
  settings.dispose();
  vi.stubEnv('STREAMCHECKER_WEBHOOK_AUTHORIZATION', 'Bearer x');
  const { engine } = open('--webhook', 'https://hooks.example/x').options;
  vi.unstubAllEnvs();
  expect(engine.alerts.channels).toMatchObject([{ authorization: 'Bearer x' }]);
});

describe('a secret that the keyring does not open', () => {
  const engineSettings = () => settings.opened(settings.options.engine);

  beforeEach(async () => {
    vi.useFakeTimers();
    open();
    for (const [key, value] of [
      ...[['alerts.webhook', 'https://hooks.example/'] as const, ['alerts.webhookSecret', 'key'] as const],
      ...[['kafka.brokers', ['127.0.0.1:9092']] as const, ['kafka.saslMechanism', 'plain'] as const],
      ...[['kafka.username', 'me'] as const, ['kafka.password', 's3cret'] as const],
    ])
      await settings.set(key, value);
  });
  afterEach(() => vi.useRealTimers());

  it('reaches the engine opened, and stands nowhere else', async () => {
    expect(JSON.stringify(settings.state.values)).not.toMatch(/"key"|s3cret/);
    expect(await engineSettings()).toMatchObject({
      alerts: { channels: [{ secret: 'key', isSealed: false }] },
      stream: { sasl: { username: 'me', password: 's3cret' } },
    });
    expect(settings.state.problems).toEqual([]);
  });

  it('is left out, told, and asked for again until it opens', async () => {
    vault.isLocked = true;
    let unsealed = 0;
    settings.onUnsealed(() => (unsealed += 1));
    const engine = await engineSettings();
    expect(engine).toMatchObject({
      alerts: { channels: [{ secret: null, isSealed: true }] },
      stream: { sasl: { username: 'me', password: null } },
    });
    expect(JSON.stringify(engine)).not.toContain('sealed:');
    expect(settings.state.problems).toMatchObject([
      { key: 'alerts.webhookSecret' },
      { key: 'kafka.password' },
    ]);
    await vi.advanceTimersByTimeAsync(3 * askAgainMs);
    expect([unsealed, settings.state.problems.length]).toEqual([0, 2]);
    vault.isLocked = false;
    await vi.advanceTimersByTimeAsync(askAgainMs);
    expect(unsealed).toBe(1);
    expect(await engineSettings()).toMatchObject({ stream: { sasl: { password: 's3cret' } } });
    expect(settings.state.problems).toEqual([]);
    await vi.advanceTimersByTimeAsync(3 * askAgainMs);
    expect([unsealed, vi.getTimerCount()]).toEqual([1, 0]);
  });
});

describe('settings that can not be used', () => {
  const engine = () => settings.usable(settings.options.engine);

  it('are refused at the field: a filter that does not compile, an interface that is not there', async () => {
    open();
    await settings.set('capture.filter', 'udp port');
    await expect(settings.set('capture.filter', 'nonsense')).rejects.toThrow('That is not there');
    await expect(settings.set('capture.interfaces', ['eth9'])).rejects.toThrow('That is not there');
    expect(settings.options.engine).toMatchObject({ filter: 'udp port', interfaces: ['auto'] });
  });

  it('leave the last good capture where an editor has written them', async () => {
    writeFileSync(
      join(folder, 'settings.json'),
      '{ "capture.filter": "udp port", "capture.interfaces": ["lo"] }',
    );
    open();
    expect(await engine()).toMatchObject({ filter: 'udp port', interfaces: ['lo'] });
    const edited = { filter: 'nonsense', windowMs: durationMs(60_000) };
    const used = await settings.usable({ ...settings.options.engine, ...edited });
    expect(used).toMatchObject({ filter: 'udp port', windowMs: 60_000 });
    expect(settings.state.problems).toMatchObject([{ key: 'capture.filter', message: 'That is not there.' }]);
    await engine();
    expect(settings.state.problems).toEqual([]);
  });

  it('exclude each other at the field that was changed, and hold no other one back', async () => {
    open();
    await settings.set('windows.slide', '1m');
    await expect(settings.set('windows.length', '30s')).rejects.toMatchObject({ code: 'settings/invalid' });
    expect(settings.options.engine).toMatchObject({ windowMs: 300_000, slideMs: 60_000 });
    settings.dispose();
    writeFileSync(
      join(folder, 'settings.json'),
      '{ "windows.slide": "10m", "windows.length": "1m", "alerts.for": "3", "kafka.brokers": ["b:1"] }',
    );
    const { engine: edited } = open().options;
    expect(edited).toMatchObject({ windowMs: 60_000, rules: { forWindows: 3 }, stream: { kind: 'kafka' } });
    expect(settings.state.problems.map(({ key }) => key)).toEqual(['windows.slide']);
  });
});
