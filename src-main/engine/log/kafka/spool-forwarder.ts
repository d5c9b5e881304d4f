import { setImmediate } from 'node:timers/promises';
import { BackOff } from '../../../common/back-off.ts';
import type { Clock } from '../../../common/clock.ts';
import { Emitter } from '../../../common/event.ts';
import type { MonitorError } from '../../../common/errors.ts';
import type { AgentLease } from './agent-lease.ts';
import type { Brokers } from './brokers.ts';
import { Failures } from './failures.ts';
import type { ClusterLink } from './kafkajs/cluster-link.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { LoadPacker, type PackedLoad } from './load-packer.ts';
import { PartitionLanes } from './partition-lanes.ts';
import { type LoadParts, loadOf, packetsFor } from './partition-load.ts';
import { PartitionSender } from './partition-sender.ts';
import type { PublishCondition } from './publish-condition.ts';
import { RecordSet, type SetMessage } from './record-set.ts';
import { recordOf } from './record-writer.ts';
import { endOf } from '../embedded-log.ts';
import { say } from '../../../common/phrases/say.ts';
import type { Text } from '../../../common/phrases/phrase.ts';
import { recordsPerRow, type Spool, type SpoolUse } from './spool.ts';
import { longestLeaveMs, within } from './within.ts';

/** Records sent at once; the next go when these are acknowledged. Packed, more of them fit into what brokers take. */
const recordsAtOnce = { none: recordsPerRow, gzip: 2 * recordsPerRow, zstd: 5 * recordsPerRow };
/** How long an idle forwarder waits to be told of records. */
const idleMs = 1_000;
/** How often the brokers are asked how many partitions there are. */
const lookMs = 2_000;

/** What the forwarder is made of. */
export interface ForwarderParts {
  readonly clock: Clock;
  readonly brokers: Brokers;
  readonly spool: Spool;
  readonly lease: Pick<AgentLease, 'isHeld'>;
  readonly condition: PublishCondition;
  readonly settings: Pick<KafkaSettings, 'topic' | 'creation' | 'compression' | 'acks' | 'mode'>;
}

/**
 * Sends what is in the spool to the brokers, in order, and takes it out when it is acknowledged. A failure is tried
 * again for as long as it takes, by each partition on its own; what was acknowledged before a crash could be noted is
 * sent again, and told by its sequence.
 */
export class SpoolForwarder {
  readonly #parts: ForwarderParts;
  readonly #failures: Failures;
  readonly #lanes: PartitionLanes;
  readonly #noticed = new Emitter<Text>();
  /** What is before it was sent, but for the partitions that lag behind. */
  #head = 0;
  /** Where the rows end that are on their way. */
  #busyUntil = 0;
  #packer: LoadPacker | undefined;
  #isConnected = false;
  #published = 0;
  #heldBack = 0;
  /** Leader of each partition of the topic. */
  #leaders: ReadonlyMap<number, number> = new Map();
  #emptied = Promise.withResolvers<undefined>();
  /** Something that the person should know. */
  readonly onNoticed = this.#noticed.event;

  constructor(parts: ForwarderParts) {
    const { clock, brokers, spool } = parts;
    this.#parts = parts;
    this.#failures = new Failures(clock, () => brokers.silence());
    this.#lanes = new PartitionLanes({
      clock,
      head: () => this.#head,
      next: (partition, offset) => this.#nextOf(partition, offset),
      advanced: () => this.#release(),
    });
    spool.use = () => this.#use();
  }

  get problem(): MonitorError | undefined {
    if (this.#failures.standing) return this.#failures.standing;
    const error = this.#lanes.error;
    return error === undefined ? undefined : this.#parts.brokers.explain(error);
  }

  get isConnected(): boolean {
    return this.#isConnected && !this.problem;
  }

  /** Flow records sent since the start. */
  get published(): number {
    return this.#published;
  }

  /** Flow records that the condition kept back. */
  get heldBack(): number {
    return this.#heldBack;
  }

  /** Resolves when all that waits has been acknowledged. */
  untilEmpty(): Promise<unknown> {
    this.#emptied = Promise.withResolvers<undefined>();
    if (this.#parts.spool.status.records === 0) this.#emptied.resolve(undefined);
    return this.#emptied.promise;
  }

  /** Forwards until the signal aborts; then what was under way is finished. */
  async run(signal: AbortSignal): Promise<void> {
    const { brokers, clock } = this.#parts;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      const [link, ended] = [brokers.link(), new AbortController()];
      const running = AbortSignal.any([signal, ended.signal]);
      try {
        await this.#prepare(link);
        void this.#watchPartitions(link, running);
        await this.#forward(this.#senderOver(link), running);
      } catch (thrown) {
        this.#failures.note(brokers.explain(thrown));
      }
      ended.abort();
      this.#isConnected = false;
      await within(
        clock,
        longestLeaveMs,
        link.disconnect().catch(() => {}),
      );
      await clock.after(backOff.next(clock.monotonic() - startedAt), signal);
    }
  }

  #senderOver(link: ClusterLink): PartitionSender {
    return new PartitionSender({
      ...{ link, settings: this.#parts.settings },
      leaders: () => this.#leaders,
      look: () => this.#lookAtPartitions(link),
      refused: (message) => this.#refuse(message),
    });
  }

  #packerFor(sender: PartitionSender): LoadPacker {
    const { spool } = this.#parts;
    return new LoadPacker({ spool, sender, atOnce: this.#atOnce, loadParts: () => this.#loadParts });
  }

  async #prepare(link: ClusterLink): Promise<void> {
    const { brokers, settings } = this.#parts;
    const admin = brokers.admin();
    try {
      await admin.connect();
      await brokers.ensureTopic(admin, settings.topic, settings.creation);
    } finally {
      await admin.disconnect().catch(() => {});
    }
    await link.connect();
    await this.#lookAtPartitions(link);
  }

  async #watchPartitions(link: ClusterLink, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    for (;;) {
      await clock.after(lookMs, signal);
      if (signal.aborted) return;
      // Whatever is wrong shows where something is sent.
      await this.#lookAtPartitions(link).catch(() => {});
    }
  }

  async #lookAtPartitions(link: ClusterLink): Promise<void> {
    const { leaders } = await link.describe(this.#parts.settings.topic);
    if (leaders.size < this.#leaders.size) {
      // Another topic: what was sent to partitions that are no more is sent again, and told by its sequence.
      this.#lanes.clear();
      this.#head = 0;
    }
    this.#leaders = leaders;
  }

  async #forward(sender: PartitionSender, signal: AbortSignal): Promise<void> {
    const packer = this.#packerFor(sender);
    this.#packer = packer;
    this.#isConnected = true;
    this.#lanes.connect(sender, signal);
    while (!signal.aborted) {
      if (!(await this.#parts.lease.isHeld(signal))) return;
      await this.#lanes.rejoin(this.#atOnce, this.#partitions);
      const next = await packer.next(this.#head);
      if (next) await this.#send(sender, packer, next);
      else {
        if (!this.#lanes.isAny) this.#failures.clear();
        await this.#appended(signal);
      }
    }
  }

  async #send(sender: PartitionSender, packer: LoadPacker, load: PackedLoad): Promise<void> {
    const { from, end, packed } = load;
    // Another topic was found while it was packed.
    if (from !== this.#head) return;
    this.#busyUntil = end;
    const batches = [...packed].filter(([partition]) => !this.#lanes.has(partition));
    const sending = this.#failures.answer(sender.sendAll(new Map(batches)));
    // The request goes out first.
    await setImmediate();
    packer.packAhead(end);
    const failed = await sending;
    this.#busyUntil = 0;
    if (failed.size === 0) this.#failures.clear();
    else this.#failures.answered();
    for (const [partition, failure] of failed) this.#lanes.add(partition, from, failure);
    if (this.#head === from) this.#pass(load);
  }

  #pass({ end, records, heldBack, damaged }: PackedLoad): void {
    for (const row of damaged) this.#parts.spool.lose(row);
    this.#head = end;
    this.#published += records;
    this.#heldBack += heldBack;
    this.#release();
  }

  /** What a partition that lags behind is sent next. */
  #nextOf(partition: number, offset: number): { end: number; set: RecordSet } | undefined {
    const rows = this.#parts.spool
      .read(offset, this.#atOnce, this.#partitions)
      .filter((row) => row.offset < this.#head);
    if (rows.length === 0) return undefined;
    const set = loadOf(rows, this.#loadParts).sets.get(partition) ?? new RecordSet();
    return { end: endOf(rows.at(-1)!), set };
  }

  #release(): void {
    const { spool } = this.#parts;
    spool.release(Math.min(this.#head, this.#lanes.oldest));
    if (spool.status.records === 0) this.#emptied.resolve(undefined);
  }

  #use(): SpoolUse {
    const busyUntil = Math.max(this.#busyUntil, this.#packer?.packedUntil ?? 0, this.#lanes.busyUntil);
    const lagging = this.#lanes.partitions;
    return {
      busyUntil,
      sentUntil: this.#head,
      toldUntil: lagging.size < this.#partitions ? this.#head : this.#lanes.newest,
      unsent: (row) => packetsFor(row, this.#loadParts, lagging),
    };
  }

  /** A record that no broker takes is lost; the next mark says so. */
  #refuse(message: SetMessage): void {
    const { topic } = this.#parts.settings;
    const { length } = message.value;
    this.#noticed.fire(say('stream.tooLarge', { length, topic }));
    const record = recordOf(message);
    if (record) this.#parts.spool.refuse(record.name, record.lost);
  }

  /** How many partitions the topic has. */
  get #partitions(): number {
    return this.#leaders.size;
  }

  get #atOnce(): number {
    return recordsAtOnce[this.#parts.settings.compression];
  }

  get #loadParts(): LoadParts {
    const { condition, settings } = this.#parts;
    return { condition, mode: settings.mode, partitions: this.#partitions };
  }

  async #appended(signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    const listening = this.#parts.spool.onAppended(() => waiting.abort());
    await this.#parts.clock.after(idleMs, AbortSignal.any([signal, waiting.signal]));
    listening.dispose();
  }
}
