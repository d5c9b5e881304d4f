import { type Quota, shareGone } from '../../../src-main/common/model/quotas.ts';

/** What is used of a quota, on a scale that holds both; every length in percent of the bar. */
export interface QuotaBar {
  /** What is used, up to the quota. */
  readonly fill: number;
  /** What is used past it. */
  readonly excess: number;
  /** What will have been used at its end, up to the quota. */
  readonly ahead: number;
  /** Where it would stand if it were used evenly. */
  readonly timeMark: number;
  readonly warnMark: number;
}

type Used = Pick<Quota, 'used' | 'limit' | 'projection' | 'startMs' | 'endMs'>;

/** Lays out the bar. */
export function quotaBar(quota: Used, warnPercent: number, atMs: number): QuotaBar {
  const { used, limit, projection } = quota;
  const scale = Math.max(used, limit.value, 1);
  const percent = (bytes: number): number => Math.min(100, (bytes / scale) * 100);
  const fill = Math.min(used, limit.value);
  const expected = Math.min(projection?.bytes ?? used, limit.value);
  return {
    fill: percent(fill),
    excess: percent(used - fill),
    ahead: percent(Math.max(0, expected - fill)),
    timeMark: percent(limit.value * shareGone(quota, atMs)),
    warnMark: percent((limit.value * warnPercent) / 100),
  };
}
