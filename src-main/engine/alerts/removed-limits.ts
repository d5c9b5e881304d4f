import type { NamedNetworks } from '../../common/named-networks.ts';
import type { Limit } from '../../common/model/limits.ts';
import { isForTotal, totalScope } from '../limits/limits-in-force.ts';
import { ScopeIndex } from '../limits/scope-index.ts';
import type { Window } from '../windows/window.ts';

/**
 * Bytes of a window in the scopes of limits that are no longer in force for it, so that nobody has summed them: one
 * pass over the pairs, however many limits there are.
 */
export function bytesInScopes(limits: readonly Limit[], window: Window, networks: NamedNetworks): number[] {
  const index = new ScopeIndex(networks);
  const scopes = limits.map((limit) => (isForTotal(limit) ? totalScope : index.add(limit)));
  const sums = new Float64Array(index.size);
  const pairs = index.size > 0 ? window.pairs : undefined;
  for (const { pair, bytes: ofPair } of pairs?.entries() ?? [])
    for (const scope of index.scopesOf(pair)) sums[scope]! += ofPair;
  if (pairs?.folded) index.keys.forEach((key, scope) => (sums[scope]! += pairs.folded!.get(key) ?? 0));
  return scopes.map((scope) => (scope === totalScope ? window.bytes : sums[scope]!));
}
