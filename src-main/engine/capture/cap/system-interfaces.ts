import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { basename } from 'node:path';
import type { NetworkInterface } from '../interfaces.ts';

const flagUp = 0x1;
const flagLoopback = 0x8;

type MasterKind = NonNullable<NetworkInterface['masterKind']>;

/** Of the masters that are neither bridge nor bond, a team alone tells no type of its own. */
function kindOf(folder: string, master: string): MasterKind {
  if (existsSync(`${folder}/${master}/bridge`)) return 'bridge';
  if (existsSync(`${folder}/${master}/bonding`)) return 'bond';
  const isTyped = /^DEVTYPE=/m.test(readFileSync(`${folder}/${master}/uevent`, 'utf8'));
  return isTyped || master === 'ovs-system' ? 'other' : 'team';
}

function linuxInterface(folder: string, name: string): NetworkInterface {
  const flags = Number(readFileSync(`${folder}/${name}/flags`, 'utf8'));
  const masterLink = `${folder}/${name}/master`;
  const master = existsSync(masterLink) ? basename(readlinkSync(masterLink)) : null;
  return {
    name,
    description: '',
    up: (flags & flagUp) !== 0,
    running: readFileSync(`${folder}/${name}/operstate`, 'utf8').trim() !== 'down',
    loopback: (flags & flagLoopback) !== 0,
    master,
    masterKind: master === null ? null : kindOf(folder, master),
    addresses: addressesOf(name),
  };
}

const addressesOf = (name: string): string[] =>
  (networkInterfaces()[name] ?? []).map(({ address }) => address);

/** One that vanishes while it is looked at isn't there. */
function tryInterface(folder: string, name: string): NetworkInterface[] {
  try {
    return [linuxInterface(folder, name)];
  } catch (reason) {
    if (existsSync(`${folder}/${name}/flags`)) throw reason;
    return [];
  }
}

/** Node alone tells only of interfaces that are up and have an address. */
const portableInterfaces = (names: readonly string[]): NetworkInterface[] =>
  names.map((name) => {
    const addresses = networkInterfaces()[name] ?? [];
    return {
      name,
      description: '',
      up: addresses.length > 0,
      running: addresses.length > 0,
      loopback: addresses.some(({ internal }) => internal),
      master: null,
      masterKind: null,
      addresses: addresses.map(({ address }) => address),
    };
  });

/**
 * What the system tells of its network interfaces; of those that it doesn't know, nothing.
 *
 * @param names of interfaces, and of other things that can be captured on
 * @param folder where Linux tells of interfaces, see sysfs(5)
 */
export function systemInterfaces(names: readonly string[], folder = '/sys/class/net'): NetworkInterface[] {
  if (!existsSync(folder)) return portableInterfaces(names);
  return names.filter((name) => !name.includes('/')).flatMap((name) => tryInterface(folder, name));
}
