import type { Disposable } from '../common/disposable.ts';
import { Emitter } from '../common/event.ts';
import { MonitorError } from '../common/errors.ts';
import type { MonitorStatus } from '../common/model.ts';
import { durationMs, epochMs, systemClock } from '../common/units.ts';
import { pause } from './capture/back-off.ts';
import { CapSource } from './capture/cap-source.ts';
import type { CaptureSource } from './capture/capture-source.ts';
import { CaptureTracker } from './capture/capture-tracker.ts';
import { findHelper } from './capture/helper-path.ts';
import { HelperSource } from './capture/helper-source.ts';
import { CapturePump } from './log/capture-pump.ts';
import { EmbeddedLog } from './log/embedded-log.ts';
import { RecordPublisher } from './log/record-publisher.ts';
import { embeddedStream, standingStream, type StreamFlow, StreamMeter } from './log/stream-meter.ts';
import type { AlertChannel } from './alerts/channel-feed.ts';
import type { TrafficChecker, WindowReport } from './alerts/traffic-checker.ts';
import { LimitSync } from './limits/limit-sync.ts';
import { openSource } from './limits/open-source.ts';
import { checkerOf } from './checking.ts';
import { DataFolder, seriesName } from './data-folder.ts';
import { Alerting } from './alerting.ts';
import { engineApi, type EngineApi } from './engine-api.ts';
import type { Series } from './store/series-repository.ts';
import { correctionMs, type EngineSettings } from './settings.ts';

const tickMs = 250;
const statusMs = 1000;
const trimMs = 60_000;
/** How long the embedded log keeps what was read. */
const logRetentionMs = 3_600_000;
/** How soon a capture that failed is tried again. */
const captureRetryMs = 5_000;
/** How long the start waits for the first limits. */
const firstReadMs = 2_000;
const pairsInStatus = 10;

const capNotice =
  'Captured through cap: interfaces are in promiscuous mode, packets are timed by their arrival, and it is not ' +
  'known how many the kernel drops.';

/** A running engine. */
export interface Engine {
  readonly api: EngineApi;
  /** Resolves with the reason if the capture failed before its first packet; it is tried again all the same. */
  readonly captureFailed: Promise<MonitorError>;
  /** Stores everything and frees the data folder; bounded in time. */
  stop(): Promise<void>;
}

/**
 * Starts the whole pipeline on live traffic: capture → log → windows → limits → alerts → store.
 *
 * @param channels ways to be told of alerts that live in this process, beside those of the settings
 * @throws MonitorError `store/*` where the data folder can't be used
 */
export async function startEngine(
  settings: EngineSettings,
  channels: readonly AlertChannel[] = [],
): Promise<Engine> {
  const folder = DataFolder.lock(settings.dataDir);
  try {
    const engine = new LiveEngine(settings, folder, channels);
    await engine.start();
    return engine;
  } catch (thrown) {
    folder.dispose();
    throw thrown;
  }
}

function liveSeries(folder: DataFolder, settings: EngineSettings): Series {
  const name = seriesName('live', settings.interfaces.join(','), settings);
  return folder.series.open(
    name,
    { sizeMs: settings.windowMs, slideMs: settings.slideMs },
    systemClock.now(),
  );
}

function liveSource({ captureEngine, interfaces, filter, intervalMs }: EngineSettings): CaptureSource {
  const options = {
    interfaces,
    ...(filter === '' ? {} : { filter }),
    intervalMs: durationMs(intervalMs),
  };
  return captureEngine === 'cap'
    ? new CapSource(options)
    : new HelperSource({ helperPath: findHelper(), ...options });
}

class LiveEngine implements Engine {
  readonly api: EngineApi;
  readonly captureFailed: Promise<MonitorError>;
  readonly #settings: EngineSettings;
  readonly #folder: DataFolder;
  readonly #log: EmbeddedLog;
  readonly #sync: LimitSync;
  readonly #checker: TrafficChecker;
  readonly #alerting: Alerting;
  readonly #tracker: CaptureTracker;
  readonly #stopping = new AbortController();
  readonly #opened: Disposable[] = [];
  readonly #notices: string[];
  readonly #statusChanged = new Emitter<MonitorStatus>();
  readonly #windowReported = new Emitter<WindowReport>();
  #failCapture!: (error: MonitorError) => void;
  #capturing: Promise<void> = Promise.resolve();
  #hasCaptured = false;
  #flushedMs = systemClock.now();
  #folderVersion: number;
  readonly #streamMeter = new StreamMeter();
  #stream: StreamFlow = standingStream;
  #stopped: Promise<void> | undefined;
  /** As it was at the stop: the store is closed from then on. */
  #lastStatus: MonitorStatus | undefined;

  constructor(settings: EngineSettings, folder: DataFolder, channels: readonly AlertChannel[]) {
    this.#settings = settings;
    this.#folder = folder;
    const dropsKnown = settings.captureEngine !== 'cap';
    this.#notices = [...folder.notices, ...(dropsKnown ? [] : [capNotice])];
    this.#tracker = new CaptureTracker(dropsKnown);
    this.captureFailed = new Promise((resolve) => (this.#failCapture = resolve));
    // Read before the limits are: what another process stores from here on is noticed.
    this.#folderVersion = folder.version;
    const { refresh } = settings;
    this.#sync = new LimitSync({ repository: folder.limits, clock: systemClock, refresh, openSource });
    const series = liveSeries(folder, settings);
    this.#log = new EmbeddedLog(folder.log(series));
    const stream = {
      log: this.#log,
      limits: () => this.#sync.limits,
      knownAt: () => systemClock.now(),
      warnPercent: settings.alerts.tellsWarnings ? settings.alerts.warnPercent : null,
      correctionMs,
      coverageFromMs: systemClock.now(),
      dropsKnown,
    };
    const checks = folder.checks(series, true);
    this.#checker = checkerOf(stream, checks, series, settings);
    this.#alerting = new Alerting({ folder, series, checks, settings, channels });
    this.api = engineApi({
      folder,
      series,
      sync: this.#sync,
      status: () => this.#lastStatus ?? this.#status(),
      statusChanged: this.#statusChanged.event,
      windowReported: this.#windowReported.event,
      alerting: this.#alerting,
    });
  }

  async start(): Promise<void> {
    this.#checker.onWindowReported((report) => this.#windowReported.fire(report));
    this.#alerting.follow(this.#checker);
    const source = this.#settings.limitsSource ?? this.#folder.settings.followedLimits();
    this.#opened.push(this.#sync.onStatusChanged(() => this.#noteFollowed()));
    this.#noteFollowed();
    if (source !== null) await this.#follow(source);
    this.#opened.push(
      this.#sync,
      this.#sync.onChanged(() => void this.#guard(() => this.#checker.rejudge(systemClock.now()))),
    );
    const publisher = await RecordPublisher.continuing(this.#log, this.#folder.settings.agentId());
    await this.#checker.drain();
    this.#every(tickMs, () => this.#tick());
    this.#every(statusMs, () => this.#look());
    this.#every(trimMs, () => this.#trim());
    this.#capturing = this.#capture(publisher);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#capturing;
    for (const opened of this.#opened.splice(0).reverse()) opened.dispose();
    await this.#guard(() => this.#checker.drain());
    await this.#guard(() => this.#checker.suspend());
    await this.#alerting.stop();
    this.#lastStatus = this.#status();
    this.#folder.dispose();
  }

  /** Captures until the engine stops; a capture that can't go on is tried again from time to time. */
  async #capture(publisher: RecordPublisher): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#pump(publisher).run(signal, () => this.#flushed());
      } catch (thrown) {
        const error = MonitorError.from(thrown);
        if (!this.#hasCaptured) this.#failCapture(error);
        this.#missPackets();
      }
      await pause(captureRetryMs, signal);
    }
  }

  #pump(publisher: RecordPublisher): CapturePump {
    const source = liveSource(this.#settings);
    const pump = new CapturePump({ source, publisher, tracker: this.#tracker, waitsForLog: true });
    pump.onOpened(() => this.#captureBegins());
    pump.onLost((loss) => this.#checker.addLoss(loss));
    pump.onProblem(() => this.#missPackets());
    pump.onLogFailed((error) => this.#notice(this.#folder.explain(error).message));
    return pump;
  }

  /** The window that holds this moment begins to be captured in its midst. */
  #captureBegins(): void {
    this.#hasCaptured = true;
    this.#tick();
    this.#missPackets();
  }

  /** Something of the capture began or ended: the present windows aren't complete, and the person shall see it. */
  #missPackets(): void {
    this.#noteGap();
    void this.#guard(() => this.#look());
  }

  /** Before the first packet could be seen there is nothing to say of any window. */
  #tick(): void {
    if (this.#hasCaptured) this.#checker.tick(systemClock.now());
  }

  /** All that was captured up to now is in the log. */
  async #flushed(): Promise<void> {
    this.#flushedMs = systemClock.now();
    await this.#guard(() => this.#checker.drain());
  }

  /** Packets may be missing since what was captured was told last. */
  #noteGap(): void {
    const now = systemClock.now();
    this.#checker.noteGap(epochMs(Math.min(this.#flushedMs, now)), epochMs(now + 1));
  }

  #look(): void {
    const { version } = this.#folder;
    if (version !== this.#folderVersion) this.#sync.reload();
    this.#folderVersion = version;
    this.#alerting.look();
    const { state, problem } = this.#tracker.status;
    if (state !== 'capturing' || problem) this.#noteGap();
    this.#stream = this.#streamMeter.look(this.#log.ends(), this.#checker.positions, systemClock.now());
    this.#statusChanged.fire(this.#status());
  }

  #trim(): void {
    this.#log.trim(this.#checker.committedPositions, systemClock.now() - logRetentionMs);
    this.#alerting.trim();
  }

  #status(): MonitorStatus {
    return {
      atMs: systemClock.now(),
      capture: this.#tracker.status,
      window: this.#checker.current(pairsInStatus),
      windowMs: this.#settings.windowMs,
      limits: this.#sync.status,
      firing: this.#alerting.firing,
      stream: { ...embeddedStream, ...this.#stream },
      channels: this.#alerting.channels,
      late: this.#checker.late,
      deadLetters: this.#checker.deadLetters,
      notices: this.#notices,
    };
  }

  /** A server that is slow to answer does not keep the capture from beginning. */
  async #follow(source: string): Promise<void> {
    const answered = new AbortController();
    const read = this.#sync.follow(openSource(source)).finally(() => answered.abort());
    await Promise.race([read, pause(firstReadMs, answered.signal)]);
  }

  /** For those who sync the limits beside this instance. */
  #noteFollowed(): void {
    this.#folder.settings.noteLiveLimits(this.#sync.status.source);
  }

  #every(periodMs: number, run: () => void | Promise<void>): void {
    const timer = setInterval(() => void this.#guard(run), periodMs);
    this.#opened.push({ dispose: () => clearInterval(timer) });
  }

  /** Runs a step that must not end the engine: what it throws is told, and the next run tries again. */
  async #guard(run: () => void | Promise<void>): Promise<void> {
    try {
      await run();
    } catch (thrown) {
      this.#notice(this.#folder.explain(thrown).message);
    }
  }

  #notice(text: string): void {
    if (!this.#notices.includes(text)) this.#notices.push(text);
    if (this.#notices.length > 20) this.#notices.shift();
  }
}
