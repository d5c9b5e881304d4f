import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Disposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import type { AlertTransition } from '../../common/model/alerts.ts';
import type { CaptureStatus, CaptureTotals } from '../../common/model/capture.ts';
import type { Limit } from '../../common/model/limits.ts';
import { durationMs, type EpochMs } from '../../common/units.ts';
import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { PeriodReport, WindowReport } from '../alerts/reports.ts';
import { captureFileIdentity, isPipe } from '../capture/capture-file.ts';
import { CaptureTracker } from '../capture/capture-tracker.ts';
import { findHelper } from '../capture/helper-path.ts';
import { ReplaySource } from '../capture/replay-source.ts';
import type { History } from '../history/history.ts';
import { storedHistory } from '../history/stored-history.ts';
import { checkerOf } from './checking.ts';
import { networksOfReplay } from './networks.ts';
import { openPeriods, type PeriodsOf } from './periods.ts';
import { seriesName } from './series-name.ts';
import { DataFolder } from '../store/data-folder.ts';
import { CaptureForwarder } from '../log/capture-forwarder.ts';
import { EmbeddedLog } from '../log/embedded-log.ts';
import { TailLog } from '../log/tail-log.ts';
import { RecordPublisher } from '../log/record-publisher.ts';
import type { ReplaySettings } from './settings.ts';
import type { Series } from '../store/series-repository.ts';
import type { WindowRepository } from '../store/window-repository.ts';
import type { OpenWindow } from '../api/windows-api.ts';
import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { systemClock } from './system-clock.ts';

/** What a replay tells while it runs. */
export interface ReplayListener {
  window(report: WindowReport): void;
  /** A period that closed, or was corrected. */
  period?(report: PeriodReport): void;
  alert(alert: AlertTransition): void;
  warning(text: Text): void;
  /** How far a data folder of an older version is brought up to date, as a share. */
  migrated?(share: number): void;
  /** How much of the file with this number was read, a few times a second. */
  progress?(file: number, readBytes: number): void;
}

/** What a replay amounts to. */
export interface ReplaySummary extends CaptureTotals, Pick<CaptureStatus, 'interfaces' | 'countsDrops'> {
  readonly late: number;
  readonly deadLetters: number;
}

/**
 * Runs the whole pipeline on capture files, in event time. In a data folder a replay that was cut off goes on where
 * it was; one that had finished begins anew. Without a data folder, a temporary one is used.
 *
 * @throws MonitorError `capture/*` for a file that can't be read, `limits/*`, `store/*`
 */
export async function replay(
  settings: ReplaySettings,
  listener: ReplayListener,
  signal: AbortSignal,
): Promise<ReplaySummary> {
  if (settings.dataDir !== null) return replayIn(settings.dataDir, settings, listener, signal);
  const temporary = mkdtempSync(join(tmpdir(), 'streamchecker-replay-'));
  const remove = (): void => rmSync(temporary, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await replayIn(temporary, settings, listener, signal);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

async function replayIn(
  dataDir: string,
  settings: ReplaySettings,
  listener: ReplayListener,
  signal: AbortSignal,
): Promise<ReplaySummary> {
  const opened = await Replay.open(dataDir, settings, listener);
  try {
    return await opened.run(signal);
  } finally {
    opened.dispose();
  }
}

/** What a replay is made of. */
interface ReplayParts {
  readonly settings: ReplaySettings;
  readonly folder: DataFolder;
  readonly identity: string;
  readonly limits: readonly Limit[];
  readonly listener: ReplayListener;
  readonly periodsOf: PeriodsOf | undefined;
}

/** Capture files, and what was found in them so far; it can be asked for until it is disposed of. */
export class Replay implements Disposable {
  readonly windows: WindowRepository;
  readonly history: History;
  readonly #settings: ReplaySettings;
  readonly #folder: DataFolder;
  readonly #listener: ReplayListener;
  readonly #series: Series;
  readonly #log: TailLog;
  readonly #checker: TrafficChecker;
  readonly #tracker = new CaptureTracker(systemClock);

  /**
   * Looks at the files and the limits; reads nothing of the packets yet.
   *
   * @param dataDir folder that no other instance uses
   * @throws MonitorError `capture/bad-file`, `limits/*`, `store/*`
   */
  static async open(dataDir: string, settings: ReplaySettings, listener: ReplayListener): Promise<Replay> {
    const folder = DataFolder.lock(dataDir, (share) => listener.migrated?.(share));
    try {
      folder.notices.forEach((notice) => listener.warning(notice));
      const limits = await limitsFor(settings);
      const identity = await identityOf(settings, limits);
      const periodsOf = await openPeriodsFor(settings, limits);
      return new Replay({ settings, folder, identity, limits, listener, periodsOf });
    } catch (thrown) {
      const error = folder.explain(thrown);
      folder.dispose();
      throw error;
    }
  }

  private constructor({ settings, folder, identity, limits, listener, periodsOf }: ReplayParts) {
    this.#settings = settings;
    this.#folder = folder;
    this.#listener = listener;
    const networks = networksOfReplay(folder, settings);
    const name = seriesName('replay', identity, settings);
    if (folder.series.find(name)?.finished) folder.series.remove(name);
    const shape = { sizeMs: settings.windowMs, slideMs: settings.slideMs };
    this.#series = folder.series.open(name, shape, systemClock.now());
    this.windows = folder.windows(this.#series);
    this.history = storedHistory(folder, this.#series, systemClock);
    folder.series.noteLimits(this.#series.id, limits);
    this.#log = new TailLog(new EmbeddedLog(folder.log(this.#series), { isPacked: false }));
    const stream = {
      log: this.#log,
      limits: () => limits,
      newestChange: () => null,
      networks,
      knownAt: (eventMs: EpochMs) => eventMs,
      warnPercent: null,
      correctionMs: Infinity,
      coverage: 'whole' as const,
      ...(periodsOf && { periods: periodsOf(folder, this.#series) }),
    };
    this.#checker = checkerOf(stream, folder.checks(this.#series, false), this.#series, settings);
  }

  /** Sums over all that was read so far. */
  get totals(): CaptureTotals {
    return this.#tracker.status.totals;
  }

  /** Alerts that are firing. */
  get firing(): readonly AlertTransition[] {
    return this.#folder.alerts.firing(this.#series.id, systemClock.now());
  }

  /** The window that is growing. */
  get open(): OpenWindow {
    return this.#checker;
  }

  /**
   * Reads the files to their end.
   *
   * @throws MonitorError `engine/stopped` where the signal aborted, `capture/*`, `store/*`
   */
  async run(signal: AbortSignal): Promise<ReplaySummary> {
    try {
      return await this.#run(signal);
    } catch (thrown) {
      throw this.#folder.explain(thrown);
    }
  }

  /** Stores what was read of files whose end won't be. */
  suspend(): void {
    this.#checker.suspend();
  }

  dispose(): void {
    this.#folder.dispose();
  }

  async #run(signal: AbortSignal): Promise<ReplaySummary> {
    this.#tellStored();
    this.#checker.onWindowReported((report) => this.#listener.window(report));
    this.#checker.onPeriodReported((report) => this.#listener.period?.(report));
    this.#checker.onAlertChanged((alert) => this.#listener.alert(alert));
    this.#checker.onGapSkipped = (fromMs, toMs) => {
      const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
      this.#listener.warning(say('run.noTraffic', { from, to }));
    };
    for (const [i, file] of this.#settings.files.entries()) {
      await this.#play(file, i, signal);
      if (signal.aborted && !(await isPipe(file)))
        throw new MonitorError('engine/stopped', say('run.replayStopped'), { retriable: true });
    }
    this.#checker.finish();
    this.#folder.series.finish(this.#series.id);
    this.#forgetRead();
    const { late, deadLetters } = this.#checker;
    const { totals, interfaces, countsDrops } = this.#tracker.status;
    return { ...totals, interfaces, countsDrops, late, deadLetters };
  }

  /** Tells what an earlier run that was cut off had told already. */
  #tellStored(): void {
    const { windows } = this;
    const networks = this.#folder.networks.named;
    for (const { startMs, closed } of windows.list(-Infinity, Infinity, -1)) {
      if (!closed) continue;
      const hasBreached = windows.load(startMs)!.breaches.size > 0;
      const detail: WindowReport['detail'] = (count, isDirected) =>
        isDirected ? windows.directed(startMs, count, networks)! : windows.detail(startMs, count)!;
      this.#listener.window({ hasBreached, detail });
    }
    for (const alert of this.#folder.alerts.newest(this.#series.id, -1, systemClock.now()).reverse())
      this.#listener.alert(alert);
  }

  async #play(file: string, ordinal: number, signal: AbortSignal): Promise<void> {
    const { filter, intervalMs } = this.#settings;
    const source = new ReplaySource({
      helperPath: findHelper(),
      clock: systemClock,
      file,
      ...(filter === '' ? {} : { filter }),
      intervalMs: durationMs(intervalMs),
      onProgress: (readBytes) => this.#listener.progress?.(ordinal, readBytes),
    });
    const publisher = await RecordPublisher.fromStart(this.#log, `file-${ordinal}`);
    const forwarder = new CaptureForwarder({ source, publisher, tracker: this.#tracker, waitsForLog: false });
    forwarder.onProblem((problem) => this.#listener.warning(problem.text));
    await forwarder.run(signal, async () => {
      await this.#checker.drain();
      this.#forgetRead();
    });
  }

  /** What is summed and stored is not needed again: the file has it. */
  #forgetRead(): void {
    this.#log.trim(this.#checker.committed.positions, Number.MAX_SAFE_INTEGER);
  }
}

/** The limits of the named source, else those of a data folder. */
async function limitsFor({ limitsSource, limitsDir }: ReplaySettings): Promise<readonly Limit[]> {
  if (limitsSource !== null) {
    const { readLimits } = await import('../limits/open-source.ts');
    return readLimits(limitsSource, systemClock);
  }
  const folder = DataFolder.read(limitsDir);
  try {
    return folder?.limits.current() ?? [];
  } finally {
    folder?.dispose();
  }
}

/** What keeps periods: nothing where nobody has asked for any, and the folder goes with all that is in it. */
async function openPeriodsFor(
  settings: ReplaySettings,
  limits: readonly Limit[],
): Promise<PeriodsOf | undefined> {
  const { dataDir, periods = [] } = settings;
  if (dataDir === null && periods.length + limits.length === 0) return undefined;
  return openPeriods(settings);
}

/** Tells the same files, read and judged in the same way, from others, without reading them whole. */
async function identityOf(
  { files, filter, intervalMs, latenessMs, rules }: ReplaySettings,
  limits: readonly Limit[],
): Promise<string> {
  const facts = await Promise.all(files.map(captureFileIdentity));
  const identity = JSON.stringify([facts, filter, intervalMs, latenessMs, limits, rules]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}
