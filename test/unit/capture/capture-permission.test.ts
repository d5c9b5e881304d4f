import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { inEnglish } from '../../../src-main/common/phrases/say.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { askedProgram } from '../../../src-main/engine/capture/capture-program.ts';
import {
  canAskForPermission,
  capRemedy,
  captureRemedy,
  grantOf,
  groupOf,
  nosuidMountOf,
  permissionFacts,
  type PermissionFacts,
  sumsRemedy,
} from '../../../src-main/engine/capture/capture-permission.ts';

const facts = (more: Partial<PermissionFacts> = {}): PermissionFacts => ({
  ...{ platform: 'linux', helperPath: '/srv/app/helper', uid: 1000, gid: 1000 },
  ...{ effective: false, ambient: false, noNewPrivileges: false, runnable: true, group: undefined },
  ...{ nosuidMount: undefined, capabilities: ['net_raw'] },
  ...more,
});

describe('the way to capture', () => {
  it('is a file capability where one has an effect', () => {
    expect(inEnglish(captureRemedy(facts()))).toContain('sudo setcap cap_net_raw+ep /srv/app/helper');
  });

  it.each([
    [{ nosuidMount: '/tmp/.mount_app' }, '/tmp/.mount_app is mounted nosuid'],
    [{ noNewPrivileges: true }, 'no_new_privs is set'],
  ])('is an ambient capability where a file’s has none: %j', (more, why) => {
    const remedy = inEnglish(captureRemedy(facts(more)));
    expect(remedy).toContain('sudo setpriv --reuid=1000 --regid=1000 --init-groups --inh-caps=+net_raw');
    expect(remedy).toContain(why);
    expect(remedy).not.toContain('setcap');
  });

  it('keeps the capability to sum in the kernel, where it is to sum', () => {
    const summing = { capabilities: ['net_raw', 'bpf'] };
    expect(inEnglish(captureRemedy(facts(summing)))).toContain(
      'sudo setcap cap_net_raw,cap_bpf+p /srv/app/helper',
    );
    expect(inEnglish(captureRemedy(facts({ ...summing, noNewPrivileges: true })))).toContain(
      '--inh-caps=+net_raw,+bpf --ambient-caps=+net_raw,+bpf COMMAND',
    );
    expect(permissionFacts('/srv/app/helper', true).capabilities).toEqual(summing.capabilities);
  });

  it.each<[Partial<PermissionFacts>, string]>([
    [{}, 'Let the helper load its program, too: sudo setcap cap_net_raw,cap_bpf+p /srv/app/helper'],
    [
      { noNewPrivileges: true },
      'Start it with: sudo setpriv --reuid=1000 --regid=1000 --init-groups --inh-caps=+net_raw,+bpf --ambient-caps=+net_raw,+bpf COMMAND',
    ],
    [{ uid: 0 }, 'Give this container or service the capability CAP_BPF'],
  ])('of the program that sums in the kernel is to be given, too: %j', (more, remedy) => {
    expect(inEnglish(sumsRemedy(facts({ capabilities: ['net_raw', 'bpf'], ...more })))).toBe(remedy);
  });

  it.each([
    [false, 'Join the group streamchecker, then log out and in again: sudo usermod -aG streamchecker $USER'],
    [true, 'Log out and in again: you are in the group streamchecker, but this session began before'],
  ])('is the group that may run the helper; in it already: %s', (isMember, remedy) => {
    expect(inEnglish(captureRemedy(facts({ group: { name: 'streamchecker', isMember } })))).toBe(remedy);
  });

  it('is the container’s to give where root has no capability', () => {
    expect(inEnglish(captureRemedy(facts({ uid: 0 })))).toContain('CAP_NET_RAW');
  });

  it('is a group on macOS', () => {
    expect(inEnglish(captureRemedy(facts({ platform: 'darwin' })))).toContain('access_bpf');
  });

  it.each<Partial<PermissionFacts>>([{}, { noNewPrivileges: true }, { platform: 'darwin' }])(
    'is to be root only in the last place: %j',
    (more) => {
      for (const remedy of [captureRemedy(facts(more)), capRemedy(facts(more))])
        expect(inEnglish(remedy)).toMatch(/^(?!Run it as root).*or run it as root\)?$/);
    },
  );

  it.each([
    [{ uid: 0 }, 'as root'],
    [{ ambient: true }, 'by an ambient capability'],
    [{}, 'by a file capability of the helper'],
    [{ platform: 'darwin' as const }, 'by access to /dev/bpf*'],
  ])('that was taken is told: %j', (more, told) => {
    expect(grantOf(facts(more))).toBe(told);
  });
});

describe('the group of the helper', () => {
  const groups = 'root:x:0:\nstreamchecker:x:998:ann,bob\n';

  it.each([
    [998, 'bob', { name: 'streamchecker', isMember: true }],
    [998, 'bo', { name: 'streamchecker', isMember: false }],
    [997, 'bob', undefined],
  ])('is found by its number, with its members: %d, %s', (gid, user, group) => {
    expect(groupOf(gid, user, groups)).toEqual(group);
  });
});

describe('a dialog of the system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-path-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const program of ['pkexec', 'setpriv']) writeFileSync(join(folder, program), '');

  it('can ask where pkexec and setpriv are there', () => {
    expect(canAskForPermission(facts(), `/nowhere:${folder}`)).toBe(true);
    expect(canAskForPermission(facts(), '/nowhere')).toBe(false);
  });

  it.each<Partial<PermissionFacts>>([
    { platform: 'darwin' },
    { uid: 0 },
    { noNewPrivileges: true },
    { runnable: false, group: { name: 'streamchecker', isMember: false } },
  ])('does not help with %j', (more) => {
    expect(canAskForPermission(facts(more), folder)).toBe(false);
  });

  it.each([
    [['net_raw'], '+net_raw'],
    [['net_raw', 'bpf'], '+net_raw,+bpf'],
  ])('starts the helper as the person, with no more than it needs: %j', (capabilities, added) => {
    expect(askedProgram(facts({ capabilities })).command).toEqual([
      ...['pkexec', 'setpriv', '--reuid=1000', '--regid=1000', '--init-groups'],
      ...[`--inh-caps=${added}`, `--ambient-caps=${added}`, '/srv/app/helper'],
    ]);
  });

  it.each([
    [126, 'capture/not-permitted'],
    [127, 'capture/not-permitted'],
    [1, undefined],
  ])('that ends with %d is a refusal or not', (status, code) => {
    expect(askedProgram(facts()).refusal?.(status, '')?.code).toBe(code);
  });

  it.each([
    [126, 'Error executing command as another user: Request dismissed', 'the dialog was dismissed'],
    [
      127,
      'Error executing command as another user: Not authorized\n\nThis incident has been reported.',
      'the system refused it',
    ],
    [
      127,
      "Error creating textual authentication agent: Error opening current controlling terminal for the process (`/dev/tty'): No such device or address",
      'no dialog could be opened, as no polkit agent runs in this session',
    ],
    [
      127,
      'Error executing command as another user: No authentication agent found.',
      'no dialog could be opened, as no polkit agent runs in this session',
    ],
    [127, 'Error getting authority: no bus', 'pkexec could not ask: Error getting authority: no bus'],
    [126, 'setpriv: failed to execute helper', 'pkexec could not ask: setpriv: failed to execute helper'],
  ])('that ends with %d and says %j has its reason', (status, stderr, reason) => {
    expect(askedProgram(facts()).refusal?.(status, stderr)?.message).toBe(
      `The permission to capture was not given: ${reason}`,
    );
  });
});

describe('a mount without file capabilities', () => {
  const mountInfo = [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    '40 22 0:40 / /tmp/.mount\\040one rw,nosuid,nodev - fuse.app app ro',
    '41 22 0:41 / /srv rw,nosuid - ext4 /dev/sdb1 rw',
    '42 41 0:42 / /srv/app rw - ext4 /dev/sdc1 rw',
    '',
  ].join('\n');

  it.each([
    ['/usr/bin/helper', undefined],
    ['/tmp/.mount one/helper', '/tmp/.mount one'],
    ['/srv/other/helper', '/srv'],
    ['/srv/application/helper', '/srv'],
    ['/srv/app/helper', undefined],
  ])('is found by the longest mount point: %s', (path, mount) => {
    expect(nosuidMountOf(path, mountInfo)).toBe(mount);
  });
});
