import type { Disposable } from '../../common/disposable.ts';
import { testBrokers } from './broker-test.ts';
import { Emitter } from '../../common/event.ts';
import type { MonitorError } from '../../common/errors.ts';
import type { StoredLimit } from '../../common/model/limits.ts';
import type { MonitorStatus } from '../../common/model/status.ts';
import { epochMs } from '../../common/units.ts';
import { noCapture } from '../capture/capture-tracker.ts';
import { noteNetworks } from './networks.ts';
import type { Stream } from '../log/stream.ts';
import type { Receiver } from '../notify/delivery-stage.ts';
import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { WindowReport } from '../alerts/reports.ts';
import type { LimitSync } from '../limits/limit-sync.ts';
import { ThreadedHistory } from '../history/threaded-history.ts';
import { DataFolder } from '../store/data-folder.ts';
import { Alerting } from '../api/alerting.ts';
import { engineApi, type EngineApi } from '../api/engine-api.ts';
import type { CheckerGroup } from './checker-group.ts';
import { countsDrops, type LiveCapture } from './live-capture.ts';
import { pastAtOnce, PeriodFilling } from './period-filling.ts';
import { ScopesAhead } from './scopes-ahead.ts';
import { openPeriods, type PeriodsOf } from './periods.ts';
import { alertIdentity, liveChecker } from './live-checking.ts';
import { LiveInput } from './live-input.ts';
import { followSource, liveLimits } from './live-limits.ts';
import { DueTimer } from './due-timer.ts';
import { EngineFaults } from './engine-faults.ts';
import { EngineRest } from './engine-rest.ts';
import { capNotice, Notices, rivalNotice, skipped } from './engine-notices.ts';
import { findProblems, StandingProblems } from './standing-problems.ts';
import { boundStatus } from './status-bounds.ts';
import { GrowingDirections } from '../windows/direction-sums.ts';
import { StatusThrottle } from './status-throttle.ts';
import { bringUpToDate, type Starting } from './older-folder.ts';
import { streamOpener } from './open-stream.ts';
import type { EngineSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/** Between two pieces of upkeep others have their turn. */
const upkeepPauseMs = 250;
const trimMs = 60_000;
const pairsInStatus = 10;

/** A running engine. */
export interface Engine {
  readonly api: EngineApi;
  /** Resolves with the reason if the capture failed before its first packet; it is tried again all the same. */
  readonly captureFailed: Promise<MonitorError>;
  /** Stores everything and frees the data folder; bounded in time. */
  stop(): Promise<void>;
}

/**
 * Starts the whole pipeline on live traffic: capture → log → windows → limits → alerts → store. Where a folder of an older
 * version is brought up to date, what is captured meanwhile waits in the log.
 *
 * @param receivers receivers of alerts that live in this process, beside those of the settings
 * @throws MonitorError `store/*` where the data folder can't be used, `engine/stopped` where the signal aborted before it
 * was brought up to date
 */
export async function startEngine(
  settings: EngineSettings,
  receivers: readonly Receiver[] = [],
  { onMigrated = () => undefined, signal }: Starting = {},
): Promise<Engine> {
  const folder = DataFolder.lockEarly(settings.dataDir, onMigrated);
  try {
    const opener = await streamOpener(settings.stream);
    const cluster = await opener.clusterOf(folder);
    const periodsOf = await openPeriods(settings, pastAtOnce);
    const input = new LiveInput(settings, folder, opener, cluster);
    const stored = { dataDir: settings.dataDir, series: input.series, kept: settings.retention };
    const history = new ThreadedHistory(stored, systemClock);
    const stopping = new AbortController();
    const parts = { settings, folder, input, history, stopping, receivers, periodsOf };
    if (folder.older.remain) await bringUpToDate(parts, onMigrated, signal);
    const engine = new LiveEngine(parts);
    await engine.start();
    return engine;
  } catch (thrown) {
    folder.dispose();
    throw thrown;
  }
}

interface LiveParts {
  readonly settings: EngineSettings;
  readonly folder: DataFolder;
  readonly input: LiveInput;
  readonly history: ThreadedHistory;
  /** Ends all that runs, but for what stores the rest. */
  readonly stopping: AbortController;
  readonly receivers: readonly Receiver[];
  readonly periodsOf: PeriodsOf;
}

class LiveEngine implements Engine {
  readonly api: EngineApi;
  readonly #settings: EngineSettings;
  readonly #folder: DataFolder;
  readonly #input: LiveInput;
  readonly #stream: Stream;
  /** Undefined where others capture. */
  readonly #capture: LiveCapture | undefined;
  readonly #sync: LimitSync;
  readonly #checker: TrafficChecker;
  readonly #alerting: Alerting;
  /** Undefined without brokers. */
  readonly #group: CheckerGroup | undefined;
  readonly #history: ThreadedHistory;
  readonly #filling: PeriodFilling;
  readonly #scopesAhead: ScopesAhead;
  readonly #throttle = new StatusThrottle();
  readonly #timer = new DueTimer({
    clock: systemClock,
    dueMs: (nowMs) => Math.min(this.#throttle.dueMs, this.#checker.dueMs(epochMs(nowMs))),
    run: () => void this.#guard('look', () => this.#wake()),
  });
  readonly #rest = new EngineRest(() => this.#folder.alerts.version);
  readonly #directions = new GrowingDirections();
  readonly #faults: EngineFaults;
  readonly #problems = new StandingProblems();
  readonly #stopping: AbortController;
  readonly #opened: Disposable[] = [];
  readonly #notices: Notices;
  readonly #statusChanged = new Emitter<MonitorStatus>();
  readonly #windowReported = new Emitter<WindowReport>();
  #capturing: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;
  /** As it was at the stop: the store is closed from then on. */
  #lastStatus: MonitorStatus | undefined;

  constructor({ settings, folder, input, history, stopping, receivers, periodsOf }: LiveParts) {
    this.#settings = settings;
    this.#folder = folder;
    this.#stopping = stopping;
    this.#input = input;
    const { series, group, stream, log, capture } = input;
    this.#group = group;
    this.#stream = stream;
    this.#capture = capture;
    this.#history = history;
    this.#faults = new EngineFaults(folder);
    this.#notices = new Notices([...folder.notices, ...(countsDrops(settings) ? [] : [capNotice])]);
    const networks = noteNetworks(folder, settings);
    const periods = periodsOf(folder, series);
    this.#sync = liveLimits(folder, settings, periods);
    const checks = folder.checks(series, true, settings.expectedAgents);
    const own = settings.captures ? folder.settings.agentId() : undefined;
    const identity = alertIdentity(folder, settings);
    const named = { series, own, identity, periods, networks, stream };
    this.#checker = liveChecker({ settings, log, sync: this.#sync, checks, ...named });
    const notified = group?.join(receivers) ?? { receivers };
    this.#alerting = new Alerting({ folder, series, settings, clock: systemClock, ...notified });
    const past = { ...periods, checker: this.#checker, history: history.calls, clock: systemClock };
    this.#filling = new PeriodFilling(past, this.#stopping.signal);
    this.#scopesAhead = new ScopesAhead({ ...past, settings });
    this.api = engineApi({
      clock: systemClock,
      sync: this.#sync,
      history: history.calls,
      status: () => this.#lastStatus ?? this.#status(),
      open: this.#checker,
      currentVerdicts: (count) => this.#checker.currentVerdicts(count),
      ...{ statusChanged: this.#statusChanged.event, windowReported: this.#windowReported.event },
      periodReported: this.#checker.onPeriodReported,
      ...{ alerting: this.#alerting, testBrokers: () => testBrokers(settings) },
      ...{ agents: { folder, series, checker: this.#checker }, capture },
    });
  }

  async start(): Promise<void> {
    this.#input.listener = {
      flushed: () => this.#drain(),
      changed: () => void this.#guard('look', () => this.#look()),
      logFailed: (error) => this.#faults.failed('append', error),
    };
    this.#checker.onWindowReported((report) => this.#windowReported.fire(report));
    this.#checker.onListenerFailed((error) => this.#faults.failed('report', error));
    this.#checker.onGapSkipped = (fromMs, toMs) => this.#notices.add(skipped(fromMs, toMs));
    this.#checker.onRival = (agent) => this.#notices.add(rivalNotice(agent));
    this.#alerting.follow(this.#checker);
    const source = this.#settings.limitsSource ?? this.#folder.settings.followedLimits();
    this.#opened.push(this.#sync.onStatusChanged(() => this.#noteFollowed()));
    this.#noteFollowed();
    if (source !== null) await followSource(this.#sync, source);
    await this.#guard('limits', () => this.#checker.rejudge(systemClock.now()));
    this.#opened.push(
      this.#sync,
      this.#sync.onChanged((limits) => void this.#guard('limits', () => this.#takeLimits(limits))),
    );
    await this.#checker.drain();
    this.#startStream();
    const trim = (): void => void this.#guard('trim', () => this.#trim());
    this.#opened.push(this.#timer, systemClock.every(trimMs, trim));
    this.#timer.set();
    void this.#guard('periods', () => this.#filling.run());
    this.#capturing = this.#input.run(this.#stopping.signal);
  }

  async #trim(): Promise<void> {
    void this.#guard('networks', () => noteNetworks(this.#folder, this.#settings));
    void this.#guard('periods', () => this.#filling.run());
    await this.#alerting.trim();
    const { signal } = this.#stopping;
    // Upkeep has the history's thread begin, if nobody has asked it anything before.
    this.#folder.leaveCheckpoints();
    while (!signal.aborted && (await this.#history.calls.tend(this.#settings.retention)))
      await systemClock.after(upkeepPauseMs, signal);
  }

  #startStream(): void {
    this.#opened.push(
      this.#stream.onDropped((loss) => this.#capture?.noteDropped(loss)),
      this.#stream.onNoticed((text) => this.#notices.add(text)),
      this.#input.log.onAppended(() => void this.#drain()),
    );
    if (this.#group)
      this.#opened.push(...this.#group.start(this.#alerting, this.#checker, this.#sync.limits));
    this.#stream.start(this.#checker.readSoFar);
    // How much there is to read is known before any of it is summed.
    void this.#guard('look', () => this.#wake());
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#capturing;
    for (const opened of this.#opened.splice(0).reverse()) opened.dispose();
    await this.#guard('drain', () => this.#checker.drain());
    await this.#guard('commit', () => this.#checker.suspend(systemClock.now()));
    this.#stream.checkpointed(this.#checker.committed.positions);
    await this.#alerting.stop();
    await this.#guard('group', () => this.#group?.stop(this.#checker));
    await this.#stream.stop();
    await this.#history.stop();
    this.#lastStatus = this.#status();
    this.#folder.dispose();
  }

  get captureFailed(): Promise<MonitorError> {
    return this.#capture?.failed ?? new Promise(() => {});
  }

  /** Sums what is new in the log, and shows it. */
  async #drain(): Promise<void> {
    await this.#guard('drain', async () => {
      if (await this.#checker.drain()) this.#rest.note();
      this.#throttle.note(systemClock.now());
    });
    await this.#guard('look', () => this.#wake());
    this.#timer.set();
  }

  /** Does what time has made due. */
  #wake(): void {
    const now = systemClock.now();
    const isLookDue = this.#throttle.isDue(now);
    const tick = (): void => this.#checker.tick(now, this.#stream.caughtUp(this.#checker.positions));
    if (isLookDue || this.#checker.dueMs(now) <= now) void this.#guard('tick', tick);
    this.#group?.note(this.#checker);
    if (isLookDue) this.#throttle.sent(now);
    if (isLookDue && !this.#rest.isResting(now)) this.#look();
  }

  #look(): void {
    this.#sync.reload();
    void this.#guard('agents', () => this.#checker.takeAgentWishes());
    void this.#guard('alerts', () => this.#alerting.look());
    this.#faults.look(systemClock.now());
    void this.#guard('append', () => this.#capture?.watch());
    this.#stream.checkpointed(this.#checker.committed.positions);
    void this.#guard('group', () => this.#group?.checkpointed(this.#checker));
    this.#statusChanged.fire(this.#rest.looked(this.#status()));
  }

  #status(): MonitorStatus {
    const now = systemClock.now();
    const { missing, reachedMs = now } = this.#checker.roster;
    const { growing, networks } = this.#checker;
    const parts = {
      capture: this.#capture?.status ?? noCapture,
      stream: this.#stream.status(this.#checker.positions, now),
      agents: this.#checker.agents,
      limits: this.#sync.status,
      channels: this.#alerting.channels,
    };
    return boundStatus({
      ...parts,
      atMs: now,
      window: this.#directions.with(this.#checker.current(pairsInStatus), growing, networks),
      canAllowCapture: this.#capture?.canAsk ?? false,
      windowMs: this.#settings.windowMs,
      firingCount: this.#alerting.firingCount,
      firing: this.#alerting.firing,
      ...this.#checker.projection(this.#settings.alerts.warnPercent, now),
      late: this.#checker.late,
      deadLetters: this.#checker.deadLetters,
      longestStallMs: this.#input.stalls.longestMs,
      problems: this.#problems.look(
        findProblems({ ...parts, faults: this.#faults.problems, missing, aheadMs: reachedMs - now }),
        now,
      ),
      notices: [
        ...this.#notices.list,
        ...(this.#group?.noticesBeside(parts.stream) ?? []),
        ...this.#alerting.refusals,
      ],
    });
  }

  /** Holds the open windows against new limits; stored ones stay as they were judged, and are only counted. */
  async #takeLimits(limits: readonly StoredLimit[]): Promise<void> {
    this.#group?.noteLimits(limits, this.#checker.networks);
    await this.#scopesAhead.sum(limits);
    if (!this.#stopping.signal.aborted) this.#checker.rejudge(systemClock.now());
    void this.#guard('periods', () => this.#filling.run());
    const { judgedOtherwise } = await this.#history.calls.assessLimits({ source: null });
    this.#sync.noteJudgedOtherwise(limits, judgedOtherwise);
  }

  /** For those who sync the limits beside this instance. */
  #noteFollowed(): void {
    this.#folder.settings.noteLiveLimits(this.#sync.status.source);
  }

  /** Runs a step that must not end the engine: what it throws is a problem until it works again. */
  async #guard(step: string, run: () => unknown): Promise<void> {
    this.#input.stalls.begin();
    try {
      await run();
      this.#faults.works(step);
    } catch (thrown) {
      this.#faults.failed(step, thrown);
    }
  }
}
