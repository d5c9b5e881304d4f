import type { Consumer } from 'kafkajs';
import { BackOff } from '../../../common/back-off.ts';
import type { Clock } from '../../../common/clock.ts';
import { MonitorError } from '../../../common/errors.ts';
import { say } from '../../../common/phrases/say.ts';
import type { Brokers } from './brokers.ts';
import { electing } from './election.ts';
import { Failures } from './failures.ts';
import { longestLeaveMs, within } from './within.ts';

/** A member that is gone without a word holds the lease this long: the least that brokers allow by default. */
const sessionMs = 6_000;
/** Without the lease nothing is published: it is sought at least so often. */
const longestPauseMs = 1_000;

/** Whoever is the group's leader holds the lease; there is nothing else to be known. */
const nothing = (): Buffer => Buffer.alloc(0);

/**
 * Makes sure that an agent publishes from one place only: two would give the same sequences to different records, and
 * half of them would be dropped as sent twice. All that publish as an agent are members of one consumer group; the
 * group's leader, who stays leader until it leaves or is gone for 6 s, holds the lease.
 */
export class AgentLease {
  readonly #brokers: Brokers;
  readonly #clock: Clock;
  readonly #agent: string;
  readonly #topic: string;
  readonly #failures: Failures;
  readonly #assigner = electing({ name: 'lease', candidate: nothing(), decide: nothing });
  #isHeld = false;
  #holding = newHolding();

  constructor(brokers: Brokers, agent: string, topic: string, clock: Clock) {
    this.#clock = clock;
    this.#brokers = brokers;
    this.#failures = new Failures(clock, () => brokers.silence());
    this.#agent = agent;
    this.#topic = topic;
  }

  /** Why the lease is not held, as far as it is known. */
  get problem(): MonitorError | undefined {
    return this.#failures.standing;
  }

  /** Waits until the lease is held; false where the signal aborted before. */
  async isHeld(signal: AbortSignal): Promise<boolean> {
    while (!this.#isHeld && !signal.aborted)
      await Promise.race([this.#holding.promise, this.#clock.after(1_000, signal)]);
    return !signal.aborted;
  }

  /** Seeks the lease, and keeps it, until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const backOff = new BackOff({ longestMs: longestPauseMs });
    while (!signal.aborted) {
      const startedAt = this.#clock.monotonic();
      const ended = new AbortController();
      const consumer = this.#member(() => ended.abort());
      try {
        await consumer.connect();
        await consumer.subscribe({ topic: this.#topic });
        await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
        await this.#clock.after(Infinity, AbortSignal.any([signal, ended.signal]));
      } catch (thrown) {
        this.#failures.note(this.#brokers.explain(thrown));
      }
      this.#lose();
      await within(
        this.#clock,
        longestLeaveMs,
        consumer.disconnect().catch(() => {}),
      );
      await this.#clock.after(backOff.next(this.#clock.monotonic() - startedAt), signal);
    }
  }

  #member(ended: () => void): Consumer {
    const consumer = this.#brokers.consumer({
      groupId: `streamchecker-agent-${this.#agent}`,
      sessionTimeout: sessionMs,
      rebalanceTimeout: sessionMs,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: 500,
      partitionAssigners: [this.#assigner],
    });
    consumer.on('consumer.group_join', ({ payload }) => {
      if (payload.isLeader) return this.#take();
      this.#failures.tell(this.#inUse());
      ended();
    });
    consumer.on('consumer.crash', ({ payload }) => {
      this.#failures.note(this.#brokers.explain(payload.error));
      ended();
    });
    return consumer;
  }

  #take(): void {
    this.#failures.clear();
    this.#isHeld = true;
    this.#holding.resolve(undefined);
  }

  #lose(): void {
    if (this.#isHeld) this.#holding = newHolding();
    this.#isHeld = false;
  }

  #inUse(): MonitorError {
    return new MonitorError('stream/agent-in-use', say('stream.agentInUse', { agent: this.#agent }), {
      remedy: say('stream.remedy.agentInUse'),
      retriable: true,
    });
  }
}

/** Resolves when the lease is taken. */
const newHolding = (): PromiseWithResolvers<undefined> => Promise.withResolvers<undefined>();
