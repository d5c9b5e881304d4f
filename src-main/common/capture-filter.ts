import type { Limit } from './model/limits.ts';
import type { PairTotal } from './model/windows.ts';

/**
 * A capture filter (BPF) that lets through what a limit counts; of a limit on all traffic, what passes between pairs.
 *
 * @returns null where a filter can't say it: groups of networks, and totals of which no pairs are known
 */
export function captureFilterOf(
  { source, destination }: Pick<Limit, 'source' | 'destination'>,
  pairs: readonly Pick<PairTotal, 'source' | 'destination'>[],
): string | null {
  if ([source, destination].some((end) => end?.startsWith('@'))) return null;
  if (source === null && destination === null) {
    const told = pairs.filter((pair) => pair.source !== 'other');
    return told.length === 0
      ? null
      : told.map((pair) => `(${both(pair.source, pair.destination)})`).join(' or ');
  }
  return both(source, destination);
}

const both = (source: string | null, destination: string | null): string =>
  [
    ...(source === null ? [] : [`src ${endText(source)}`]),
    ...(destination === null ? [] : [`dst ${endText(destination)}`]),
  ].join(' and ');

const endText = (end: string): string => `${end.includes('/') ? 'net' : 'host'} ${end}`;
