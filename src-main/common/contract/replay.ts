import type { AlertTransition, OfLimit } from '../model/alerts.ts';
import type { RangeHistory, RangeKind } from '../model/range.ts';
import type { ReplayProgress } from '../model/replay.ts';
import { type ApiOf, call, event, gives, givesNothing, type MethodsOf } from './contract.ts';
import { nothing } from './fields.ts';
import { pastCalls } from './monitor/past.ts';

/** What the process of a replay is asked about the capture files that are open. */
export const replayContract = {
  calls: {
    ...pastCalls,
    /** The alerts that fired, as far as they got, in the order in which they fired; at most 1,000. */
    listBreaches: call(nothing, gives<readonly OfLimit<AlertTransition>[]>()),
    /** Reads no further; what was read stays. */
    cancel: call(nothing, givesNothing),
  },
  events: { progressed: event<ReplayProgress>() },
} as const;

export type ReplayCallName = keyof typeof replayContract.calls;
/** What the windows of capture files can be asked: the same as those of the live history. */
export type PastApi = MethodsOf<typeof pastCalls>;

type RangeRequest = Parameters<PastApi['getRange']>[0];

/** Reads a range: what is asked for by a kind is answered with sums of that kind. */
export const readRange = <K extends RangeKind>(
  past: Pick<PastApi, 'getRange'>,
  request: RangeRequest & { readonly of: { readonly kind: K } },
): Promise<RangeHistory<K>> => past.getRange(request) as Promise<RangeHistory<K>>;
/** What the window can ask of the capture files that are open. */
export type ReplayCalls = MethodsOf<typeof replayContract.calls>;
export type ReplayApi = ApiOf<typeof replayContract>;
