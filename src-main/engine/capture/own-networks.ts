import { networkInterfaces } from 'node:os';
import { formatNetwork, parseNetwork } from '../../common/address.ts';

/** The networks of this machine's interfaces, each once; without one that would be all there is. */
export function ownNetworks(): string[] {
  const networks = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ cidr }) => (cidr === null ? [] : [cidr.replace(/%[^/]*/, '')])),
  );
  const own = networks.map(parseNetwork).filter(({ prefixLength }) => prefixLength > 0);
  return [...new Set(own.map(formatNetwork))].sort();
}
