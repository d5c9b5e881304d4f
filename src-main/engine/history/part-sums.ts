import type { ScopeRollup, WindowRollup } from '../../common/model/windows.ts';
import type { ScopePart } from '../../common/model/totals.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { ReadDirections } from './direction-history.ts';
import type { ScopeHistory } from '../../common/model/windows.ts';
import type { ScopeRequest } from './scope-history.ts';

type TotalsRequest = Parameters<MonitorApi['getTotals']>[0];

/** What of the traffic is summed. */
export type TrafficPart = Pick<TotalsRequest, 'scope' | 'direction'>;

/** What sums pairs. */
export interface SumReads {
  readScope(request: ScopeRequest): Promise<ScopeHistory>;
  readDirections(edges: readonly number[]): Promise<ReadDirections>;
}

/** Closed windows of a stretch of time, with what they had of a part of their traffic. */
export interface PartSum extends WindowRollup {
  /** Bytes of which is not known whether they belong to the part. */
  readonly unknown: number;
}

/** A part of a host's traffic as it is asked for. */
export const scopeRequest = (
  { direction }: Pick<TrafficPart, 'direction'>,
  scope: NonNullable<TrafficPart['scope']>,
) => ({ ...scope, ...(direction !== null && { direction }) });

/** What a host sent, received, or both. */
export const bytesOfScope = ({ bytes, sent, received }: ScopeRollup, part: ScopePart): number =>
  ({ both: bytes, sent, received })[part];

/** Sums closed windows between each edge and the next: of all traffic, a scope, one way, or both. */
export async function partSums(
  reads: SumReads & { readonly rollups: (edges: readonly number[]) => readonly WindowRollup[] },
  part: TrafficPart,
  edges: readonly number[],
): Promise<readonly PartSum[]> {
  const { scope, direction } = part;
  const windows = reads.rollups(edges).map((one) => ({ ...one, unknown: 0 }));
  if (scope === null && direction === null) return windows;
  const known = new Map(windows.map((one) => [one.startMs, one]));
  const sumOf = (startMs: number, bytes: number, unknown: number): PartSum[] => {
    const one = known.get(startMs as PartSum['startMs']);
    return one ? [{ ...one, bytes, unknown }] : [];
  };
  if (scope !== null) {
    const { part: way, ...of } = scopeRequest(part, scope);
    const { parts } = await reads.readScope({ ...of, edges, peers: 0 });
    return parts.flatMap((one) => sumOf(one.startMs, bytesOfScope(one, way), one.unknown));
  }
  const { parts } = await reads.readDirections(edges);
  return parts.flatMap((one) => sumOf(one.startMs, one[direction!], one.unknown));
}
