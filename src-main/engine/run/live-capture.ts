import { MonitorError } from '../../common/errors.ts';
import type { CaptureStatus } from '../../common/model/capture.ts';
import { durationMs, type EpochMs, epochMs } from '../../common/units.ts';
import { canAskForPermission, permissionFacts } from '../capture/capture-permission.ts';
import { askedProgram } from '../capture/capture-program.ts';
import { CaptureTracker } from '../capture/capture-tracker.ts';
import { findHelper } from '../capture/helper-path.ts';
import { CapSource } from '../capture/cap-source.ts';
import type { CaptureSource } from '../capture/capture-source.ts';
import { HelperSource } from '../capture/helper-source.ts';
import { type LiveOptions, LiveSource } from '../capture/live-source.ts';
import { WholeIntervals } from '../capture/whole-intervals.ts';
import { CapturePump } from '../log/capture-pump.ts';
import { PublishCondition } from '../log/kafka/publish-condition.ts';
import type { MessageLog } from '../log/message-log.ts';
import { type LinkReport, RecordPublisher } from '../log/record-publisher.ts';
import type { CaptureSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/** How soon a capture that failed is tried again. */
const retryMs = 5_000;
/** A timer can't hold for ever. */
const longestRestMs = 3_600_000;
/** The machine slept if the clock moved on this far between two looks: nobody knows what passed meanwhile. */
const longestStallMs = 10_000;

/** What a live capture tells of itself. */
export interface CaptureListener {
  /** An interface is captured from now on. */
  began(): void;
  /** All that was captured up to now is in the log; the capture waits. */
  flushed(): Promise<void>;
  /** Packets may be missing. */
  gap(fromMs: EpochMs, toMs: EpochMs): void;
  /** The kernel counted packets, or some were lost before they reached the log. */
  counted(report: LinkReport): void;
  /** Something of the capture began or ended, which the person shall see. */
  changed(): void;
  /** The log could not be written; what was captured waits. */
  logFailed(error: MonitorError): void;
}

/** As whom a capture publishes. */
export interface AgentIdentity {
  readonly agent: string;
  beginEpoch(): number;
}

/** Captures live traffic into a log, until it is told to end. */
export class LiveCapture {
  readonly #settings: CaptureSettings;
  readonly #log: MessageLog;
  readonly #listener: CaptureListener;
  readonly #tracker: CaptureTracker;
  readonly #failing = Promise.withResolvers<MonitorError>();
  #hasBegun = false;
  #flushedMs = systemClock.now();
  #watchedMs = epochMs(Infinity);
  #isAsking = false;
  #isPaused = false;
  #running = new AbortController();
  #wake = new AbortController();
  /** Resolves with the reason if the capture failed before its first packet; it is tried again all the same. */
  readonly failed = this.#failing.promise;

  constructor(settings: CaptureSettings, log: MessageLog, listener: CaptureListener) {
    this.#settings = settings;
    this.#log = log;
    this.#listener = listener;
    this.#tracker = new CaptureTracker(systemClock, countsDrops(settings));
  }

  /** Whether an interface was ever captured: before, there is nothing to say of any window. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get status(): CaptureStatus {
    return this.#tracker.status;
  }

  /** Whether the capture is refused, and the system can ask the person to let the helper capture. */
  get canAsk(): boolean {
    return (
      this.status.problem?.code === 'capture/not-permitted' &&
      this.#settings.captureEngine === 'helper' &&
      canAskForPermission(permissionFacts(findHelper()))
    );
  }

  /** Counts packets that were captured, and fell off the spool. */
  noteDropped({ interface: name, queueDropped }: LinkReport): void {
    this.#tracker.countQueueDrops(name, queueDropped);
  }

  /** Tries again at once, with a dialog of the system that asks the person for permission. */
  ask(): void {
    this.#isAsking = true;
    this.#wake.abort();
  }

  /** Ends the capture until it is resumed; what was captured up to now counts. */
  pause(): void {
    this.#isPaused = true;
    this.#running.abort();
    this.#wake.abort();
  }

  resume(): void {
    this.#isPaused = false;
    this.#wake.abort();
  }

  /**
   * Captures as an agent until the signal aborts; a capture that can't go on is tried again from time to time.
   *
   * @param identity.beginEpoch begins another life of the agent, and gives its epoch
   */
  async run(identity: AgentIdentity, signal: AbortSignal): Promise<void> {
    const publisher = await RecordPublisher.continuing(this.#log, identity.agent, identity.beginEpoch());
    while (!signal.aborted) {
      this.#wake = new AbortController();
      const woken = AbortSignal.any([signal, this.#wake.signal]);
      if (!this.#isPaused) await this.#capture(publisher, signal);
      if (this.#isPaused) await this.#rest(woken);
      else await systemClock.after(retryMs, woken);
    }
  }

  async #capture(publisher: RecordPublisher, signal: AbortSignal): Promise<void> {
    this.#running = new AbortController();
    try {
      const stopped = AbortSignal.any([signal, this.#running.signal]);
      await this.#pump(publisher).run(stopped, () => this.#flushed());
    } catch (thrown) {
      if (!this.#hasBegun) this.#failing.resolve(MonitorError.from(thrown));
      this.#change();
    }
  }

  async #rest(woken: AbortSignal): Promise<void> {
    this.#tracker.paused();
    this.#change();
    while (!woken.aborted) await systemClock.after(longestRestMs, woken);
  }

  /** Looks whether packets may be missing at the moment; called from time to time. */
  watch(now: EpochMs): void {
    if (now - this.#watchedMs > longestStallMs) this.#listener.gap(this.#watchedMs, now);
    this.#watchedMs = now;
    const { state, problem } = this.status;
    if (state !== 'capturing' || problem) this.#missPackets();
  }

  #pump(publisher: RecordPublisher): CapturePump {
    const source = this.#isAsking ? askingSource(this.#settings) : liveSource(this.#settings);
    this.#isAsking = false;
    const pump = new CapturePump({ source, publisher, tracker: this.#tracker, waitsForLog: true });
    pump.onOpened(() => this.#begin());
    pump.onCounted((report) => this.#listener.counted(report));
    pump.onProblem(() => this.#change());
    pump.onLogFailed((error) => this.#listener.logFailed(error));
    return pump;
  }

  /** The window that holds this moment begins to be captured in its midst. */
  #begin(): void {
    this.#hasBegun = true;
    this.#listener.began();
    this.#change();
  }

  #change(): void {
    this.#missPackets();
    this.#listener.changed();
  }

  async #flushed(): Promise<void> {
    this.#flushedMs = systemClock.now();
    await this.#listener.flushed();
  }

  /** Packets may be missing since what was captured was told last. */
  #missPackets(): void {
    const now = systemClock.now();
    this.#listener.gap(epochMs(Math.min(this.#flushedMs, now)), epochMs(now + 1));
  }
}

/** Whether the source knows how many packets the kernel drops. */
export const countsDrops = ({ captureEngine }: CaptureSettings): boolean => captureEngine !== 'cap';

/** Where each packet is published for itself, its length must be known. */
const optionsOf = ({
  interfaces,
  filter,
  promiscuous,
  intervalMs,
  stream,
}: CaptureSettings): LiveOptions => ({
  clock: systemClock,
  interfaces,
  promiscuous,
  eachPacket: stream.kind === 'kafka' && stream.mode === 'packet',
  ...(filter === '' ? {} : { filter }),
  intervalMs: durationMs(intervalMs),
});

const liveSource = (settings: CaptureSettings): CaptureSource =>
  gathering(
    settings,
    settings.captureEngine === 'cap'
      ? // It always captures promiscuously, and has no option for it.
        new CapSource({ ...optionsOf(settings), promiscuous: false })
      : new HelperSource({ helperPath: findHelper(), ...optionsOf(settings) }),
  );

/** It runs once: each further run would ask the person again. */
function askingSource(settings: CaptureSettings): CaptureSource {
  const program = askedProgram(permissionFacts(findHelper()));
  return gathering(settings, new LiveSource(program, { ...optionsOf(settings), isOnce: true }));
}

/** Flow records are held against a condition as those of whole intervals; packets, each for itself. */
function gathering({ stream }: CaptureSettings, source: CaptureSource): CaptureSource {
  const isGathered =
    stream.kind === 'kafka' &&
    stream.mode === 'record' &&
    PublishCondition.parse(stream.publishWhen).needsIntervals;
  return isGathered ? new WholeIntervals(source) : source;
}
