import type { NamedNetworks } from '../common/named-networks.ts';
import { ownNetworks } from '../engine/capture/own-networks.ts';
import type { DataFolder } from '../engine/store/data-folder.ts';

/**
 * The networks of a data folder; home are others where they are named.
 *
 * @throws MonitorError `settings/invalid` for a group that the folder does not know
 */
export function networksOf(
  { networks }: Pick<DataFolder, 'networks'>,
  home: readonly string[] | undefined,
): NamedNetworks {
  return home === undefined ? networks.named : networks.namedWith(home, ownNetworks());
}
