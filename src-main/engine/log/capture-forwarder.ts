import { Emitter } from '../../common/event.ts';
import { MonitorError } from '../../common/errors.ts';
import type { CaptureMessage, CaptureSource } from '../capture/capture-source.ts';
import type { CaptureTracker } from '../capture/capture-tracker.ts';
import type { MarkWriter } from './mark-writer.ts';
import type { RecordPublisher } from './record-publisher.ts';

/** So many bytes of flow records are appended without waiting for the flush: a flood of pairs would be much at once. */
const appendedBytes = 768 * 1024;

/** Moves what a source captures into the log. */
export class CaptureForwarder {
  readonly #source: CaptureSource;
  readonly #publisher: RecordPublisher;
  readonly #tracker: CaptureTracker;
  readonly #waitsForLog: boolean;
  readonly #marks: MarkWriter | undefined;
  #hasRecords = false;
  /** Whether the log could not be written last: then what waits is tried at each flush alone. */
  #isFailing = false;
  readonly #problem = new Emitter<MonitorError>();
  readonly #logFailed = new Emitter<MonitorError>();
  readonly #opened = new Emitter<string>();
  /** An interface is captured from now on. */
  readonly onOpened = this.#opened.event;
  /** A part of the capture failed; the rest goes on. */
  readonly onProblem = this.#problem.event;
  /** The log could not be written; what was captured waits. */
  readonly onLogFailed = this.#logFailed.event;

  /**
   * With `waitsForLog` a log that can't be written is tried again at each flush; without, it ends the run.
   *
   * @param parts.marks writes the marks of a live capture; a capture file needs none
   */
  constructor(parts: {
    source: CaptureSource;
    publisher: RecordPublisher;
    tracker: CaptureTracker;
    marks?: MarkWriter;
    waitsForLog: boolean;
  }) {
    this.#source = parts.source;
    this.#publisher = parts.publisher;
    this.#tracker = parts.tracker;
    this.#marks = parts.marks;
    this.#waitsForLog = parts.waitsForLog;
  }

  /**
   * Runs until the source ends or the signal aborts.
   *
   * @param flushed called when all that was captured up to now is in the log; the capture waits for it
   * @throws MonitorError `capture/*` where the source can't go on, and whatever `flushed` throws
   */
  async run(signal: AbortSignal, flushed: () => Promise<void>): Promise<void> {
    try {
      for await (const message of this.#source.messages(signal)) {
        this.#tracker.take(message);
        this.#marks?.take(message);
        await this.#take(message, flushed);
      }
      await this.#publish(flushed);
      this.#tracker.ended();
    } catch (thrown) {
      const error = MonitorError.from(thrown);
      this.#tracker.ended(error.toData());
      throw error;
    }
  }

  async #take(message: CaptureMessage, flushed: () => Promise<void>): Promise<void> {
    switch (message.kind) {
      case 'flows':
        this.#hasRecords = true;
        this.#publisher.offer(message.batch);
        if (!this.#isMuch) return;
        return this.#append(flushed);
      case 'flushed':
        return this.#publish(flushed);
      case 'counters':
        return;
      case 'opened':
        this.#opened.fire(message.interface.name);
        return this.#publish(flushed);
      case 'problem':
        return this.#problem.fire(MonitorError.fromData(message.problem));
    }
  }

  async #publish(flushed: () => Promise<void>): Promise<void> {
    for (const dropped of this.#publisher.takeDropped()) {
      this.#tracker.countQueueDrops(dropped.interface, dropped.queueDropped);
      this.#marks?.lost(dropped);
    }
    this.#marks?.write(this.#publisher, this.#hasRecords);
    this.#hasRecords = false;
    await this.#append(flushed);
  }

  /** Whether so much waits that it is not left for the flush; a file is cut the same way each time. */
  get #isMuch(): boolean {
    return this.#waitsForLog && !this.#isFailing && this.#publisher.queuedBytes >= appendedBytes;
  }

  async #append(flushed: () => Promise<void>): Promise<void> {
    try {
      await this.#publisher.flush();
      this.#isFailing = false;
    } catch (thrown) {
      if (!this.#waitsForLog) throw thrown;
      this.#isFailing = true;
      this.#logFailed.fire(MonitorError.from(thrown));
    }
    await flushed();
  }
}
