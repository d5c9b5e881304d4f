import type { SpoolStatus } from '../../common/model/stream.ts';
import type { AgentFacts } from '../flow-records/mark.ts';
import { productVersion } from './product-version.ts';
import { MonitorError } from '../../common/errors.ts';
import type { CaptureStatus } from '../../common/model/capture.ts';
import type { Clock } from '../../common/clock.ts';
import { durationMs } from '../../common/units.ts';
import { canAskForPermission, permissionFacts } from '../capture/capture-permission.ts';
import { askedProgram } from '../capture/capture-program.ts';
import { CaptureTracker } from '../capture/capture-tracker.ts';
import { findHelper } from '../capture/helper-path.ts';
import { CapSource } from '../capture/cap-source.ts';
import type { CaptureSource } from '../capture/capture-source.ts';
import { HelperSource } from '../capture/helper-source.ts';
import { type LiveOptions, LiveSource } from '../capture/live-source.ts';
import { WholeIntervals } from '../capture/whole-intervals.ts';
import { CaptureForwarder } from '../log/capture-forwarder.ts';
import { MarkWriter } from '../log/mark-writer.ts';
import { PublishCondition } from '../log/kafka/publish-condition.ts';
import type { MessageLog } from '../log/message-log.ts';
import { type LinkReport, RecordPublisher } from '../log/record-publisher.ts';
import type { CaptureSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/** How soon a capture that failed is tried again. */
const retryMs = 5_000;
/** A timer can't hold for ever. */
const longestRestMs = 3_600_000;
/** What a live capture tells of itself. */
export interface CaptureListener {
  /** All that was captured up to now is in the log; the capture waits. */
  flushed(): Promise<void>;
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

/** What an agent says of itself in its marks. */
function aboutOf(spoolOf: () => SpoolStatus | null): () => AgentFacts {
  const version = productVersion();
  return () => {
    const spool = spoolOf();
    return { version, spool: spool && { records: spool.records, bytes: spool.bytes } };
  };
}

/** Captures live traffic into a log, until it is told to end. */
export class LiveCapture {
  readonly #settings: CaptureSettings;
  readonly #log: MessageLog;
  readonly #listener: CaptureListener;
  readonly #tracker: CaptureTracker;
  readonly #failing = Promise.withResolvers<MonitorError>();
  readonly #marks: MarkWriter;
  readonly #identity: AgentIdentity;
  #publisher: RecordPublisher | undefined;
  #hasBegun = false;
  #isAsking = false;
  #isPaused = false;
  #running = new AbortController();
  #wake = new AbortController();
  /** Resolves with the reason if the capture failed before its first packet; it is tried again all the same. */
  readonly failed = this.#failing.promise;

  constructor(parts: {
    settings: CaptureSettings;
    log: MessageLog;
    identity: AgentIdentity;
    listener: CaptureListener;
    clock: Clock;
    /** What waits to be sent to the brokers; null where there are none. */
    spool: () => SpoolStatus | null;
  }) {
    const { settings, log, identity, listener, clock } = parts;
    const { stream, filter } = settings;
    const publishWhen = stream.kind === 'kafka' ? stream.publishWhen : '';
    const beginEpoch = (): number => identity.beginEpoch();
    const intervalMs = durationMs(settings.intervalMs);
    const selection = { filter, publishWhen };
    this.#marks = new MarkWriter({ clock, intervalMs, selection, beginEpoch, about: aboutOf(parts.spool) });
    this.#identity = identity;
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
    return { ...this.#tracker.status, queuedPackets: this.#publisher?.queuedPackets ?? 0 };
  }

  /** Whether the capture is refused, and the system can ask the person to let the helper capture. */
  get canAsk(): boolean {
    return (
      this.status.problem?.code === 'capture/not-permitted' &&
      this.#settings.captureEngine !== 'cap' &&
      canAskForPermission(permissionFacts(findHelper()))
    );
  }

  /** Counts packets that were captured, and fell off the spool, which tells of them by itself. */
  noteDropped(loss: LinkReport): void {
    this.#tracker.countQueueDrops(loss.interface, loss.queueDropped);
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

  /** Captures until the signal aborts; a capture that can't go on is tried again from time to time. */
  async run(signal: AbortSignal): Promise<void> {
    const { agent } = this.#identity;
    const publisher = await RecordPublisher.continuing(this.#log, agent, this.#identity.beginEpoch());
    this.#publisher = publisher;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      const woken = AbortSignal.any([signal, this.#wake.signal]);
      if (!this.#isPaused) await this.#capture(publisher, signal);
      if (this.#isPaused) await this.#rest(woken);
      else await systemClock.after(retryMs, woken);
    }
    this.#marks.farewell(publisher);
    await this.#flush(publisher);
  }

  async #capture(publisher: RecordPublisher, signal: AbortSignal): Promise<void> {
    this.#running = new AbortController();
    try {
      const stopped = AbortSignal.any([signal, this.#running.signal]);
      await this.#forwarder(publisher).run(stopped, () => this.#listener.flushed());
    } catch (thrown) {
      if (!this.#hasBegun) this.#failing.resolve(MonitorError.from(thrown));
    }
    this.#marks.interrupted();
    this.#listener.changed();
  }

  async #rest(woken: AbortSignal): Promise<void> {
    this.#tracker.paused();
    this.#listener.changed();
    while (!woken.aborted) await systemClock.after(longestRestMs, woken);
  }

  /** While nothing is captured, says so in the log; called from time to time. */
  async watch(): Promise<void> {
    if (this.status.state === 'capturing' || !this.#publisher) return;
    this.#marks.write(this.#publisher, false);
    await this.#flush(this.#publisher);
  }

  async #flush(publisher: RecordPublisher): Promise<void> {
    try {
      await publisher.flush();
      await this.#listener.flushed();
    } catch (thrown) {
      this.#listener.logFailed(MonitorError.from(thrown));
    }
  }

  #forwarder(publisher: RecordPublisher): CaptureForwarder {
    const source = this.#isAsking ? askingSource(this.#settings) : liveSource(this.#settings);
    this.#isAsking = false;
    const forwarder = new CaptureForwarder({
      ...{ source, publisher, tracker: this.#tracker, marks: this.#marks },
      waitsForLog: true,
    });
    forwarder.onOpened(() => this.#begin());
    forwarder.onProblem(() => this.#listener.changed());
    forwarder.onLogFailed((error) => this.#listener.logFailed(error));
    return forwarder;
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#listener.changed();
  }
}

/** Whether the source knows how many packets the kernel drops. */
export const countsDrops = ({ captureEngine }: CaptureSettings): boolean => captureEngine !== 'cap';

/** Where each packet is published for itself, its length must be known. */
const optionsOf = ({
  interfaces,
  filter,
  promiscuous,
  captureEngine,
  intervalMs,
  stream,
}: CaptureSettings): LiveOptions => ({
  clock: systemClock,
  interfaces,
  promiscuous,
  kernelSums: captureEngine === 'ebpf',
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
  const program = askedProgram(permissionFacts(findHelper(), settings.captureEngine === 'ebpf'));
  return gathering(settings, new LiveSource(program, { ...optionsOf(settings), isOnce: true }));
}

/** Flow records are compared with a condition as those of whole intervals; packets, each for itself. */
function gathering({ stream }: CaptureSettings, source: CaptureSource): CaptureSource {
  const isGathered =
    stream.kind === 'kafka' &&
    stream.mode === 'record' &&
    PublishCondition.parse(stream.publishWhen).needsIntervals;
  return isGathered ? new WholeIntervals(source) : source;
}
