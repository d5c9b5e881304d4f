import type { RateSample } from '../../../src-main/common/model/capture.ts';
import { rateSeconds } from './live-rate.svelte.ts';

/**
 * The rate as the outline of an area, in a box of `width` × `height` whose right edge is the newest sample. Empty for
 * fewer than two samples.
 */
export function ratePath(samples: readonly RateSample[], width: number, height: number): string {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || first === last) return '';
  const largest = Math.max(1, ...samples.map(({ bytes }) => bytes));
  const x = (atMs: number): number => width - ((last.atMs - atMs) / (rateSeconds * 1000)) * width;
  const y = (bytes: number): number => height - (bytes / largest) * (height - 1);
  const points = samples.map(({ atMs, bytes }) => `${x(atMs).toFixed(1)} ${y(bytes).toFixed(1)}`);
  return `M${x(first.atMs).toFixed(1)} ${height}L${points.join('L')}L${width} ${height}Z`;
}
