import { durationMs } from '../../../src-main/common/units.ts';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { WindowDetail } from '../../../src-main/common/model/windows.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { TrafficChecker } from '../../../src-main/engine/alerts/traffic-checker.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import type { AggregatorSettings } from '../../../src-main/engine/windows/window-aggregator.ts';
import { MemoryCheckStore, MemoryLog } from '../../support/records/flows.ts';

const settings: AggregatorSettings = {
  shape: { sizeMs: 10_000, slideMs: 10_000 },
  selection: everything,
  latenessMs: 5_000,
  correctionMs: Infinity,
  maxPairs: 1_000,
  coverage: 'whole' as const,
  leaseMs: 30_000,
};

/** A consumer over a log and a store in memory, which outlive it; what it announced is kept. */
export class CheckerRun {
  readonly log: MemoryLog;
  readonly store: MemoryCheckStore;
  readonly windows: WindowDetail[] = [];
  readonly alerts: AlertTransition[] = [];
  limits: readonly Limit[];
  monotonicMs = 0;
  /** By how much the clock that never jumps moves on with each look at it. */
  lookMs = 0;
  isBehind = false;
  /** See CheckerParts; for checkers that start from now on. */
  giveTurn: (() => Promise<void>) | undefined;
  checker: TrafficChecker;
  readonly #settings: AggregatorSettings;

  constructor(
    limits: readonly Limit[] = [],
    parts: Partial<AggregatorSettings> = {},
    store = new MemoryCheckStore(),
    log: MemoryLog = new MemoryLog(),
  ) {
    this.store = store;
    this.limits = limits;
    this.log = log;
    this.#settings = { ...settings, ...parts };
    this.checker = this.#start();
  }

  /** Drops the consumer with all that it has not committed, and starts another. */
  crash(): void {
    this.checker = this.#start();
  }

  /** What was announced, in short: `start bytes/revision` and `state@start`. */
  get told(): { windows: string[]; alerts: string[] } {
    return {
      windows: this.windows.map(({ startMs, bytes, revision }) => `${startMs} ${bytes}/${revision}`),
      alerts: this.alerts.map(
        ({ state, window, resolvedBy }) => `${state}@${(resolvedBy?.window ?? window).startMs}`,
      ),
    };
  }

  #start(): TrafficChecker {
    const checker = new TrafficChecker({
      ...{ identity: () => '1', log: this.log, store: this.store, settings: this.#settings },
      ...{ rules: plainRules, warnPercent: null },
      limits: () => this.limits,
      newestChange: () => null,
      isBehind: () => this.isBehind,
      knownAt: (eventMs) => eventMs,
      monotonic: () => durationMs((this.monotonicMs += this.lookMs)),
      ...(this.giveTurn && { giveTurn: this.giveTurn }),
    });
    checker.onWindowReported((report) => this.windows.push(report.detail(10)));
    checker.onAlertChanged((alert) => this.alerts.push(structuredClone(alert)));
    return checker;
  }
}
