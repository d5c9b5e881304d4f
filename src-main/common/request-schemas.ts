import * as v from 'valibot';
import { directions } from './direction.ts';
import { comparisons, scopeParts } from './model/totals.ts';
import { usualKinds } from './model/usual.ts';

/** Id of a stored series; without it, the one that is summed now. */
export const series = v.exactOptional(v.pipe(v.number(), v.safeInteger()));
export const instant = v.pipe(v.number(), v.safeInteger());
/** IP address or network; null for any. */
export const network = v.nullable(v.pipe(v.string(), v.maxLength(64)));

/** Which periods are summed, and what of the traffic. */
export const totalsRequest = v.strictObject({
  series,
  /** Name of the period: `hour`, `day`, `week`, `month`, `month@15`, `year` or a length such as `6h`. */
  per: v.pipe(v.string(), v.maxLength(64)),
  /** The periods begin in `[fromMs, toMs)`; null for no bound. */
  fromMs: v.nullable(instant),
  toMs: v.nullable(instant),
  /** The newest of them, at most. */
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  /** Of a host or network, alone or with another one; null for all traffic. */
  scope: v.nullable(
    v.strictObject({
      host: v.pipe(v.string(), v.maxLength(64)),
      peer: network,
      part: v.picklist(scopeParts),
    }),
  ),
  /** Only what goes one way, seen from the home networks; of all traffic. */
  direction: v.nullable(v.picklist(directions)),
  /** Whether all traffic is told by direction. */
  hasDirections: v.boolean(),
  /** What it is compared with, or the instant at which the other periods begin; null for nothing. */
  compare: v.nullable(v.union([v.picklist(comparisons), instant])),
});

/** Two months: as long as an hour is told apart. */
const longestUsualMs = 62 * 86_400_000;

/** What is usual at each hour of `[fromMs, toMs)`. */
export const usualRequest = v.pipe(
  v.strictObject({ series, fromMs: instant, toMs: instant, of: v.picklist(usualKinds) }),
  v.check(({ fromMs, toMs }) => fromMs < toMs && toMs - fromMs <= longestUsualMs),
);

/** The hosts and pairs with most traffic in `[fromMs, toMs)`. */
export const rangeTopRequest = v.strictObject({
  series,
  fromMs: instant,
  toMs: instant,
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
});
