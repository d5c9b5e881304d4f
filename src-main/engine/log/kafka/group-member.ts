import type { Consumer } from 'kafkajs';
import type { Clock } from '../../../common/clock.ts';
import { Emitter } from '../../../common/event.ts';
import type { MonitorError } from '../../../common/errors.ts';
import { BackOff } from '../../../common/back-off.ts';
import type { Positions } from '../message-log.ts';
import type { Brokers } from './brokers.ts';
import { Failures } from './failures.ts';
import { longestLeaveMs, within } from './within.ts';

/** How long a member may be silent before its group goes on without it; so long a killed reader's successor waits. */
const sessionMs = 8_000;
const heartbeatMs = 2_000;
/** How old a member's list of partitions may be: new ones are given out after this at the latest. */
const metadataMs = 2_000;
/** How often a member looks whether it should do anything. */
const lookMs = 500;

/** What a member is made of. */
export interface MemberParts {
  readonly brokers: Brokers;
  readonly topic: string;
  readonly group: string;
  readonly clock: Clock;
}

/**
 * A member of a consumer group, which shares the partitions of a topic out among its readers, and keeps offsets for
 * other tools to look at. It reads nothing itself. Whatever goes wrong, it joins again.
 */
export class GroupMember {
  readonly #parts: MemberParts;
  readonly #failures: Failures;
  readonly #joined = new Emitter<void>();
  #consumer: Consumer | undefined;
  #assigned: ReadonlySet<number> = new Set();
  #isJoined = false;
  #joinedMs = -Infinity;
  /** Partitions were given out. */
  readonly onJoined = this.#joined.event;

  constructor(parts: MemberParts) {
    this.#parts = parts;
    this.#failures = new Failures(parts.clock, () => parts.brokers.silence());
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** The partitions that this member reads; those of another one are no concern of ours. */
  get assigned(): ReadonlySet<number> {
    return this.#assigned;
  }

  /** Whether a partition that is known since an instant of the monotonic clock may not be given out to anyone yet. */
  isPending(partition: number, knownMs: number): boolean {
    if (this.#assigned.has(partition)) return false;
    return this.#joinedMs < knownMs + metadataMs && this.#parts.clock.monotonic() < knownMs + 5 * metadataMs;
  }

  get problem(): MonitorError | undefined {
    return this.#failures.standing;
  }

  /** Tells the brokers, for tools that show a group's lag, what was summed and stored. */
  async commit(positions: Positions): Promise<void> {
    const { topic } = this.#parts;
    const offsets = [...positions]
      .filter(([partition]) => this.#assigned.has(partition))
      .map(([partition, offset]) => ({ topic, partition, offset: String(offset) }));
    if (offsets.length > 0) await this.#consumer?.commitOffsets(offsets);
  }

  /** Is a member until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { brokers, topic, clock } = this.#parts;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      const ended = new AbortController();
      const consumer = this.#consumerFor(() => ended.abort());
      try {
        await consumer.connect();
        await consumer.subscribe({ topic, fromBeginning: true });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          eachBatch: () => Promise.resolve(),
        });
        consumer.pause([{ topic }]);
        this.#consumer = consumer;
        await clock.after(2 ** 31 - 1, AbortSignal.any([signal, ended.signal]));
      } catch (thrown) {
        this.#failures.note(brokers.explain(thrown));
      }
      this.#isJoined = false;
      this.#consumer = undefined;
      await within(
        clock,
        longestLeaveMs,
        consumer.disconnect().catch(() => {}),
      );
      await clock.after(backOff.next(clock.monotonic() - startedAt), signal);
    }
  }

  #consumerFor(ended: () => void): Consumer {
    const { brokers, topic, group, clock } = this.#parts;
    const consumer = brokers.consumer({
      groupId: group,
      sessionTimeout: sessionMs,
      heartbeatInterval: heartbeatMs,
      metadataMaxAge: metadataMs,
      maxWaitTimeInMs: lookMs,
    });
    consumer.on('consumer.group_join', ({ payload }) => {
      this.#assigned = new Set(payload.memberAssignment[topic] ?? []);
      this.#isJoined = true;
      this.#joinedMs = clock.monotonic();
      this.#failures.clear();
      this.#joined.fire();
    });
    consumer.on('consumer.crash', ({ payload }) => {
      this.#failures.note(brokers.explain(payload.error));
      ended();
    });
    return consumer;
  }
}
