import { MonitorError } from '../../common/errors.ts';
import { noCounts } from '../../common/loss.ts';
import type { LinkCounts } from '../../common/model/capture.ts';
import type { EpochMs } from '../../common/units.ts';
import type { FlowBatch } from '../flow-records/layout.ts';
import type { LogMessage, MessageLog } from './message-log.ts';

/** Bytes of flow records that wait while the log can't be written; what is beyond is dropped and counted. */
const queueBound = 64 * 1024 * 1024;

/** What was counted of an interface, and when its packets passed. */
export interface LinkReport extends LinkCounts {
  readonly atMs: EpochMs;
  readonly interface: string;
}

/**
 * Gives each flow record of one agent its sequence and appends it to the log. Records that the log already has
 * (the source is read again after a crash) are passed over by their sequence. While the log fails, records wait
 * in a bounded queue.
 */
export class RecordPublisher {
  readonly #log: MessageLog;
  readonly #agent: string;
  #sequence: number;
  /** What the log has already. */
  #published: number;
  readonly #queue: LogMessage[] = [];
  #queuedBytes = 0;
  #dropped: LinkReport[] = [];

  private constructor(log: MessageLog, agent: string, sequence: number, published: number) {
    this.#log = log;
    this.#agent = agent;
    this.#sequence = sequence;
    this.#published = published;
  }

  /** A publisher for a live source, whose records follow those that the agent has published before. */
  static async continuing(log: MessageLog, agent: string): Promise<RecordPublisher> {
    const next = await log.nextSequence(agent);
    return new RecordPublisher(log, agent, next, next);
  }

  /** A publisher for a source that is read from its start each time. */
  static async fromStart(log: MessageLog, agent: string): Promise<RecordPublisher> {
    return new RecordPublisher(log, agent, 0, await log.nextSequence(agent));
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
    this.#queue.push({ agent: this.#agent, firstSequence, batch });
    this.#queuedBytes += batch.flows.byteLength;
  }

  /** Appends what waits, one call at a time. On failure it goes on waiting and the error is thrown. */
  async flush(): Promise<void> {
    const sent = [...this.#queue];
    if (sent.length === 0) return;
    await this.#log.append(sent);
    this.#queue.splice(0, sent.length);
    for (const { batch } of sent) this.#queuedBytes -= batch.flows.byteLength;
  }

  /** What was dropped since the last call. */
  takeDropped(): LinkReport[] {
    return this.#dropped.splice(0);
  }
}

/** Batches come out of a file the same way each time; another cut means that it is another file now. */
const changedSource = (agent: string): MonitorError =>
  new MonitorError('capture/bad-file', `The source of ${agent} changed while it was read`, {
    remedy: 'start the replay again with an empty data folder',
  });
