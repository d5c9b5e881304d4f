import { beforeAll, describe, expect, it } from 'vitest';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { canInstall, packages } from '../support/packages/packages.ts';
import { SystemCopy } from '../support/process/system-copy.ts';

const helper = '/opt/StreamChecker/resources/streamchecker-capture';

/** Debian's rpm knows none of Debian's libraries, so what the package requires is not looked for. */
const onDebian = ['--nodeps', '--force-debian'];

describe.skipIf(!canInstall)('the rpm', () => {
  const own = ownedByTests();
  let system: SystemCopy;

  beforeAll(async () => {
    system = own(await SystemCopy.open(), (copy) => copy.close());
    await system.do('useradd', '--create-home', 'ann');
    await system.put(packages.rpm, '/tmp/streamchecker.rpm');
  });

  const rights = async (): Promise<string> =>
    (await system.do('stat', '-c', '%U:%G %a', helper)) + (await system.do('getcap', helper));

  it('requires libraries by their names, which are the same everywhere, and no libpcap', async () => {
    const required = await system.do('rpm', '--query', '--package', '--requires', '/tmp/streamchecker.rpm');
    expect(required).toContain('libgtk-3.so.0()(64bit)');
    expect(required).not.toContain('pcap');
  });

  it('is installed, with the capability for its group', async () => {
    const said = await system.do('rpm', '--install', ...onDebian, '/tmp/streamchecker.rpm');
    expect(said).toContain('sudo usermod -aG streamchecker USER');
    expect(await rights()).toBe(`root:streamchecker 750\n${helper} cap_net_raw=ep\n`);
  });

  it('runs for a user', async () => {
    const { status, stdout } = await system.runAs('ann', 'streamchecker', '--version');
    expect([status, stdout]).toEqual([0, `${packages.version}\n`]);
  });

  it('is the same after an upgrade', async () => {
    const said = await system.do('rpm', '--upgrade', '--force', ...onDebian, '/tmp/streamchecker.rpm');
    expect(said).not.toContain('usermod');
    expect(await rights()).toBe(`root:streamchecker 750\n${helper} cap_net_raw=ep\n`);
    expect((await system.runAs('ann', 'streamchecker', '--version')).status).toBe(0);
  });

  it('is removed without a trace', async () => {
    await system.do('rpm', '--erase', '--nodeps', 'streamchecker');
    expect(await system.do('find', '/etc', '/opt', '/usr', '-iname', '*streamchecker*')).toBe('');
    expect((await system.run('getent', 'group', 'streamchecker')).stdout).toBe('');
  });
});
