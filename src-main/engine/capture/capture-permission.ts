import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { guardedHelper, mayRun } from './helper-path.ts';

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
  /** Whether this process may run the helper. */
  readonly runnable: boolean;
  /** The group that alone may run the helper that has the privilege, where this process is not in it. */
  readonly group: HelperGroup | undefined;
  /** Where the file system of the helper is mounted, if file capabilities have no effect there. */
  readonly nosuidMount: string | undefined;
  /** What the helper needs, without `CAP_`, in lower case. */
  readonly capabilities: readonly string[];
}

/** To open links. */
const opening = ['net_raw'];

/** To load the program besides that sums in the kernel. */
const summing = [...opening, 'bpf'];

/** A group that may run the helper. */
export interface HelperGroup {
  readonly name: string;
  /** Whether the person is in it, though not yet in this session. */
  readonly isMember: boolean;
}

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

/** @param groups in the format of group(5) */
export function groupOf(gid: number, user: string, groups: string): HelperGroup | undefined {
  const entries = groups.split('\n').map((line) => line.split(':'));
  const [name, , , members = ''] = entries.find(([, , id]) => id === String(gid)) ?? [];
  return name === undefined ? undefined : { name, isMember: members.split(',').includes(user) };
}

/** The group of the helper that has the privilege, where this process may not run it. */
function closedGroup(helperPath: string): HelperGroup | undefined {
  const closed = guardedHelper(helperPath) ?? (mayRun(helperPath) ? undefined : helperPath);
  const gid = closed === undefined ? undefined : statSync(closed, { throwIfNoEntry: false })?.gid;
  return gid === undefined ? undefined : groupOf(gid, userName(), readKernel('/etc/group'));
}

/** Empty for a user whom the system has no name for. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/**
 * The facts of this process and the helper at this path.
 *
 * @param kernelSums whether the kernel is to sum, for which the helper needs one capability more
 */
export function permissionFacts(helperPath: string, kernelSums = false): PermissionFacts {
  const status = readKernel('/proc/self/status');
  return {
    platform: process.platform,
    helperPath,
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
    effective: holdsNetRaw(status, 'CapEff'),
    ambient: holdsNetRaw(status, 'CapAmb'),
    noNewPrivileges: fieldOf(status, 'NoNewPrivs') === '1',
    runnable: mayRun(helperPath),
    group: closedGroup(helperPath),
    nosuidMount: nosuidMountOf(helperPath, readKernel('/proc/self/mountinfo')),
    capabilities: kernelSums ? summing : opening,
  };
}

/** By what a helper captures that could open an interface. */
export function grantOf({ platform, uid, ambient }: PermissionFacts): string {
  if (uid === 0) return 'as root';
  if (platform !== 'linux') return 'by access to /dev/bpf*';
  return ambient ? 'by an ambient capability' : 'by a file capability of the helper';
}

/** The command before another one that starts it as the same user with these capabilities; root must give it, see setpriv(1). */
export function withAmbient(
  capabilities: readonly string[],
  { uid, gid }: Pick<PermissionFacts, 'uid' | 'gid'>,
): string[] {
  const added = capabilities.map((one) => `+${one}`).join();
  return [
    ...['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups'],
    ...[`--inh-caps=${added}`, `--ambient-caps=${added}`],
  ];
}

const asAmbient = (facts: PermissionFacts): string =>
  `sudo ${withAmbient(facts.capabilities, facts).join(' ')} COMMAND`;

/**
 * The command that gives the helper's file what it needs: in place of what the file had. More than one it puts into effect
 * itself, so that it is started also where one of them is out of reach.
 */
const asFileCapability = ({ capabilities, helperPath }: PermissionFacts): string =>
  `sudo setcap ${capabilities.map((one) => `cap_${one}`).join()}+${capabilities.length > 1 ? 'p' : 'ep'} ${helperPath}`;

/** Whether the system can ask the person for permission: see `askedProgram`. */
export const canAskForPermission = (
  { platform, uid, noNewPrivileges, runnable, group }: PermissionFacts,
  path = process.env.PATH ?? '',
): boolean =>
  platform === 'linux' &&
  uid !== 0 &&
  !noNewPrivileges &&
  (runnable || group?.isMember === true) &&
  ['pkexec', 'setpriv'].every((program) =>
    path.split(':').some((folder) => existsSync(join(folder, program))),
  );

const groupRemedy = ({ name: group, isMember }: HelperGroup): Phrase =>
  isMember
    ? say('capture.remedy.logIn', { group })
    : say('capture.remedy.joinGroup', { group, command: `sudo usermod -aG ${group} $USER` });

/** What helps where capturing is not permitted. */
export function captureRemedy(facts: PermissionFacts): Phrase {
  const { platform, uid, effective, noNewPrivileges, nosuidMount, group } = facts;
  if (platform === 'darwin') return say('capture.remedy.darwin');
  if (uid === 0 && !effective) return say('capture.remedy.giveNetRaw');
  if (group !== undefined) return groupRemedy(group);
  if (!noNewPrivileges && nosuidMount === undefined)
    return say('capture.remedy.setcap', { command: asFileCapability(facts) });
  const command = asAmbient(facts);
  return noNewPrivileges || nosuidMount === undefined
    ? say('capture.remedy.noNewPrivileges', { command })
    : say('capture.remedy.nosuid', { command, mount: nosuidMount });
}

/** What helps where the helper captures, but may not load the program that sums in the kernel. */
export function sumsRemedy(facts: PermissionFacts): Phrase {
  if (facts.uid === 0) return say('capture.remedy.giveBpf');
  return facts.noNewPrivileges || facts.nosuidMount !== undefined
    ? say('capture.remedy.start', { command: asAmbient(facts) })
    : say('capture.remedy.setcapSums', { command: asFileCapability(facts) });
}

/** What helps where `cap` may not capture: it runs in Node, which no file capability should be given to. */
export const capRemedy = (facts: PermissionFacts): Phrase =>
  facts.uid === 0 && !facts.effective
    ? say('capture.remedy.giveNetRaw')
    : say('capture.remedy.startOrRoot', { command: asAmbient(facts) });

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
