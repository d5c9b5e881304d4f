import type { LimitRow } from '../../../src-main/common/limit-row.ts';

const hostOf = (i: number): string => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;

/** Four in ten limits are about a host, three about a pair of hosts, two about a network, one about a pair of networks. */
function scopeOf(i: number): Pick<LimitRow, 'source' | 'destination'> {
  const other = hostOf(i * 7919);
  switch (i % 10) {
    case 4:
    case 5:
    case 6:
      return { source: hostOf(i), destination: other };
    case 7:
    case 8:
      return { source: `${hostOf(i)}/${20 + (i % 12)}`, destination: null };
    case 9:
      return { source: `${hostOf(i)}/${20 + (i % 12)}`, destination: `${other}/${16 + (i % 8)}` };
    default:
      return i % 2 === 0
        ? { source: hostOf(i), destination: null }
        : { source: null, destination: hostOf(i) };
  }
}

/** So many rows of limits, the same ones each time; those of networks take turns by their effective dates. */
export const limitRows = (count: number): LimitRow[] =>
  Array.from({ length: count }, (_, i) => ({
    limit_name: i % 3 === 0 ? 'min' : 'max',
    limit_value: i % 3 === 0 ? 0 : 1_000_000 + i,
    effective_date: new Date(Date.UTC(2020, 0, 1) + (i % 10 < 7 ? 0 : i * 60_000)).toISOString(),
    ...scopeOf(i),
    window_seconds: null,
  }));

/** A pair of the hosts that the limits are about. */
export const pairHosts = (i: number): readonly [string, string] => [hostOf(i), hostOf(i * 7919)];
