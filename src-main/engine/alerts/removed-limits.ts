import type { Limit } from '../../common/model/limits.ts';
import { isForTotal, totalScope } from '../limits/limits-in-force.ts';
import { ScopeIndex } from '../limits/scope-index.ts';
import type { Window } from '../windows/window.ts';

/**
 * Bytes of a window in the scopes of limits that are no longer in force for it, so that nobody has summed them: one
 * pass over the pairs, however many limits there are.
 */
export function bytesInScopes(limits: readonly Limit[], { bytes, pairs }: Window): number[] {
  const index = new ScopeIndex();
  const scopes = limits.map((limit) => (isForTotal(limit) ? totalScope : index.add(limit)));
  const sums = new Float64Array(index.size);
  const places = index.size > 0 ? pairs.size : 0;
  for (let place = 0; place < places; place += 1) {
    for (const scope of index.scopesOf(pairs.pairAt(place))) sums[scope]! += pairs.bytesAt(place);
  }
  return scopes.map((scope) => (scope === totalScope ? bytes : sums[scope]!));
}
