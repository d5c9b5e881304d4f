import type { PartitionStatus, StreamStatus } from '../../common/model/stream.ts';
import type { EpochMs } from '../../common/units.ts';
import type { Positions } from './message-log.ts';

/** Rates are taken over at least this long. */
const shortestLookMs = 500;

/** How a log's reader stands, and how fast it and the publishers are. */
export type StreamFlow = Pick<StreamStatus, 'partitions' | 'publishedPerSecond' | 'readPerSecond'>;

/** Offsets at one look. */
interface Look {
  readonly atMs: EpochMs;
  readonly published: number;
  readonly read: number;
}

/** Makes rates of offsets, which only grow. */
export class StreamMeter {
  #before: Look | undefined;
  #rates = { publishedPerSecond: 0, readPerSecond: 0 };

  /** @param published records published up to now; without it, that is told by the ends. */
  look(ends: Positions, positions: Positions, atMs: EpochMs, published = sum(ends)): StreamFlow {
    const read = sum(positions);
    const elapsedMs = atMs - (this.#before?.atMs ?? -Infinity);
    if (elapsedMs >= shortestLookMs || elapsedMs < 0) {
      const perSecond = (now: number, before: number): number =>
        Math.max(0, ((now - before) * 1000) / elapsedMs);
      this.#rates = {
        publishedPerSecond: perSecond(published, this.#before?.published ?? published),
        readPerSecond: perSecond(read, this.#before?.read ?? read),
      };
      this.#before = { atMs, published, read };
    }
    return { partitions: partitionsOf(ends, positions), ...this.#rates };
  }
}

const sum = (offsets: Positions): number =>
  [...offsets.values()].reduce((total, offset) => total + offset, 0);

function partitionsOf(ends: Positions, positions: Positions): PartitionStatus[] {
  const partitions = [...new Set([...ends.keys(), ...positions.keys()])].sort((a, b) => a - b);
  return partitions.map((partition) => {
    const position = positions.get(partition) ?? 0;
    // The ends are asked for from time to time; what was read since may lie behind them.
    const end = ends.has(partition) ? Math.max(ends.get(partition)!, position) : null;
    return { partition, position, end, lag: end === null ? null : end - position };
  });
}
