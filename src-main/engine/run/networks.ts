import { defaultNetworks } from '../../common/home-networks.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import { ownNetworks } from '../capture/own-networks.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { CheckSettings, ReplaySettings } from './settings.ts';

/** Tells the traffic of files apart; in a folder of live traffic, the networks stay those of that traffic. */
export function networksOfReplay(
  { networks, series }: Pick<DataFolder, 'networks' | 'series'>,
  settings: Pick<ReplaySettings, 'networks'>,
): NamedNetworks {
  if (series.liveNames().length === 0) return noteNetworks({ networks }, settings);
  networks.use(settings.networks, ownNetworks());
  return networks.named;
}

/**
 * Stores which networks are home and have names, for all who read the folder; to be called from time to time, as
 * interfaces come to other networks: what was home stays so.
 *
 * @returns the same object while nothing but own networks came
 */
export function noteNetworks(
  { networks }: Pick<DataFolder, 'networks'>,
  settings: Pick<CheckSettings, 'networks'>,
): NamedNetworks {
  networks.note(settings.networks ?? defaultNetworks, ownNetworks());
  return networks.named;
}
