import { randomUUID } from 'node:crypto';
import type { Consumer, PartitionAssigner } from 'kafkajs';
import * as v from 'valibot';
import { BackOff } from '../../../common/back-off.ts';
import type { Clock } from '../../../common/clock.ts';
import { MonitorError } from '../../../common/errors.ts';
import { Emitter } from '../../../common/event.ts';
import type { GroupStatus } from '../../../common/model/stream.ts';
import { say } from '../../../common/phrases/say.ts';
import type { Brokers } from './brokers.ts';
import { candidateOf, decisionOf, electing } from './election.ts';
import { Failures } from './failures.ts';
import { longestLeaveMs, within } from './within.ts';

/** A member that is gone without a word is followed after this long: the least that brokers allow by default. */
const sessionMs = 6_000;
/** How often a member tells that it is there, and hears whether others have come or gone. */
const heartbeatMs = 1_000;
/** Whoever can't take part tries again at least so often: the group waits for it, and people for what it finds. */
const longestPauseMs = 1_000;
/** How soon is asked again who the others are. */
const askAgainMs = 500;

const candidateSchema = v.object({
  /** Names the process. */
  instance: v.string(),
  /** Names the data folder. */
  agent: v.string(),
  host: v.string(),
  /** What it sums, and for whom: whose totals are the same have the same. */
  identity: v.string(),
});

type Candidate = v.InferOutput<typeof candidateSchema>;

/** Who stands for election. */
export type CheckerName = Omit<Candidate, 'instance'>;

/** An offset of a partition that the group has, and what is kept with it. */
export interface GroupOffset {
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string;
}

/** What an election is made of. */
export interface ElectionParts {
  readonly brokers: Brokers;
  readonly topic: string;
  readonly group: string;
  readonly clock: Clock;
  readonly self: CheckerName;
}

/**
 * Elects the one checker of a consumer group that notifies; the others are hot standbys. All of them read every
 * partition by themselves: membership decides nothing else. The active one is the group's leader, and only for as long
 * as its own clock says that the brokers can't have given it up.
 */
export class CheckerElection {
  readonly #parts: ElectionParts;
  readonly #self: Candidate;
  readonly #failures: Failures;
  readonly #assigner: PartitionAssigner;
  /** By the monotonic clock: when this one decided last who notifies. */
  #decidedMs = -Infinity;
  readonly #changed = new Emitter<void>();
  #consumer: Consumer | undefined;
  #isJoined = false;
  #isLeader = false;
  #term = 0;
  /** By the monotonic clock: until when this one is active, and when a heartbeat was last answered. */
  #leaseMs = -Infinity;
  #answeredMs = -Infinity;
  #peers: readonly Candidate[] = [];
  #active: Candidate | undefined;
  /** Settles once nobody asks any more who the others are. */
  #described: Promise<void> = Promise.resolve();
  /** The role may be another one now. */
  readonly onChanged = this.#changed.event;

  constructor(parts: ElectionParts) {
    this.#parts = parts;
    this.#self = { ...parts.self, instance: randomUUID() };
    this.#failures = new Failures(parts.clock, () => parts.brokers.silence());
    this.#assigner = electing({
      name: 'streamchecker',
      candidate: Buffer.from(JSON.stringify(this.#self)),
      decide: () => {
        this.#decidedMs = parts.clock.monotonic();
        return Buffer.from(this.#self.instance);
      },
    });
  }

  /** Whether this is the one that notifies. */
  get isActive(): boolean {
    return this.#parts.clock.monotonic() < this.#leaseMs;
  }

  /** Counts how often this one became active: what it knew of an earlier term may be out of date. */
  get term(): number {
    return this.#term;
  }

  get status(): GroupStatus {
    const isStandby = this.#isJoined && !this.#isLeader;
    return {
      name: this.#parts.group,
      role: this.isActive ? 'active' : isStandby ? 'standby' : 'joining',
      active: isStandby ? (this.#active?.host ?? null) : null,
      standbys: Math.max(0, this.#peers.length - (this.#active ? 1 : 0)),
    };
  }

  /** Why this one takes no part, or what is wrong with who takes part. */
  get problem(): MonitorError | undefined {
    return this.#failures.standing ?? this.#conflict();
  }

  /**
   * Stores the group's offsets; brokers refuse them of one that is not a member any more.
   *
   * @throws whatever kafkajs throws where they don't take them
   */
  async commit(offsets: readonly GroupOffset[]): Promise<void> {
    const { topic } = this.#parts;
    if (!this.#consumer || !this.isActive) throw new Error('the group has another leader');
    await this.#consumer.commitOffsets(offsets.map((one) => ({ topic, ...one, offset: String(one.offset) })));
  }

  /** Stands for election until the signal aborts. Whatever goes wrong, it joins again. */
  async run(signal: AbortSignal): Promise<void> {
    const { brokers, topic, clock } = this.#parts;
    const backOff = new BackOff({ longestMs: longestPauseMs });
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      const ended = new AbortController();
      const consumer = this.#candidate(() => ended.abort());
      try {
        await consumer.connect();
        await consumer.subscribe({ topic });
        this.#consumer = consumer;
        await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
        await clock.after(Infinity, AbortSignal.any([signal, ended.signal]));
      } catch (thrown) {
        this.#failures.note(brokers.explain(thrown));
      }
      this.#leave();
      await within(clock, longestLeaveMs, this.#disconnect(consumer));
      await clock.after(backOff.next(clock.monotonic() - startedAt), signal);
    }
  }

  async #disconnect(consumer: Consumer): Promise<void> {
    await consumer.disconnect().catch(() => {});
    // Who asked meanwhile who the others are may have had kafkajs connect again.
    await this.#described;
    await consumer.disconnect().catch(() => {});
  }

  #candidate(ended: () => void): Consumer {
    const { brokers, clock, group } = this.#parts;
    const consumer = brokers.consumer({
      groupId: group,
      sessionTimeout: sessionMs,
      rebalanceTimeout: sessionMs,
      // kafkajs tells it where so long has passed, and looks each time that it has waited.
      ...{ maxWaitTimeInMs: heartbeatMs, heartbeatInterval: heartbeatMs / 2 },
      partitionAssigners: [this.#assigner],
    });
    consumer.on('consumer.group_join', ({ payload }) => this.#join(payload.isLeader, consumer));
    // When it was sent is not known: it was after the answer to the one before.
    consumer.on('consumer.heartbeat', () => {
      if (this.#isLeader) this.#renew(this.#answeredMs + sessionMs);
      this.#answeredMs = clock.monotonic();
    });
    consumer.on('consumer.crash', ({ payload }) => {
      this.#failures.note(brokers.explain(payload.error));
      ended();
    });
    return consumer;
  }

  #isStill(consumer: Consumer): boolean {
    return this.#consumer === consumer;
  }

  #join(isLeader: boolean, consumer: Consumer): void {
    this.#failures.clear();
    this.#isJoined = true;
    this.#answeredMs = this.#parts.clock.monotonic();
    this.#isLeader = isLeader;
    this.#renew(isLeader ? this.#decidedMs + sessionMs : -Infinity);
    this.#active = isLeader ? this.#self : undefined;
    this.#changed.fire();
    this.#described = this.#describe(consumer);
  }

  #renew(leaseMs: number): void {
    const now = this.#parts.clock.monotonic();
    if (this.#leaseMs <= now && now < leaseMs) this.#term += 1;
    this.#leaseMs = leaseMs;
  }

  #leave(): void {
    this.#isJoined = this.#isLeader = false;
    this.#peers = [];
    this.#active = undefined;
    this.#leaseMs = -Infinity;
    this.#consumer = undefined;
    this.#changed.fire();
  }

  /** Finds out who the others are, and which of them notifies: for people to read, and nothing else. */
  async #describe(consumer: Consumer): Promise<void> {
    const { clock } = this.#parts;
    for (let attempts = 0; attempts < 10 && this.#isStill(consumer); attempts++) {
      const group = await consumer.describeGroup().catch(() => undefined);
      if (group?.state === 'Stable') {
        this.#peers = group.members.flatMap(
          ({ memberMetadata }) => parsed(candidateOf(memberMetadata)) ?? [],
        );
        const decision = group.members.map(({ memberAssignment }) => decisionOf(memberAssignment))[0];
        this.#active = this.#peers.find(({ instance }) => instance === decision?.toString());
        this.#changed.fire();
        return;
      }
      await clock.after(askAgainMs);
    }
  }

  #conflict(): MonitorError | undefined {
    const { group } = this.#parts;
    const others = this.#peers.filter(({ instance }) => instance !== this.#self.instance);
    const copy = others.find(({ agent }) => agent === this.#self.agent);
    if (copy) {
      const message = say('stream.checkerCopy', { group, host: copy.host });
      const remedy = say('stream.remedy.checkerCopy');
      return new MonitorError('stream/agent-in-use', message, { remedy, retriable: true });
    }
    const active = this.#active;
    if (active === undefined || active.identity === this.#self.identity) return undefined;
    const message = say('stream.checkerDiffers', { group, host: active.host });
    const remedy = say('stream.remedy.checkerDiffers');
    return new MonitorError('settings/invalid', message, { remedy, retriable: true });
  }
}

function parsed(text: Buffer | undefined): Candidate | undefined {
  try {
    const result = v.safeParse(candidateSchema, JSON.parse(String(text)));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
