import type { Verdict } from './evaluator.ts';

/** When alerts fire and end, beside the limits themselves. */
export interface AlertRules {
  /** How many windows must breach in a row, from 1. */
  readonly forWindows: number;
  /** How far inside the limit a window must close for its alert to end, in percent of the limit. */
  readonly clearPercent: number;
}

/** Alerts fire at the first breach and end at the first window within the limit. */
export const plainRules: AlertRules = { forWindows: 1, clearPercent: 0 };

/** Whether an observed total lies so far inside its limit that an alert may end. */
export function isClear(
  { limit, observed }: Pick<Verdict, 'limit' | 'observed'>,
  { clearPercent }: AlertRules,
): boolean {
  const margin = (limit.value * clearPercent) / 100;
  return limit.name === 'max' ? observed <= limit.value - margin : observed >= limit.value + margin;
}

/** Whether a total has reached the share of its maximum at which people want a warning, without being above it. */
export const isNear = (
  { limit, observed }: Pick<Verdict, 'limit' | 'observed'>,
  warnPercent: number,
): boolean =>
  limit.name === 'max' &&
  observed <= limit.value &&
  observed >= (limit.value * warnPercent) / 100 &&
  observed > 0;
