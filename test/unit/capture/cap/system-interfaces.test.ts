import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemInterfaces } from '../../../../src-main/engine/capture/cap/system-interfaces.ts';

const folder = mkdtempSync(join(tmpdir(), 'streamchecker-sysfs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An interface as sysfs(5) shows it. */
function addInterface(
  name: string,
  flags: number,
  { master, has, type }: { master?: string; has?: string; type?: string } = {},
): void {
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(join(own, 'flags'), `0x${flags.toString(16)}\n`);
  writeFileSync(join(own, 'operstate'), flags & 1 ? 'up\n' : 'down\n');
  writeFileSync(join(own, 'uevent'), `${type === undefined ? '' : `DEVTYPE=${type}\n`}INTERFACE=${name}\n`);
  if (has !== undefined) mkdirSync(join(own, has));
  if (master !== undefined) symlinkSync(`../${master}`, join(own, 'master'));
}

describe('what Linux tells of interfaces', () => {
  it('is their state, and what they are part of', () => {
    addInterface('up0', 0x1003);
    addInterface('down0', 0x1002);
    addInterface('lo0', 0x9);
    for (const [master, facts] of Object.entries({
      br0: { has: 'bridge' },
      bond0: { has: 'bonding' },
      team0: {},
      vrf0: { type: 'vrf' },
    })) {
      addInterface(master, 0x1003, facts);
      addInterface(`in-${master}`, 0x1003, { master });
    }
    const found = systemInterfaces(
      ['up0', 'down0', 'lo0', 'in-br0', 'in-bond0', 'in-team0', 'in-vrf0', 'any', 'usb/1'],
      folder,
    );
    expect(found).toMatchObject([
      { name: 'up0', up: true, running: true, loopback: false, master: null, masterKind: null },
      { name: 'down0', up: false, running: false },
      { name: 'lo0', up: true, loopback: true },
      { name: 'in-br0', master: 'br0', masterKind: 'bridge' },
      { name: 'in-bond0', master: 'bond0', masterKind: 'bond' },
      { name: 'in-team0', master: 'team0', masterKind: 'team' },
      { name: 'in-vrf0', master: 'vrf0', masterKind: 'other' },
    ]);
    expect(found).toHaveLength(7);
  });
});
