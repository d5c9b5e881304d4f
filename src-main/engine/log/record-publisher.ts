import { MonitorError } from '../../common/errors.ts';
import { noCounts } from '../../common/loss.ts';
import type { LinkCounts } from '../../common/model/capture.ts';
import type { EpochMs } from '../../common/units.ts';
import type { FlowBatch } from '../flow-records/layout.ts';
import { joinMarks, type Mark } from '../flow-records/mark.ts';
import { say } from '../../common/phrases/say.ts';
import { type LogMessage, type MessageLog, noEpoch } from './message-log.ts';

/** Bytes of flow records that wait while the log can't be written; what is beyond is dropped and counted. */
const queueBound = 64 * 1024 * 1024;

/** What was counted of an interface, and when its packets passed. */
export interface LinkReport extends LinkCounts {
  readonly atMs: EpochMs;
  readonly interface: string;
}

/** What a mark says, but for who says it. */
export type MarkFacts = Omit<Mark, 'agent' | 'epoch' | 'sequence'>;

/**
 * Gives each flow record and each mark of one agent its sequence and appends it to the log. Records that the log
 * already has (the source is read again after a crash) are passed over by their sequence. While the log fails, they
 * wait in a bounded queue.
 */
export class RecordPublisher {
  readonly #log: MessageLog;
  readonly #agent: string;
  #epoch: number;
  #sequence: number;
  /** What the log has already. */
  #published: number;
  readonly #queue: LogMessage[] = [];
  #queuedBytes = 0;
  readonly #dropped: LinkReport[] = [];
  /** How many of those that wait are on their way. */
  #sending = 0;
  #flushing: Promise<void> = Promise.resolve();

  private constructor(log: MessageLog, agent: string, epoch: number, sequence: number, published: number) {
    this.#log = log;
    this.#agent = agent;
    this.#epoch = epoch;
    this.#sequence = sequence;
    this.#published = published;
  }

  /** A publisher for a live source, whose records follow those that the agent has published before. */
  static async continuing(log: MessageLog, agent: string, epoch: number): Promise<RecordPublisher> {
    const next = await log.nextSequence(agent);
    return new RecordPublisher(log, agent, epoch, next, next);
  }

  /** A publisher for a source that is read from its start each time. */
  static async fromStart(log: MessageLog, agent: string): Promise<RecordPublisher> {
    return new RecordPublisher(log, agent, noEpoch, 0, await log.nextSequence(agent));
  }

  /** The agent begins another life: what it says from now on can't be taken for what it said before. */
  beginEpoch(epoch: number): void {
    this.#epoch = epoch;
  }

  /** Takes a batch; it is in the log after the next {@link flush} that resolves. */
  offer(batch: FlowBatch): void {
    const firstSequence = this.#sequence;
    this.#sequence += batch.count;
    if (this.#sequence <= this.#published) return;
    if (firstSequence < this.#published) throw changedSource(this.#agent);
    if (this.#queuedBytes + batch.flows.byteLength > queueBound) {
      const { fromMs: atMs, interface: name, packets: queueDropped } = batch;
      this.#dropped.push({ ...noCounts, atMs, interface: name, queueDropped });
      return;
    }
    this.#queue.push({ kind: 'records', agent: this.#agent, epoch: this.#epoch, firstSequence, batch });
    this.#queuedBytes += batch.flows.byteLength;
  }

  /** Puts a mark behind all that was offered before it. One that still waits becomes part of it: it covers both. */
  mark(facts: MarkFacts): void {
    const sequence = this.#sequence;
    this.#sequence += 1;
    const mark = { ...facts, agent: this.#agent, epoch: this.#epoch, sequence };
    const at = this.#queue.findLastIndex((one) => one.kind === 'mark');
    const before = this.#queue[at];
    const isJoined = at >= this.#sending && before?.kind === 'mark' && before.mark.epoch === mark.epoch;
    if (isJoined) this.#queue.splice(at, 1);
    this.#queue.push({ kind: 'mark', mark: isJoined ? joinMarks(before.mark, mark) : mark });
  }

  /** Appends what waits, one call at a time. On failure it goes on waiting and the error is thrown. */
  flush(): Promise<void> {
    const flushed = this.#flushing.then(() => this.#flush());
    this.#flushing = flushed.catch(() => {});
    return flushed;
  }

  async #flush(): Promise<void> {
    const sent = [...this.#queue];
    if (sent.length === 0) return;
    this.#sending = sent.length;
    try {
      await this.#log.append(sent);
    } finally {
      this.#sending = 0;
    }
    this.#queue.splice(0, sent.length);
    for (const message of sent)
      if (message.kind === 'records') this.#queuedBytes -= message.batch.flows.byteLength;
  }

  /** Bytes of the flow records that wait for the log to take them. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Packets that wait for the log to take them: while it can't be written, they are in no total. */
  get queuedPackets(): number {
    return this.#queue.reduce((sum, one) => sum + (one.kind === 'records' ? one.batch.packets : 0), 0);
  }

  /** What was dropped since the last call. */
  takeDropped(): LinkReport[] {
    return this.#dropped.splice(0);
  }
}

/** Batches come out of a file the same way each time; another cut means that it is another file now. */
const changedSource = (agent: string): MonitorError =>
  new MonitorError('capture/bad-file', say('stream.sourceChanged', { agent }), {
    remedy: say('stream.remedy.sourceChanged'),
  });
