import { readFileSync } from 'node:fs';
import { guardedHelper } from './helper-path.ts';

/** What decides how a process on this machine may be let capture. */
export interface PermissionFacts {
  readonly platform: NodeJS.Platform;
  readonly helperPath: string;
  readonly uid: number;
  readonly gid: number;
  /** Whether this process itself has CAP_NET_RAW. */
  readonly effective: boolean;
  /** Whether this process hands CAP_NET_RAW on to what it starts. */
  readonly ambient: boolean;
  /** Whether nothing that this process starts can gain a privilege. */
  readonly noNewPrivileges: boolean;
  /** Where the file system of the helper is mounted, if file capabilities have no effect there. */
  readonly nosuidMount: string | undefined;
  /** The helper that only members of {@link captureGroup} may run, where this process is not one of them. */
  readonly guardedHelper: string | undefined;
}

/** Whoever is in it may capture with an installed package. */
export const captureGroup = 'streamchecker';

const netRaw = 1n << 13n;

/** A file of the kernel's; empty where there is none. */
function readKernel(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A field of `/proc/PID/status`; empty where it isn't there. */
const fieldOf = (status: string, name: string): string =>
  new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';

const holdsNetRaw = (status: string, set: string): boolean =>
  (BigInt(`0x${fieldOf(status, set) || '0'}`) & netRaw) !== 0n;

const unescapeOctal = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));

/**
 * Where the file system that holds `path` is mounted, if it is with `nosuid`.
 *
 * @param mountInfo in the format of `/proc/self/mountinfo`, see proc(5)
 */
export function nosuidMountOf(path: string, mountInfo: string): string | undefined {
  const holds = (point: string): boolean => path.startsWith(point.endsWith('/') ? point : `${point}/`);
  const mounts = mountInfo
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, , , , point = '', options = '']) => ({
      point: unescapeOctal(point),
      options: options.split(','),
    }))
    .filter(({ point }) => point !== '' && holds(point));
  // Of several at the same place, the last one covers the others.
  const mount = mounts.reduce<(typeof mounts)[number] | undefined>(
    (deepest, each) => (each.point.length >= (deepest?.point.length ?? 0) ? each : deepest),
    undefined,
  );
  return mount?.options.includes('nosuid') ? mount.point : undefined;
}

/** The facts of this process and the helper at this path. */
export function permissionFacts(helperPath: string): PermissionFacts {
  const status = readKernel('/proc/self/status');
  return {
    platform: process.platform,
    helperPath,
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
    effective: holdsNetRaw(status, 'CapEff'),
    ambient: holdsNetRaw(status, 'CapAmb'),
    noNewPrivileges: fieldOf(status, 'NoNewPrivs') === '1',
    nosuidMount: nosuidMountOf(helperPath, readKernel('/proc/self/mountinfo')),
    guardedHelper: guardedHelper(helperPath),
  };
}

/** By what a helper captures that could open an interface. */
export function grantOf({ platform, uid, ambient }: PermissionFacts): string {
  if (uid === 0) return 'as root';
  if (platform !== 'linux') return 'by access to /dev/bpf*';
  return ambient ? 'by an ambient capability' : 'by a file capability of the helper';
}

const withAmbientCapability = (uid: number, gid: number): string =>
  `sudo setpriv --reuid=${uid} --regid=${gid} --init-groups --inh-caps=+net_raw --ambient-caps=+net_raw`;

/** What helps where capturing is not permitted. */
export function captureRemedy(facts: PermissionFacts): string {
  const { platform, helperPath, uid, gid, effective, noNewPrivileges, nosuidMount } = facts;
  if (platform === 'darwin')
    return 'Run it as root, or join the group that may read /dev/bpf* (access_bpf, which Wireshark’s ChmodBPF sets up)';
  if (facts.guardedHelper !== undefined)
    return `Join the group that may: sudo usermod -aG ${captureGroup} $USER; then log in again`;
  if (uid === 0 && !effective) return 'Give this container or service the capability CAP_NET_RAW';
  if (!noNewPrivileges && nosuidMount === undefined)
    return `Run it as root, or let the helper capture: sudo setcap cap_net_raw+ep ${helperPath}`;
  const why = noNewPrivileges
    ? 'no_new_privs is set here'
    : `${nosuidMount} is mounted nosuid, as an AppImage is`;
  return `Run it as root, or start it with: ${withAmbientCapability(uid, gid)} COMMAND (a file capability has no effect: ${why})`;
}

/** What helps where `cap` may not capture: it runs in Node, which no file capability should be given to. */
export const capRemedy = ({ uid, gid, effective }: PermissionFacts): string =>
  uid === 0 && !effective
    ? 'Give this container or service the capability CAP_NET_RAW'
    : `Run it as root, or start it with: ${withAmbientCapability(uid, gid)} COMMAND`;

/** What a running helper may still do, in words; undefined where the system does not tell. */
export function restrictionsOf(pid: number): string | undefined {
  const status = readKernel(`/proc/${pid}/status`);
  if (status === '') return undefined;
  const only = BigInt(`0x${fieldOf(status, 'CapEff') || '0'}`) === netRaw;
  const restrictions = [
    fieldOf(status, 'Uid').startsWith('0\t') ? 'still as root' : 'not as root',
    only ? 'with CAP_NET_RAW alone' : `with the capabilities ${fieldOf(status, 'CapEff')}`,
    fieldOf(status, 'NoNewPrivs') === '1' ? undefined : 'able to gain privileges',
    fieldOf(status, 'Seccomp') === '2' ? 'few system calls' : 'all system calls',
  ];
  return restrictions.filter((one) => one !== undefined).join(', ');
}
