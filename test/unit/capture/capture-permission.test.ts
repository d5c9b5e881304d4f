import { describe, expect, it } from 'vitest';
import {
  captureRemedy,
  grantOf,
  nosuidMountOf,
  type PermissionFacts,
} from '../../../src-main/engine/capture/capture-permission.ts';

const facts = (more: Partial<PermissionFacts> = {}): PermissionFacts => ({
  ...{ platform: 'linux', helperPath: '/srv/app/helper', uid: 1000, gid: 1000 },
  ...{ effective: false, ambient: false, noNewPrivileges: false, nosuidMount: undefined },
  guardedHelper: undefined,
  ...more,
});

describe('the way to capture', () => {
  it('is a file capability where one has an effect', () => {
    expect(captureRemedy(facts())).toContain('sudo setcap cap_net_raw+ep /srv/app/helper');
  });

  it.each([
    [{ nosuidMount: '/tmp/.mount_app' }, '/tmp/.mount_app is mounted nosuid'],
    [{ noNewPrivileges: true }, 'no_new_privs is set'],
  ])('is an ambient capability where a file’s has none: %j', (more, why) => {
    const remedy = captureRemedy(facts(more));
    expect(remedy).toContain('sudo setpriv --reuid=1000 --regid=1000 --init-groups --inh-caps=+net_raw');
    expect(remedy).toContain(why);
    expect(remedy).not.toContain('setcap');
  });

  it('is the group of an installed package, for those who are not in it', () => {
    const guardedHelper = '/opt/StreamChecker/resources/streamchecker-capture';
    expect(captureRemedy(facts({ guardedHelper }))).toContain('sudo usermod -aG streamchecker $USER');
  });

  it('is the container’s to give where root has no capability', () => {
    expect(captureRemedy(facts({ uid: 0 }))).toContain('CAP_NET_RAW');
  });

  it('is a group on macOS', () => {
    expect(captureRemedy(facts({ platform: 'darwin' }))).toContain('access_bpf');
  });

  it.each([
    [{ uid: 0 }, 'as root'],
    [{ ambient: true }, 'by an ambient capability'],
    [{}, 'by a file capability of the helper'],
    [{ platform: 'darwin' as const }, 'by access to /dev/bpf*'],
  ])('that was taken is told: %j', (more, told) => {
    expect(grantOf(facts(more))).toBe(told);
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
