import type { NumberStyle } from '../../src-main/common/format.ts';
import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import type { UsualStep } from '../../src-main/common/model/usual.ts';
import { verticalScale } from './chart-model.ts';

/** How bytes stand on the axis: evenly, by their powers, or evenly with a cut below the largest. */
export type ByteAxisKind = 'linear' | 'logarithmic' | 'cut';

/** What stands on the axis. */
export interface AxisContent {
  readonly windows: readonly WindowSummary[];
  readonly before: readonly WindowSummary[];
  readonly usual: readonly UsualStep[];
}

/** Where bytes stand, as a share of the axis; they stand as they are ordered. */
export interface ByteAxis {
  readonly kind: ByteAxisKind;
  /** Bytes at its end. */
  readonly top: number;
  /** Above it the axis is cut, in bytes; null where it isn't. */
  readonly cutAt: number | null;
  readonly shareOf: (bytes: number) => number;
  readonly bytesAt: (share: number) => number;
  /**
   * Bytes to be marked.
   *
   * @param steps distances that make round numbers, ascending
   */
  readonly marks: (heightPx: number, steps: readonly number[]) => number[];
}

/** The largest steps come to the next unit: where that is 1,024 of this one, they are parts of it. */
const largestSteps = { si: [100, 200, 500], iec: [128, 256, 512] } as const;

/** Steps between marks of the bytes axis: 1, 2 or 5, and tens and hundreds of them, in the units that are shown. */
export const byteSteps = ({ units }: Pick<NumberStyle, 'units'>): number[] =>
  Array.from({ length: 6 }, (_, power) => (units === 'si' ? 1000 : 1024) ** power)
    .flatMap((unit) => [1, 2, 5, 10, 20, 50, ...largestSteps[units]].map((step) => step * unit))
    .filter((step) => step <= Number.MAX_SAFE_INTEGER);

/** Between marks, in CSS pixels. */
const spacePx = 36;
const headroom = 1.1;
/** What is usual has its place unless it is that much above the bars. */
const flatteningFactor = 25;

/** The axis of a kind for what is drawn. An axis that there is nothing to cut on is linear. */
export function byteAxis(kind: ByteAxisKind, { windows, before, usual }: AxisContent): ByteAxis {
  const bars = Math.max(verticalScale(windows).top, verticalScale(before).top);
  const band = usual.reduce((most, { upper }) => Math.max(most, upper * headroom), 0);
  const top = band <= bars * flatteningFactor ? Math.max(bars, band) : bars;
  if (kind === 'logarithmic' && top > 1) return logarithmic(top, windows);
  const cutAt = kind === 'cut' ? cutOf(windows) : null;
  return cutAt === null ? linear(top) : cut(top, cutAt, windows);
}

const linear = (top: number): ByteAxis => ({
  ...{ kind: 'linear', top, cutAt: null },
  shareOf: (bytes) => bytes / top,
  bytesAt: (share) => share * top,
  marks: (heightPx, steps) => evenMarks(top, heightPx, steps),
});

function evenMarks(top: number, heightPx: number, steps: readonly number[]): number[] {
  const most = Math.max(1, heightPx / spacePx);
  const step = steps.find((one) => top / one <= most) ?? steps.at(-1)!;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
}

/** Nothing has its place below the least power, and what is less than it in between. */
const leastShare = 0.06;
const mostPowers = 9;
/** Over a longer range only powers are marked. */
const mostInFull = 1_000;

function logarithmic(top: number, windows: readonly WindowSummary[]): ByteAxis {
  const least = windows.reduce((least, { bytes }) => (bytes > 0 ? Math.min(least, bytes) : least), top);
  const floor = Math.max(1, 10 ** Math.floor(Math.log10(least)), top / 10 ** mostPowers);
  const span = Math.log(Math.max(top / floor, 1.0001));
  const shareOf = (bytes: number): number =>
    bytes <= floor
      ? (bytes / floor) * leastShare
      : leastShare + (1 - leastShare) * (Math.log(bytes / floor) / span);
  return {
    ...{ kind: 'logarithmic', top, cutAt: null, shareOf },
    bytesAt: (share) =>
      share <= leastShare
        ? (share / leastShare) * floor
        : floor * Math.exp(((share - leastShare) / (1 - leastShare)) * span),
    marks: (heightPx, steps) => {
      const rounds = top / floor > mostInFull ? steps.filter(isPower) : steps;
      return [0, ...apart(rounds, shareOf, floor, top, heightPx)];
    },
  };
}

/** Of 1, 2, 5, 10, 20, …: 1, 10, 100 of a unit. */
const isPower = (_: number, index: number): boolean => index % 3 === 0;

/** Marks in a range that don't come too near to each other. */
function apart(
  marks: readonly number[],
  shareOf: (bytes: number) => number,
  floor: number,
  top: number,
  heightPx: number,
): number[] {
  const chosen: number[] = [];
  for (const mark of marks) {
    if (mark < floor || mark > top) continue;
    const distance = (shareOf(mark) - shareOf(chosen.at(-1) ?? 0)) * heightPx;
    if (distance >= (2 * spacePx) / 3) chosen.push(mark);
  }
  return chosen;
}

/** What the bars below the cut have of the axis, and where it goes on above the cut. */
const cutShares = { below: 0.8, above: 0.87 } as const;
/** The largest bars are that much higher than those below the cut at least, and a few of all. */
const giantFactor = 3;
const giantShare = 0.05;

function cut(top: number, cutAt: number, windows: readonly WindowSummary[]): ByteAxis {
  const { below, above } = cutShares;
  const largest = windows.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  return {
    ...{ kind: 'cut', top, cutAt },
    shareOf: (bytes) =>
      bytes <= cutAt ? (bytes / cutAt) * below : above + ((bytes - cutAt) / (top - cutAt)) * (1 - above),
    bytesAt: (share) =>
      share <= below
        ? (share / below) * cutAt
        : cutAt + Math.max(0, (share - above) / (1 - above)) * (top - cutAt),
    marks: (heightPx, steps) => [...evenMarks(cutAt, heightPx * below, steps), largest],
  };
}

/** Shares of the axis between which it is cut. */
export const cutGap: readonly [from: number, to: number] = [cutShares.below, cutShares.above];

/** Where to cut so that all but the largest can be told apart; null where there is no giant. */
function cutOf(windows: readonly WindowSummary[]): number | null {
  const sizes = windows.map(({ bytes }) => bytes).sort((a, b) => b - a);
  const giants = Math.max(1, Math.floor(sizes.length * giantShare));
  const body = sizes
    .slice(0, giants + 1)
    .findIndex((size, i) => i > 0 && sizes[i - 1]! >= giantFactor * size);
  const below = body < 0 ? 0 : sizes[body]!;
  return below > 0 ? below * headroom : null;
}
