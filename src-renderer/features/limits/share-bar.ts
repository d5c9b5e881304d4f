import type { MinMax } from '../../../src-main/common/model/windows.ts';

/** A window's total on a scale with its limits; every length in percent of the bar. */
export interface ShareBar {
  /** The part up to the max limit. */
  readonly fill: number;
  /** The part past it. */
  readonly excess: number;
  readonly minMark: number | null;
  readonly maxMark: number | null;
}

const headroom = 1.08;

/** Lays out the bar; null where no limit is in force and there is nothing to share. */
export function shareBar(bytes: number, { min, max }: MinMax): ShareBar | null {
  if (min === null && max === null) return null;
  const scale = Math.max(bytes, min ?? 0, max ?? 0, 1) * headroom;
  const percent = (value: number): number => (value / scale) * 100;
  const upToMax = max === null ? bytes : Math.min(bytes, max);
  return {
    fill: percent(upToMax),
    excess: percent(bytes - upToMax),
    minMark: min === null ? null : percent(min),
    maxMark: max === null ? null : percent(max),
  };
}
