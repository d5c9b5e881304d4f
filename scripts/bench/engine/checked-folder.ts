import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseNetwork } from '../../../src-main/common/address.ts';
import type { Disposable } from '../../../src-main/common/disposable.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { durationMs, type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { TrafficChecker } from '../../../src-main/engine/alerts/traffic-checker.ts';
import type { FlowBatch, PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { writeFlows } from '../../../src-main/engine/flow-records/writer.ts';
import { EmbeddedLog } from '../../../src-main/engine/log/embedded-log.ts';
import { noEpoch } from '../../../src-main/engine/log/message-log.ts';
import { checkerOf } from '../../../src-main/engine/run/checking.ts';
import { liveSeries } from '../../../src-main/engine/run/live-checking.ts';
import type { EngineSettings } from '../../../src-main/engine/run/settings.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import type { Series } from '../../../src-main/engine/store/series-repository.ts';

/** No window ends while it is measured, unless its length is set. */
const dayMs = 86_400_000;

/** What an engine that sums what is appended to its own log runs on. */
export const settingsIn = (dataDir: string, windowMs = dayMs, slideMs = windowMs): EngineSettings => ({
  ...{ dataDir, captures: false, expectedAgents: [], stream: { kind: 'embedded' } },
  ...{ windowMs, slideMs, latenessMs: 0, intervalMs: 1_000 },
  ...{ filter: '', sources: [], destinations: [], interfaces: ['lo'] },
  ...{ captureEngine: 'helper', promiscuous: false },
  ...{ limitsSource: null, refresh: { mode: 'manual' }, desktop: true },
  rules: { forWindows: 1, clearPercent: 0 },
  alerts: { repeatMs: null, warnPercent: 80, tellsWarnings: false, channels: [] },
  retention: { pairs: Infinity, windowPairs: Infinity, windows: Infinity, alerts: Infinity, bytes: Infinity },
});

/** A maximum of bytes from one host, in force since ever. */
export const maximumOf = (source: string, value: number): Limit => ({
  ...{ name: 'max', value, effectiveMs: epochMs(0) },
  ...{ source, destination: null, windowSeconds: null },
});

/** The `i`th host of a part of the network 10.0.0.0/8. */
export const host = (part: number, i: number): string => `10.${part}.${(i >> 8) & 255}.${i & 255}`;

/** Which of its flows a batch has: `count` of them, each from its own source to one destination. */
export interface Sources {
  readonly count: number;
  readonly source: (i: number) => string;
}

/** A data folder of its own with a checker on it: the product's parts, on real SQLite. */
export class CheckedFolder implements Disposable {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  readonly folder: DataFolder;
  readonly series: Series;
  readonly checker: TrafficChecker;
  #limits: readonly Limit[];
  #changes = 0;
  /** When the window began that holds all records. */
  readonly startMs: EpochMs;
  readonly windowMs: number;
  readonly #log: EmbeddedLog;
  readonly #sequences = new Map<string, number>();

  constructor(limits: readonly Limit[] = [], windowMs = dayMs, slideMs = windowMs) {
    this.#limits = limits;
    this.windowMs = windowMs;
    const settings = settingsIn(this.dataDir, windowMs, slideMs);
    const now = systemClock.now();
    this.startMs = epochMs(now - (now % windowMs));
    this.folder = DataFolder.lock(this.dataDir);
    this.series = liveSeries(this.folder, settings);
    this.#log = new EmbeddedLog(this.folder.log(this.series));
    const stream = {
      ...{ log: this.#log, limits: () => this.#limits, newestChange: () => this.#changes },
      ...{ knownAt: () => systemClock.now(), warnPercent: null },
      ...{ correctionMs: dayMs, coverage: 'unknown' as const },
    };
    this.checker = checkerOf(stream, this.folder.checks(this.series, true), this.series, settings);
  }

  get limits(): readonly Limit[] {
    return this.#limits;
  }

  set limits(limits: readonly Limit[]) {
    this.#limits = limits;
    this.#changes += 1;
  }

  /** Appends a batch of 100 bytes from each source; it is summed when the checker drains its log. */
  append(sources: Sources, agent = 'agent', name = 'eth0', epoch = noEpoch): Promise<void> {
    return this.appendBatch(batchOf(sources, this.startMs, name), agent, epoch);
  }

  async appendBatch(batch: FlowBatch, agent = 'agent', epoch = noEpoch): Promise<void> {
    const firstSequence = this.#sequences.get(agent) ?? 0;
    this.#sequences.set(agent, firstSequence + batch.count);
    await this.#log.append([{ kind: 'records', agent, epoch, firstSequence, batch }]);
  }

  /** Sums what was appended and stores it. */
  async settle(): Promise<void> {
    await this.checker.drain();
    this.checker.commit();
  }

  /** Lets go of what was summed and is a minute older than an instant. */
  trim(at: EpochMs): void {
    this.#log.trim(this.checker.committed.positions, at - 60_000);
  }

  /** The folder stays, for an engine to be started on it; {@link dispose} removes it. */
  close(): void {
    this.folder.dispose();
  }

  dispose(): void {
    this.folder.dispose();
    this.remove();
  }

  /** Removes a folder that was closed. */
  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

const destinations = { 4: parseNetwork('10.255.255.255').packed, 6: parseNetwork('2001:db8::1').packed };

/** A batch of so much from each source. */
export function batchOf(
  { count, source }: Sources,
  fromMs: EpochMs,
  name: string,
  sumOf = (_: number) => ({ bytes: 100, packets: 1 }),
): FlowBatch {
  const family = source(0).includes(':') ? 6 : 4;
  const sums = Array.from(
    { length: count },
    (_, i) => [(parseNetwork(source(i)).packed + destinations[family]) as PairKey, sumOf(i)] as const,
  );
  return {
    ...{ interface: name, fromMs, intervalMs: durationMs(1_000), family, count },
    ...{
      packets: sums.reduce((all, [, { packets }]) => all + packets, 0),
      bytes: sums.reduce((all, [, { bytes }]) => all + bytes, 0),
      flows: writeFlows(family, sums, count),
    },
  };
}
