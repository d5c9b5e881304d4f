import { Emitter } from '../../common/event.ts';
import { deliveryOf, type EmbeddedLog } from './embedded-log.ts';
import type { Delivery, LogMessage, MessageLog, Positions } from './message-log.ts';

/** Records that wait in memory for their reader; one that is further behind reads the log itself. */
const mostWaiting = 200_000;
const partition = 0;

/**
 * An embedded log that hands out what was appended last as it was appended: what this process has just written needs
 * not be read back. Nobody else may append to it.
 */
export class TailLog implements MessageLog {
  readonly #log: EmbeddedLog;
  readonly #appended = new Emitter<void>();
  readonly onAppended = this.#appended.event;
  /** What was appended and not read, without a gap. */
  #tail: Delivery[] = [];
  /** Offset of the first of them; NaN while it is not known what is there. */
  #from = Number.NaN;
  /** Of what comes next; NaN before the first append, and after one that failed: then the log is asked. */
  #end = Number.NaN;

  constructor(log: EmbeddedLog) {
    this.#log = log;
  }

  append(messages: readonly LogMessage[]): Promise<void> {
    if (Number.isNaN(this.#end)) this.#begin(this.#log.ends().get(partition)!);
    let end = this.#end;
    this.#end = Number.NaN;
    const appended = this.#log.append(messages);
    for (const message of messages) {
      const delivery = deliveryOf(message, end);
      this.#tail.push(delivery);
      end = delivery.nextOffset;
    }
    this.#end = end;
    if (this.#end - this.#from > mostWaiting) this.#begin(this.#end);
    this.#appended.fire();
    return appended;
  }

  read(positions: Positions, maxRecords: number): Promise<readonly Delivery[]> {
    const position = positions.get(partition) ?? 0;
    this.#letGo(position);
    if (position !== this.#from) return this.#log.read(positions, maxRecords);
    const end = this.#tail.findIndex(({ nextOffset }) => nextOffset - position >= maxRecords);
    return Promise.resolve(end < 0 ? this.#tail.slice() : this.#tail.slice(0, end + 1));
  }

  rewind(): void {}

  nextSequence(agent: string): Promise<number> {
    return this.#log.nextSequence(agent);
  }

  ends(): Positions {
    return Number.isNaN(this.#end) ? this.#log.ends() : new Map([[partition, this.#end]]);
  }

  /** See {@link EmbeddedLog.trim}; what waits in memory is handed out all the same. */
  trim(positions: Positions, olderThanMs: number): void {
    this.#log.trim(positions, olderThanMs);
  }

  #begin(offset: number): void {
    this.#tail = [];
    this.#from = this.#end = offset;
  }

  /** What was read is not asked for again, but after a failure: then it is read from the log. */
  #letGo(position: number): void {
    const first = this.#tail.findIndex(({ nextOffset }) => nextOffset > position);
    const read = first < 0 ? this.#tail.length : first;
    if (read === 0) return;
    this.#from = this.#tail[read - 1]!.nextOffset;
    this.#tail.splice(0, read);
  }
}
