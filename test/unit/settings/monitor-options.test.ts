import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../../src-main/command-line/run-values.ts';
import { resolveOptions } from '../../../src-main/settings/resolve.ts';
import { givenValues, withRunOptions } from '../../../src-main/settings/sources/command-line.ts';
import type { EngineSettings } from '../../../src-main/engine/run/settings.ts';
import { defaultDataDir } from '../../../src-main/system/data-dir.ts';
import { parseMonitorOptions } from '../../../src-main/settings/monitor-options.ts';

const read = (line: string) => parseMonitorOptions(line.split(' ').filter((word) => word !== ''));
const settings = (line: string): EngineSettings => read(line).engine;
const refused = (message: RegExp, code = 'settings/invalid'): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });

describe('the options of monitor', () => {
  it('are 5 m, tumbling, 10 s of lateness, 1 s intervals and all traffic of all interfaces unless told otherwise', () => {
    expect(read('')).toEqual({
      durationMs: null,
      files: [],
      given: [],
      engine: {
        ...{ windowMs: 300_000, slideMs: 300_000, latenessMs: 10_000, intervalMs: 1_000 },
        ...{ filter: '', sources: [], destinations: [], interfaces: ['auto'], captureEngine: 'helper' },
        ...{ limitsSource: null, promiscuous: false },
        ...{ refresh: { mode: 'continuous' }, dataDir: defaultDataDir(), desktop: true },
        rules: { forWindows: 1, clearPercent: 0 },
        networks: { home: ['auto'], groups: {} },
        alerts: { repeatMs: null, warnPercent: 80, tellsWarnings: false, channels: [] },
        ...{ captures: true, expectedAgents: [], stream: { kind: 'embedded' } },
        retention: {
          ...{ pairs: 7_776_000_000, windowPairs: 604_800_000, windows: 315_360_000_000 },
          ...{ alerts: 315_360_000_000, bytes: Infinity },
        },
      },
    });
  });

  it.each([
    ['--window 300', { windowMs: 300_000, slideMs: 300_000 }],
    ['--window 1h --slide 5m', { windowMs: 3_600_000, slideMs: 300_000 }],
    ['--window 7s --slide 3s', { windowMs: 7_000, slideMs: 3_000 }],
    ['--lateness 0', { latenessMs: 0 }],
    ['--interval 500ms --window 1500ms', { intervalMs: 500, windowMs: 1_500 }],
    ['--interface eth0 lo --filter tcp', { interfaces: ['eth0', 'lo'], filter: 'tcp' }],
    ['--source 10.1.2.3/8 2001:DB8::1', { sources: ['10.0.0.0/8', '2001:db8::1'] }],
    ['--source 10.0.0.1 --source 10.0.0.2', { sources: ['10.0.0.1', '10.0.0.2'] }],
    ['--destination 10.0.0.1,10.0.0.2', { destinations: ['10.0.0.1', '10.0.0.2'] }],
    ['--source @a --network-group a=10.0.0.1,10.0.0.2', { sources: ['10.0.0.1', '10.0.0.2'] }],
    ['--home-network auto 192.0.2.0/24', { networks: { home: ['auto', '192.0.2.0/24'], groups: {} } }],
    ['--limits limits.json', { limitsSource: 'limits.json' }],
    ['--limits postgres://host/db', { limitsSource: 'postgres://host/db' }],
    ['--refresh continuous', { refresh: { mode: 'continuous' } }],
    ['--refresh manual', { refresh: { mode: 'manual' } }],
    ['--keep-pairs 7d', { retention: { pairs: 604_800_000, windows: 315_360_000_000 } }],
    ['--keep-window-pairs 2d --keep-size 2GiB', { retention: { windowPairs: 172_800_000, bytes: 2 ** 31 } }],
    ['--alert-repeat 4h', { alerts: { repeatMs: 14_400_000 } }],
    ['--alert-for 3 --alert-clear 10%', { rules: { forWindows: 3, clearPercent: 10 } }],
    ['--warn --warn-at 90', { alerts: { warnPercent: 90, tellsWarnings: true } }],
    [
      '--syslog udp://[::1]:99',
      { alerts: { channels: [{ kind: 'syslog', protocol: 'udp', host: '::1', port: 99 }] } },
    ],
    [
      '--syslog tcp://log.example',
      { alerts: { channels: [{ protocol: 'tcp', host: 'log.example', port: 514 }] } },
    ],
    [
      '--webhook https://example/x',
      { alerts: { channels: [{ kind: 'webhook', url: 'https://example/x', secret: null }] } },
    ],
    ['--alert-command ["a","b"]', { alerts: { channels: [{ kind: 'command', command: ['a', 'b'] }] } }],
    ['--alert-command /a', { alerts: { channels: [{ kind: 'command', command: ['/a'] }] } }],
    ['--alert-repeat never', { alerts: { repeatMs: null } }],
    ['--refresh 20m', { refresh: { mode: 'every', periodMs: 1_200_000 } }],
    ['--data-dir some/folder', { dataDir: join(process.cwd(), 'some/folder') }],
    ['--capture-engine helper', { captureEngine: 'helper' }],
    ['--promiscuous', { promiscuous: true }],
    ['--capture-engine ebpf', { captureEngine: 'ebpf' }],
    ['--capture-engine cap', { captureEngine: 'cap' }],
    ['--topic other', { stream: { kind: 'embedded' } }],
    [
      '--brokers kafka1:9092,[2001:db8::1]:9092 --topic t --alerts-topic a --sums s --publish-mode packet',
      {
        stream: {
          ...{ kind: 'kafka', brokers: ['kafka1:9092', '[2001:db8::1]:9092'], topic: 't', alertsTopic: 'a' },
          ...{ sums: 's', mode: 'packet', compression: 'zstd', acks: -1, tls: null, sasl: null },
        },
      },
    ],
  ])('%s is understood', (line, expected) => {
    expect(settings(line)).toMatchObject(expected);
  });

  it('may end the run by itself', () => {
    expect(read('--duration 30s').durationMs).toBe(30_000);
    expect(read('--duration 24d').durationMs).toBe(24 * 86_400_000);
  });

  it.each([
    ['--window 5x', /"5x" is not a valid duration/],
    ['--window 0', /"0" is not a valid duration/],
    ['--window -5m', /--window/],
    ['--window 1500ms', /--window 1500ms is not a multiple of --interval 1s/],
    ['--window 10s --slide 2500ms', /--slide 2500ms is not a multiple of --interval 1s/],
    ['--window 5m --slide 10m', /--slide 10m is longer than --window 5m/],
    ['--window 1h --slide 1s', /--slide 1s lets more than 1000 windows of 1h overlap.*/],
    ['--window 12h --slide 4001s', /windows of 12h every .* are sums of more than 10000 parts/],
    ['--network-group a=10.0.0.1 --network-group a=10.0.0.2', /group a is there twice/],
    ['--lateness soon', /"soon" is not a valid duration/],
    ['--refresh often', /"often" is not a valid duration/],
    ['--brokers kafka', /"kafka" names no brokers/],
    ['--brokers kafka:9092 --topic a/b', /"a\/b" is not a valid topic name/],
    ['--brokers kafka:9092 --publish-when loud', /"loud" is not a valid condition/],
    ['--publish-when bytes>=1000', /Without --brokers nothing is published/],
    ['--sums traffic-sums', /--sums names a topic, and there are no brokers/],
    ['--brokers kafka:9092 --sums s --source ::1', /With --sums a cluster sums all traffic/],
    ['--brokers kafka:9092 --sums a/b', /"a\/b" is not a valid topic name/],
    ['--publish-mode packet', /Without --brokers nothing is published/],
    ['--source 10.0.0.0/33', /"10.0.0.0\/33" is not an IP address or network/],
    ['--destination example.org', /"example.org" is not an IP address/],
    ['--pairs some', /"some" must be an integer of 0 or more/],
    ['--pairs 1.5', /"1.5" must be an integer/],
    ['--format xml', /Allowed choices are table, json/],
    ['--capture-engine magic', /Allowed choices are helper, ebpf, cap/],
    ['--duration 25d', /"25d" is longer than a run can be timed/],
    ['--alert-for 0', /"0" must be an integer of 1 or more/],
    ['--alert-clear 101', /"101" must be a percentage from 0 to 100/],
    ['--warn-at 0', /"0" must be a percentage/],
    ['--webhook ftp://example', /is not a valid webhook URL/],
    ['--webhook-secret /nowhere', /can't be read/],
    ['--webhook-secret README.md', /others may read it/],
    ['--syslog example:514', /not a valid syslog address/],
    ['--alert-command []', /not a program with its arguments/],
    ['--data-dir=', /names no folder/],
    ['--nonsense', /unknown option '--nonsense'/],
    ['more', /too many arguments/],
  ])('%s is refused', (line, message) => {
    expect(() => read(line)).toThrow(refused(message));
  });
});

describe('what is printed', () => {
  const output = (...argv: string[]): unknown => {
    const command = withRunOptions(new Command().exitOverride(), 'replay');
    return outputOf(resolveOptions({ commandLine: givenValues(command.parse(argv, { from: 'user' })) }));
  };

  it('is a table with the ten largest pairs unless told otherwise', () => {
    const plain = { pairs: 10, format: 'table', directions: false, failOnBreach: false, verbose: false };
    expect(output()).toEqual(plain);
    expect(output('--pairs', 'all', '--format', 'json', '--fail-on-breach')).toEqual({
      ...{ ...plain, pairs: Number.MAX_SAFE_INTEGER, format: 'json', failOnBreach: true },
    });
    expect(output('--pairs', '0')).toEqual({ ...plain, pairs: 0 });
  });
});

describe('the data folder', () => {
  it.runIf(process.platform === 'linux')('is where XDG says, else in the home folder', () => {
    expect(defaultDataDir({ XDG_DATA_HOME: '/x' })).toBe('/x/streamchecker');
    expect(defaultDataDir({ XDG_DATA_HOME: '' })).toMatch(/\/\.local\/share\/streamchecker$/);
    expect(defaultDataDir({})).toMatch(/\/\.local\/share\/streamchecker$/);
  });
});
