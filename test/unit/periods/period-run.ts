import { afterEach } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../src-main/common/clock.ts';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { Quotas } from '../../../src-main/common/model/quotas.ts';
import type { PeriodSummary } from '../../../src-main/common/model/periods.ts';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';
import { parsePeriod } from '../../../src-main/common/periods/period.ts';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { TrafficChecker } from '../../../src-main/engine/alerts/traffic-checker.ts';
import type { History } from '../../../src-main/engine/history/history.ts';
import { readQuotas } from '../../../src-main/engine/history/quotas.ts';
import { storedHistory } from '../../../src-main/engine/history/stored-history.ts';
import type { PastStretch, PastSums } from '../../../src-main/engine/periods/past-sums.ts';
import { planPeriods } from '../../../src-main/engine/periods/period-plan.ts';
import type { SummedFrom } from '../../../src-main/engine/periods/period-store.ts';
import type { CheckRepository } from '../../../src-main/engine/store/check-repository.ts';
import type { NetworkSettings } from '../../../src-main/common/home-networks.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import {
  kindOf,
  type PeriodRecord,
  PeriodRepository,
} from '../../../src-main/engine/store/period-repository.ts';
import { PeriodBackfill } from '../../../src-main/engine/store/period-backfill.ts';
import type { Series } from '../../../src-main/engine/store/series-repository.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import type { AggregatorSettings } from '../../../src-main/engine/windows/window-aggregator.ts';
import { PeriodHistory } from '../../../src-main/engine/store/period-history.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { MemoryLog } from '../../support/records/flows.ts';

const now = epochMs(Date.parse('2026-06-01'));

/** How a run sums. */
export interface RunParts {
  readonly zone?: string;
  readonly windowMs?: number;
  readonly slideMs?: number;
  readonly named?: readonly string[];
  readonly limits?: readonly Limit[];
  readonly coverage?: AggregatorSettings['coverage'];
  readonly latenessMs?: number;
  /** How many windows new periods are summed from at once. */
  readonly atOnce?: number;
}

/** A consumer over a log in memory and a store on disk, which outlive it; what it announced is kept. */
export class PeriodRun {
  readonly dir = mkdtempSync(join(tmpdir(), 'streamchecker-periods-'));
  readonly log = new MemoryLog();
  readonly reports: PeriodSummary[] = [];
  readonly alerts: AlertTransition[] = [];
  readonly series: Series;
  limits: readonly Limit[];
  checker: TrafficChecker;
  /** The store of the checker that runs. */
  store!: CheckRepository;
  readonly #folder: DataFolder;
  #parts: RunParts;
  #periods!: PeriodHistory;
  #storedLimits: readonly Limit[] = [];

  constructor(parts: RunParts = {}, sumsPeriods = true) {
    this.#parts = parts;
    this.limits = parts.limits ?? [];
    this.#folder = DataFolder.lock(this.dir);
    const { windowMs: sizeMs = 300_000, slideMs = sizeMs } = parts;
    this.series = this.#folder.series.open('live|test', { sizeMs, slideMs }, epochMs(0));
    this.checker = this.#start(sumsPeriods);
  }

  /** Drops the consumer with all that it has not committed, and starts another; maybe with other settings. */
  restart(parts: RunParts = {}): void {
    this.#parts = { ...this.#parts, ...parts };
    this.limits = parts.limits ?? this.limits;
    this.checker = this.#start(true);
  }

  /** What a history would sum of the past, as of the last checkpoint. */
  sumPast(stretch: PastStretch): PastSums {
    return new PeriodBackfill(this.#folder.connection, this.series).sum(
      stretch,
      new Calendar(stretch.timeZone),
    );
  }

  /** Sums scopes as another thread would, for limits that will hold, as of the last checkpoint. */
  sumAhead(limits: readonly Limit[]): void {
    const calendar = new Calendar(this.#parts.zone ?? 'UTC');
    const plan = planPeriods(limits, { windowMs: this.series.sizeMs, calendar, now });
    const other = PeriodHistory.of(this.#folder, this.series, { calendar, monotonic: () => durationMs(0) });
    this.#periods.takeAhead(structuredClone(other.sumAhead(plan)));
  }

  /** From when on each scope of a kind is summed. */
  summedFrom(name: string): SummedFrom {
    const kind = kindOf(parsePeriod(name), this.#parts.zone ?? 'UTC');
    return new PeriodRepository(this.#folder.connection, this.series.id).summedFrom(kind);
  }

  /** Holds from now on other limits. */
  relimit(limits: readonly Limit[], at = 0): void {
    this.limits = limits;
    this.checker.rejudge(epochMs(at));
  }

  /** The stored periods of a kind, oldest first. */
  periods(name: string): PeriodRecord[] {
    const kind = kindOf(parsePeriod(name), this.#parts.zone ?? 'UTC');
    return new PeriodRepository(this.#folder.connection, this.series.id).list(kind, -Infinity, Infinity, -1);
  }

  /** What is used of the limits on periods, as of the last checkpoint. */
  quotas(nowMs: number, count = 1_000): Quotas {
    if (this.#storedLimits !== this.limits)
      this.#folder.limits.replace(
        (this.#storedLimits = this.limits),
        { kind: 'import', origin: 'test', followedBefore: null },
        epochMs(0),
      );
    return readQuotas(this.#folder, this.series, count, epochMs(nowMs));
  }

  /** Other networks are home, or in a group, from now on. */
  setNetworks(networks: NetworkSettings): void {
    this.#folder.networks.note(networks, []);
  }

  /** What can be read of the past, as of the last checkpoint. */
  history(nowMs: number, clock: Clock = new FakeClock(nowMs)): History {
    return storedHistory(this.#folder, this.series, clock);
  }

  /** What was told of the periods of a kind, in short: `start bytes/revision status`. */
  told(name: string): string[] {
    return this.reports
      .filter(({ period }) => period === name)
      .map(
        ({ startMs, bytes, revision, status }) =>
          `${new Date(startMs).toISOString().slice(0, 16)} ${bytes}/${revision} ${status}`,
      );
  }

  /** All stored windows. */
  windows(): { startMs: number; bytes: number; packets: number; closed: boolean }[] {
    return this.#folder.windows(this.series).list(-Infinity, Infinity, -1);
  }

  /** Lets go of what ended before an instant. */
  forget(beforeMs: number, what: 'windows' | 'pairs' = 'windows'): void {
    this.#folder.history.drop(what, epochMs(beforeMs), 1_000);
  }

  dispose(): void {
    this.#folder.dispose();
    rmSync(this.dir, { recursive: true, force: true });
  }

  #start(sumsPeriods: boolean): TrafficChecker {
    const { zone = 'UTC', named = [], coverage = 'whole', latenessMs = 0, atOnce } = this.#parts;
    const calendar = new Calendar(zone);
    const monotonic = () => durationMs(0);
    this.#periods = PeriodHistory.of(this.#folder, this.series, {
      ...{ calendar, monotonic },
      ...(atOnce && { atOnce }),
    });
    this.store = this.#folder.checks(this.series, false);
    const checker = new TrafficChecker({
      ...{ identity: () => '1', log: this.log, store: this.store, rules: plainRules, warnPercent: null },
      settings: {
        shape: this.series,
        ...{ selection: everything, latenessMs, correctionMs: Infinity },
        ...{ maxPairs: 1_000, coverage, leaseMs: 30_000 },
      },
      limits: () => this.limits,
      newestChange: () => null,
      knownAt: (eventMs) => eventMs,
      monotonic,
      ...(sumsPeriods && {
        periods: {
          ...{ calendar, named: named.map(parsePeriod), now: () => now },
          store: this.#periods,
        },
      }),
    });
    checker.onPeriodReported(({ summary }) => this.reports.push(summary));
    checker.onAlertChanged((alert) => this.alerts.push(structuredClone(alert)));
    return checker;
  }
}

/** What starts runs that end with the test that started them. */
export function ownedRuns(): (parts?: RunParts, sumsPeriods?: boolean) => PeriodRun {
  const opened: PeriodRun[] = [];
  afterEach(() => {
    for (const run of opened.splice(0)) run.dispose();
  });
  return (...parts) => {
    const run = new PeriodRun(...parts);
    opened.push(run);
    return run;
  };
}
