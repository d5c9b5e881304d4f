import { BackOff } from '../../../common/back-off.ts';
import type { Clock } from '../../../common/clock.ts';
import { MonitorError } from '../../../common/errors.ts';
import { say } from '../../../common/phrases/say.ts';
import { sumsVersion } from '../../flow-records/part-sums.ts';
import type { Positions } from '../message-log.ts';
import type { Brokers } from './brokers.ts';
import type { Progress } from './sums-reader.ts';
import { TopicWatch } from './topic-watch.ts';

/** How often the brokers are asked how far the record topic reaches. */
const lookMs = 2_000;
/** A cluster that is so far behind is not summing, or has too much to sum. */
const longestBehindMs = 30_000;

/** What is needed to know how far a cluster has summed. */
export interface SourceProgressParts {
  readonly brokers: Brokers;
  /** The topic that the cluster sums. */
  readonly topic: string;
  readonly sums: string;
  readonly clock: Clock;
}

/** Progress that stands in the sums topic before an offset. */
interface Step extends Progress {
  readonly before: number;
}

/**
 * Knows how far a cluster has summed a topic: what nobody has summed yet is not silence. What is read of the sums topic says
 * up to where; how far the record topic reaches is asked for.
 */
export class SourceProgress {
  readonly #parts: SourceProgressParts;
  readonly #watch = new TopicWatch();
  /** By partition, in the order of the sums topic: the first is what was summed when the positions were read. */
  readonly #steps = new Map<number, Step[]>();
  #otherMs: number | undefined;
  /** Versions of sums that wait for a program that knows them, by partition. */
  readonly #unknown = new Map<number, number>();
  #hasOwn = false;
  readonly #begunAt: number;

  constructor(parts: SourceProgressParts) {
    this.#parts = parts;
    this.#begunAt = parts.clock.now();
  }

  /** A partition is summed so far where what stands before an offset of the sums topic was read. */
  note(partition: number, before: number, progress: Progress): void {
    this.#hasOwn = true;
    const steps = this.#steps.get(partition) ?? [];
    if ((steps.at(-1)?.before ?? -1) < before) steps.push({ ...progress, before });
    this.#steps.set(partition, steps);
  }

  /** There are sums of windows of another length. */
  noteOther(lengthMs: number): void {
    this.#otherMs = lengthMs;
  }

  /** Sums of a partition wait, as they are of a version that is not known; undefined where they do no longer. */
  noteVersion(partition: number, version: number | undefined): void {
    if (version === undefined) this.#unknown.delete(partition);
    else this.#unknown.set(partition, version);
  }

  /** For each partition, the instant up to which all that was published is in the sums before the positions. */
  caughtUp(positions: Positions): ReadonlyMap<number, number> {
    return this.#watch.caughtUp(this.#summed(positions));
  }

  /** What keeps sums from coming; undefined where nothing does. */
  problem(positions: Positions): MonitorError | undefined {
    const { topic, sums, clock } = this.#parts;
    const [found] = this.#unknown.values();
    if (found !== undefined) return otherVersion(sums, found);
    if (this.#otherMs !== undefined && !this.#hasOwn) {
      const length = `${this.#otherMs / 1_000}s`;
      const remedy = say('stream.remedy.otherWindows', { length });
      return new MonitorError('settings/invalid', say('stream.otherWindows', { sums, length }), { remedy });
    }
    const latestMs = Math.max(
      this.#begunAt,
      ...[Math.min(...this.caughtUp(positions).values())].filter(Number.isFinite),
    );
    const behindMs = clock.now() - latestMs;
    if (this.#watch.ends.size === 0 || behindMs < longestBehindMs) return undefined;
    // What changes each second would be said each second.
    const seconds = (longestBehindMs / 1_000) * 2 ** Math.floor(Math.log2(behindMs / longestBehindMs));
    return new MonitorError('stream/unreachable', say('stream.notSummed', { topic, sums, seconds }), {
      remedy: say('stream.remedy.notSummed'),
      retriable: true,
    });
  }

  /** Asks the brokers until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { brokers, topic, clock } = this.#parts;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      const link = brokers.link();
      try {
        await link.connect();
        while (!signal.aborted) {
          await this.#watch.look(link, topic, () => clock.now());
          await clock.after(lookMs, signal);
        }
      } catch {
        // The reader of the sums, over connections of its own, says what is wrong with the brokers.
      }
      await link.disconnect().catch(() => {});
      await clock.after(backOff.next(clock.monotonic() - startedAt), signal);
    }
  }

  #summed(positions: Positions): Positions {
    const summed = new Map<number, number>();
    for (const [partition, steps] of this.#steps) {
      const position = positions.get(partition) ?? 0;
      const next = steps.findIndex(({ before }) => before >= position);
      const passed = next < 0 ? steps.length : next;
      if (passed > 1) steps.splice(0, passed - 1);
      if (passed > 0) summed.set(partition, steps[0]!.offset);
    }
    // Of a partition of which nothing was summed, nothing is known but that it may be empty.
    return summed;
  }
}

/** Sums of a version of the job that this program does not know. */
export function otherVersion(sums: string, found: number): MonitorError {
  const message = say('stream.otherVersion', { sums, found, known: sumsVersion });
  const remedy = say(found > sumsVersion ? 'stream.remedy.newerJob' : 'stream.remedy.olderJob');
  return new MonitorError('stream/other-version', message, { remedy });
}
