import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, type Line, TemporaryFolder } from '../support/process/command-line.ts';
import { eventually } from '../support/desktop/desktop-app.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { runCommand } from '../support/desktop/desktop-page.ts';
import { captures, InstalledApp } from '../support/desktop/installed-app.ts';
import { canInstall, packages } from '../support/packages/packages.ts';
import { SystemCopy } from '../support/process/system-copy.ts';

const app = '/opt/StreamChecker';
const helper = `${app}/resources/streamchecker-capture`;
const leftover = '/opt/StreamChecker/file-of-the-older-version';

/** The same package under an older version, with a file more. */
function olderDeb(folder: string): string {
  const tree = join(folder, 'tree');
  execFileSync('dpkg-deb', ['--raw-extract', packages.deb, tree]);
  const control = join(tree, 'DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, 'Version: 0.0.1'));
  writeFileSync(join(tree, leftover), '');
  execFileSync('dpkg-deb', ['-Znone', '--root-owner-group', '--build', tree, join(folder, 'older.deb')]);
  rmSync(tree, { recursive: true });
  return join(folder, 'older.deb');
}

describe.skipIf(!canInstall)('the deb', () => {
  const own = ownedByTests();
  let system: SystemCopy;
  let traffic: LoopbackTraffic;

  /** Runs a verb of the installed command as the person, to its end. */
  const ann = async (...args: string[]): Promise<CommandLine & { status: number | null }> => {
    const line = new CommandLine(args, { program: system.commandAs('ann', 'streamchecker') });
    return Object.assign(line, { status: await line.end() });
  };
  /** Watches the loopback interface for a while, as the person, while `bytes` pass. */
  const watch = async (bytes: number): Promise<Line[]> => {
    const filter = `udp port ${traffic.port}`;
    const options = ['--interface', 'lo', '--filter', filter, '--window', '24h', '--format', 'json'];
    const line = new CommandLine(['monitor', ...options], {
      program: system.commandAs('ann', 'streamchecker'),
    });
    await eventually('a capture', () => captures(system));
    await traffic.send(bytes, 10);
    await new Promise((wake) => setTimeout(wake, 700)); // a flush, and what follows it
    line.kill('SIGINT');
    expect([await line.end(), line.errors]).toEqual([0, '']);
    return line.json();
  };
  const stored = async (): Promise<{ windows: string[]; limits: string[]; alerts: string[] }> => ({
    windows: (await ann('windows', 'list', '--format', 'json')).lines,
    limits: (await ann('limits', 'list', '--format', 'json')).lines,
    alerts: (await ann('alerts', 'list', '--format', 'json')).lines,
  });

  beforeAll(async () => {
    system = own(await SystemCopy.open(), (copy) => copy.close());
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    await system.do('useradd', '--create-home', 'ann');
    using folder = new TemporaryFolder();
    await system.put(olderDeb(folder.path), '/tmp/older.deb');
    await system.put(packages.deb, '/tmp/streamchecker.deb');
  });

  it('is installed, all it depends on being there', async () => {
    const { status, stderr, stdout } = await system.run('dpkg', '--install', '/tmp/older.deb');
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('sudo usermod -aG streamchecker USER');
    expect(await system.do('dpkg', '--verify', 'streamchecker')).toBe('');
  });

  it('gives its helper, and nothing else, one capability, for one group', async () => {
    expect(await system.do('stat', '-c', '%U:%G %a', helper)).toBe('root:streamchecker 750\n');
    expect(await system.do('getcap', '-r', app)).toBe(`${helper} cap_net_raw=ep\n`);
    const privileged = await system.do('find', app, '-perm', '/6000');
    expect(privileged.replace(`${app}/chrome-sandbox\n`, '')).toBe('');
  });

  it('tells who is not in the group to join it, and reads for them what needs no right', async () => {
    const { status, errors } = await ann('monitor', '--interface', 'lo', '--duration', '1s');
    expect(status).toBe(1);
    expect(errors).toMatch(/^streamchecker: .*sudo usermod -aG streamchecker \$USER.*\n$/);
    expect((await ann('interfaces')).status).toBe(0);
  });

  it('captures for a member of the group, to the byte', async () => {
    await system.do('usermod', '--append', '--groups', 'streamchecker', 'ann');
    const limits = JSON.stringify([{ limit_name: 'max', limit_value: 5_000, effective_date: '2020-01-01' }]);
    await system.do('sh', '-c', `echo '${limits}' > /tmp/limits.json`);
    expect((await ann('limits', 'import', '/tmp/limits.json')).status).toBe(0);
    const lines = await watch(20_000);
    expect(lines.filter(({ type }) => type === 'window').at(-1)).toMatchObject({
      bytes: 20_000,
      status: 'above',
    });
    expect(lines.filter(({ type }) => type === 'alert')).toMatchObject([{ state: 'firing' }]);
  });

  it('keeps every window, limit and alert when it is upgraded, and goes on', async () => {
    const before = await stored();
    expect([before.windows.length, before.limits.length, before.alerts.length]).toEqual([1, 1, 1]);
    await system.do('dpkg', '--install', '/tmp/streamchecker.deb');
    expect(await stored()).toEqual(before);
    expect((await system.run('test', '-e', leftover)).status).toBe(1);
    expect(await system.do('getcap', helper)).toBe(`${helper} cap_net_raw=ep\n`);
    const window = (await watch(30_000)).filter(({ type }) => type === 'window').at(-1);
    expect(window).toMatchObject({ bytes: 50_000 });
  });

  it('opens its window for an unprivileged user, sandboxed, in good time', async () => {
    const installed = await InstalledApp.start(system, 'ann', [
      'streamchecker',
      '--interface',
      'lo',
      '--window',
      '24h',
      '--show',
      'overview',
    ]);
    try {
      await installed.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
      console.log(`From start to the first window: ${installed.windowMs} ms`);
      expect(installed.windowMs).toBeLessThan(15_000);
      expect(await installed.sandboxed()).toBe(true);
    } finally {
      await installed.close();
    }
  });

  it('leaves updates to the package manager', async () => {
    const installed = await InstalledApp.start(system, 'ann', [
      'streamchecker',
      '--interface',
      'lo',
      '--show',
      'overview',
    ]);
    try {
      await installed.page.getByTestId('capture-state').waitFor();
      await runCommand(installed.page, 'Check for Updates');
      await installed.page
        .locator('[data-testid=update-state][data-state=hindered]')
        .getByText('sudo apt install ./streamchecker_')
        .waitFor();
    } finally {
      await installed.close();
    }
  });

  it('brings manual page, completions and what a desktop shows', async () => {
    expect(await system.do('sh', '-c', 'man -w streamchecker')).toBe(
      '/usr/share/man/man1/streamchecker.1.gz\n',
    );
    const metainfo = '/usr/share/metainfo/app.streamchecker.StreamChecker.metainfo.xml';
    await system.do('appstreamcli', 'validate', '--no-net', metainfo);
    const entry = '/usr/share/applications/streamchecker.desktop';
    expect(await system.do('desktop-file-validate', entry)).toBe('');
    const text = await system.do('cat', entry);
    expect(text).toContain('MimeType=application/vnd.tcpdump.pcap;application/x-pcapng;\n');
    expect(text).toMatch(/^Exec=.* %U$/m);
    for (const view of ['alerts', 'history', 'limits', 'settings'])
      expect(text).toContain(`Exec=/opt/StreamChecker/streamchecker --show=${view}\n`);
    const types = await system.do('cat', '/usr/share/mime/packages/streamchecker.xml');
    expect(types).toContain('<glob pattern="*.pcapng"/>');
    const sizes = await system.do('sh', '-c', 'ls -d /usr/share/icons/hicolor/*/apps/streamchecker.*');
    expect(sizes.trim().split('\n')).toHaveLength(9);
  });

  it('brings a service that systemd accepts and finds confined', async () => {
    const service = 'streamchecker-agent.service';
    const verified = await system.run(
      'systemd-analyze',
      'verify',
      '--man=no',
      `/usr/lib/systemd/system/${service}`,
    );
    expect(verified).toMatchObject({ status: 0, stderr: '' });
    // The exposure that is allowed, in tenths.
    const offline = ['--offline=true', '--threshold=20', '--no-pager'];
    expect(await system.do('systemd-analyze', 'security', ...offline, service)).toContain(
      'Overall exposure level',
    );
  });

  it('is removed without a trace, but for what people recorded', async () => {
    await system.do('dpkg', '--purge', 'streamchecker');
    expect(await system.do('find', '/etc', '/opt', '/usr', '/var', '-iname', '*streamchecker*')).toBe('');
    expect((await system.run('getent', 'group', 'streamchecker')).stdout).toBe('');
    expect(
      (await system.run('test', '-s', '/home/ann/.local/share/streamchecker/streamchecker.db')).status,
    ).toBe(0);
  });
});
