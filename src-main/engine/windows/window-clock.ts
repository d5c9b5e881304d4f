import { type EpochMs, epochMs } from '../../common/units.ts';
import type { WindowShape } from '../../common/window-shape.ts';

/** Start of the newest window that holds the instant; windows are aligned to the epoch. */
export const newestWindowAt = (at: EpochMs, { slideMs }: WindowShape): EpochMs =>
  epochMs(Math.floor(at / slideMs) * slideMs);

/** Start of the first window that starts after the instant. */
export const nextWindowAt = (at: EpochMs, shape: WindowShape): EpochMs =>
  epochMs(newestWindowAt(at, shape) + shape.slideMs);

/** Starts of all windows `[start, start + size)` that hold the instant, oldest first. */
export function windowsAt(at: EpochMs, shape: WindowShape): EpochMs[] {
  const starts: EpochMs[] = [];
  for (let start: number = newestWindowAt(at, shape); start + shape.sizeMs > at; start -= shape.slideMs) {
    starts.unshift(epochMs(start));
  }
  return starts;
}

/** Start of the oldest window that holds the instant. */
export const oldestWindowAt = (at: EpochMs, shape: WindowShape): EpochMs =>
  epochMs((Math.floor((at - shape.sizeMs) / shape.slideMs) + 1) * shape.slideMs);

/**
 * Starts of the windows that hold a part of `[fromMs, toMs)`, oldest first.
 *
 * @param most how many there are at most: of more, the newest
 */
export function windowsOver(
  { fromMs, toMs }: { readonly fromMs: EpochMs; readonly toMs: EpochMs },
  shape: WindowShape,
  most: number,
): EpochMs[] {
  const lastMs = newestWindowAt(epochMs(toMs - 1), shape);
  const count = Math.min(most, (lastMs - oldestWindowAt(fromMs, shape)) / shape.slideMs + 1);
  return Array.from({ length: count }, (_, i) => epochMs(lastMs - (count - 1 - i) * shape.slideMs));
}
