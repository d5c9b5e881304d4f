import { Emitter } from '../../common/event.ts';
import { MonitorError } from '../../common/errors.ts';
import { lostPackets, noLoss } from '../../common/loss.ts';
import type { CaptureCounters, CaptureMessage, CaptureSource } from '../capture/capture-source.ts';
import type { CaptureTracker } from '../capture/capture-tracker.ts';
import type { Loss, RecordPublisher } from './record-publisher.ts';

/** Moves what a source captures into the log. */
export class CapturePump {
  readonly #source: CaptureSource;
  readonly #publisher: RecordPublisher;
  readonly #tracker: CaptureTracker;
  readonly #waitsForLog: boolean;
  readonly #problem = new Emitter<MonitorError>();
  readonly #lost = new Emitter<Loss>();
  readonly #logFailed = new Emitter<MonitorError>();
  readonly #opened = new Emitter<string>();
  /** An interface is captured from now on. */
  readonly onOpened = this.#opened.event;
  /** Packets that were lost before they could be captured, or found no room while the log could not be written. */
  readonly onLost = this.#lost.event;
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
        return this.#countMissed(message.counters);
      case 'opened':
        return this.#opened.fire(message.interface.name);
      case 'problem':
        return this.#problem.fire(MonitorError.fromData(message.problem));
    }
  }

  #countMissed({ atMs, interface: name, kernelDropped, interfaceDropped }: CaptureCounters): void {
    const loss = { ...noLoss, kernelDropped, interfaceDropped };
    if (lostPackets(loss) > 0) this.#lost.fire({ atMs, interface: name, ...loss });
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
      this.#lost.fire(dropped);
    }
    await flushed();
  }
}
