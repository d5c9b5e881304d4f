import { BackOff } from '../../../common/back-off.ts';
import type { Clock } from '../../../common/clock.ts';
import type { PartitionSender } from './partition-sender.ts';
import type { RecordSet } from './record-set.ts';

/** A partition that can't be sent to is tried again at least so often: readers wait for what it lacks. */
const longestPauseMs = 1_000;

/** A partition that lags behind. */
interface Lane {
  /** What is before it was acknowledged by this partition. */
  position: number;
  /** Where what is on its way ends; 0 where nothing is. */
  busyUntil: number;
  /** Why the last attempt failed; undefined where it did not. */
  error: unknown;
  failures: number;
  /** Whether it was tried over the present connection. */
  isTried: boolean;
  task: Promise<void> | undefined;
}

/** What the lanes are made of. */
export interface LaneParts {
  readonly clock: Clock;
  /** Where the partitions are that do not lag. */
  readonly head: () => number;
  /** What a partition is sent next from an offset on; undefined where it has caught up. */
  readonly next: (
    partition: number,
    offset: number,
  ) => { readonly end: number; readonly set: RecordSet } | undefined;
  /** A lane got on. */
  readonly advanced: () => void;
}

/**
 * The partitions that could not be sent to with the others: each tries by itself, from where it was left, until it has
 * caught up with them.
 */
export class PartitionLanes {
  readonly #parts: LaneParts;
  readonly #lanes = new Map<number, Lane>();
  #sender: PartitionSender | undefined;
  #signal = new AbortController().signal;
  #progress = Promise.withResolvers<undefined>();

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  get isAny(): boolean {
    return this.#lanes.size > 0;
  }

  get partitions(): ReadonlySet<number> {
    return new Set(this.#lanes.keys());
  }

  /** Where the one stands that lags most. */
  get oldest(): number {
    return Math.min(Infinity, ...[...this.#lanes.values()].map(({ position }) => position));
  }

  /** Where the one stands that lags least; 0 where none lags. */
  get newest(): number {
    return Math.max(0, ...[...this.#lanes.values()].map(({ position }) => position));
  }

  /** Rows before it may be on their way to one of them. */
  get busyUntil(): number {
    return Math.max(0, ...[...this.#lanes.values()].map(({ busyUntil }) => busyUntil));
  }

  /** Why one goes on failing. */
  get error(): unknown {
    return [...this.#lanes.values()].find(({ failures }) => failures > 1)?.error;
  }

  has(partition: number): boolean {
    return this.#lanes.has(partition);
  }

  clear(): void {
    this.#lanes.clear();
  }

  /** Uses a new connection from now on, until the signal aborts. */
  connect(sender: PartitionSender, signal: AbortSignal): void {
    this.#sender = sender;
    this.#signal = signal;
    for (const lane of this.#lanes.values()) lane.isTried = false;
  }

  /** A partition lags from now on. */
  add(partition: number, position: number, error: unknown): void {
    const facts = { position, busyUntil: 0, error, failures: 0, isTried: false, task: undefined };
    this.#lanes.set(partition, facts);
  }

  /**
   * Lets partitions go on with the others that have caught up, or are about to; waits while all lag.
   *
   * @param near how far one may be behind to be waited for
   * @throws why none of them can be sent to
   */
  async rejoin(near: number, partitions: number): Promise<void> {
    this.#start();
    for (const [partition, lane] of this.#lanes) {
      const isNear = lane.isTried && lane.error === undefined && this.#parts.head() - lane.position <= near;
      if (lane.task && isNear) await lane.task;
      if (!lane.task && lane.position >= this.#parts.head()) this.#lanes.delete(partition);
    }
    while (this.#lanes.size > 0 && this.#lanes.size >= partitions && !this.#signal.aborted) {
      const lanes = [...this.#lanes.values()];
      if (lanes.every(({ isTried, error }) => isTried && error !== undefined)) throw lanes[0]!.error;
      await Promise.race([this.#progress.promise, this.#parts.clock.after(1_000, this.#signal)]);
      this.#start();
      for (const [partition, { task, position }] of this.#lanes)
        if (!task && position >= this.#parts.head()) this.#lanes.delete(partition);
    }
  }

  #start(): void {
    for (const [partition, lane] of this.#lanes) {
      if (lane.task || lane.position >= this.#parts.head()) continue;
      lane.task = this.#catchUp(partition, lane).finally(() => {
        lane.task = undefined;
        this.#noteProgress();
      });
    }
  }

  async #catchUp(partition: number, lane: Lane): Promise<void> {
    const [sender, signal, backOff] = [
      this.#sender!,
      this.#signal,
      new BackOff({ longestMs: longestPauseMs }),
    ];
    const hasEnded = (): boolean => signal.aborted || this.#lanes.get(partition) !== lane;
    while (!hasEnded()) {
      const next = this.#parts.next(partition, lane.position);
      if (!next) {
        lane.position = Math.max(lane.position, this.#parts.head());
        return;
      }
      lane.busyUntil = next.end;
      const failure = await sender.send(partition, next.set).then(
        () => undefined,
        (thrown: unknown) => thrown ?? new Error('not sent'),
      );
      lane.busyUntil = 0;
      if (hasEnded()) return;
      this.#note(lane, failure, next.end);
      if (failure !== undefined) await this.#parts.clock.after(backOff.next(0), signal);
    }
  }

  #note(lane: Lane, failure: unknown, end: number): void {
    lane.isTried = true;
    lane.error = failure;
    lane.failures = failure === undefined ? 0 : lane.failures + 1;
    if (failure === undefined) {
      lane.position = end;
      this.#parts.advanced();
    }
    this.#noteProgress();
  }

  #noteProgress(): void {
    this.#progress.resolve(undefined);
    this.#progress = Promise.withResolvers<undefined>();
  }
}
