import { containsAddress, type Network, type PackedAddress } from '../../common/address.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';

/** Which pairs are summed: any of the sources (all, if none is named) to any of the destinations. */
export interface Selection {
  readonly sources: readonly Network[];
  readonly destinations: readonly Network[];
}

/** Selects all traffic. */
export const everything: Selection = { sources: [], destinations: [] };

/** Whether a selection leaves nothing out. */
export const selectsEverything = ({ sources, destinations }: Selection): boolean =>
  sources.length === 0 && destinations.length === 0;

/** Whether a pair belongs to the selection. */
export function selects(selection: Selection, pair: PairKey): boolean {
  return within(selection.sources, sourceOf(pair)) && within(selection.destinations, destinationOf(pair));
}

const within = (networks: readonly Network[], address: PackedAddress): boolean =>
  networks.length === 0 || networks.some((network) => containsAddress(network, address));
