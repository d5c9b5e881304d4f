import { Emitter } from '../../common/event.ts';
import { MonitorError } from '../../common/errors.ts';
import { lostPackets, noCounts } from '../../common/loss.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { CaptureCounters, CaptureMessage, CaptureSource } from '../capture/capture-source.ts';
import type { CaptureTracker } from '../capture/capture-tracker.ts';
import type { LinkReport, RecordPublisher } from './record-publisher.ts';

/** A report that comes later than this after the one before tells of its own time. */
const longestReportMs = 1_000;

/** Moves what a source captures into the log. */
export class CapturePump {
  readonly #source: CaptureSource;
  readonly #publisher: RecordPublisher;
  readonly #tracker: CaptureTracker;
  readonly #waitsForLog: boolean;
  /** When each interface last told its counters. */
  readonly #reportedMs = new Map<string, EpochMs>();
  readonly #problem = new Emitter<MonitorError>();
  readonly #counted = new Emitter<LinkReport>();
  readonly #logFailed = new Emitter<MonitorError>();
  readonly #opened = new Emitter<string>();
  /** An interface is captured from now on. */
  readonly onOpened = this.#opened.event;
  /** What the kernel counted, and packets that found no room while the log could not be written. */
  readonly onCounted = this.#counted.event;
  /** A part of the capture failed; the rest goes on. */
  readonly onProblem = this.#problem.event;
  /** The log could not be written; what was captured waits. */
  readonly onLogFailed = this.#logFailed.event;

  /** With `waitsForLog` a log that can't be written is tried again at each flush; without, it ends the run. */
  constructor(parts: {
    source: CaptureSource;
    publisher: RecordPublisher;
    tracker: CaptureTracker;
    waitsForLog: boolean;
  }) {
    this.#source = parts.source;
    this.#publisher = parts.publisher;
    this.#tracker = parts.tracker;
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
        return this.#publisher.offer(message.batch);
      case 'flushed':
        return this.#publish(flushed);
      case 'counters':
        return this.#count(message.counters);
      case 'opened':
        this.#reportedMs.delete(message.interface.name);
        return this.#opened.fire(message.interface.name);
      case 'problem':
        return this.#problem.fire(MonitorError.fromData(message.problem));
    }
  }

  /** Counters are those of the time since the report before: packets that they tell of passed in it. */
  #count({ interface: name, ...counters }: CaptureCounters): void {
    const { kernelReceived, kernelDropped, interfaceDropped } = counters;
    const counts = { ...noCounts, kernelReceived, kernelDropped, interfaceDropped };
    const atMs = epochMs(
      Math.max(this.#reportedMs.get(name) ?? counters.atMs, counters.atMs - longestReportMs),
    );
    this.#reportedMs.set(name, counters.atMs);
    if (kernelReceived + lostPackets(counts) > 0) this.#counted.fire({ atMs, interface: name, ...counts });
  }

  async #publish(flushed: () => Promise<void>): Promise<void> {
    try {
      await this.#publisher.flush();
    } catch (thrown) {
      if (!this.#waitsForLog) throw thrown;
      this.#logFailed.fire(MonitorError.from(thrown));
    }
    for (const dropped of this.#publisher.takeDropped()) {
      this.#tracker.countQueueDrops(dropped.interface, dropped.queueDropped);
      this.#counted.fire(dropped);
    }
    await flushed();
  }
}
