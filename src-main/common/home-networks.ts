import { type NetworkGroups, networksIn, resolveGroups } from './network-groups.ts';
import { say } from './phrases/say.ts';

/** The wanted home network that stands for {@link privateNetworks} and those of the machine's interfaces. */
export const autoHome = 'auto';

/**
 * Networks of no use beyond a site (RFC 1918, RFC 4193), and addresses that stay on a link: loopback, link-local,
 * unspecified, broadcast and multicast.
 */
export const privateNetworks: readonly string[] = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  ...['127.0.0.0/8', '::1', '169.254.0.0/16', 'fe80::/10'],
  ...['0.0.0.0', '::', '255.255.255.255', '224.0.0.0/4', 'ff00::/8'],
];

/** Which networks are home, and which have names; as people set it. */
export interface NetworkSettings {
  /** Networks, groups, and {@link autoHome}. */
  readonly home: readonly string[];
  readonly groups: NetworkGroups;
}

export const defaultNetworks: NetworkSettings = { home: [autoHome], groups: {} };

/** The networks that traffic is told apart by, without names within; as they are stored and cross processes. */
export interface KnownNetworks {
  readonly home: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** What was wanted for home: sums of a direction go on while it is the same, though own networks come and go. */
  readonly homeName: string;
}

/**
 * Puts networks in the place of names.
 *
 * @param own the networks of the machine's interfaces, now and before
 * @throws MonitorError `settings/invalid`, `request/invalid` for what can't be used
 */
export function knownNetworks({ home, groups }: NetworkSettings, own: readonly string[]): KnownNetworks {
  const resolved = resolveGroups(groups);
  const networksOf = (texts: readonly string[]): string[] =>
    networksIn(texts, resolved, (name) => say('group.unknownInHome', { name }));
  const isAuto = home.includes(autoHome);
  const named = networksOf(home.filter((text) => text !== autoHome));
  return {
    home: [...new Set([...named, ...(isAuto ? [...privateNetworks, ...networksOf(own)] : [])])],
    groups: resolved,
    homeName: [...(isAuto ? [autoHome] : []), ...[...new Set(named)].sort()].join(' '),
  };
}
