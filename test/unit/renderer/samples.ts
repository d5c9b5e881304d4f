import type { Alert } from '../../../src-main/common/model/alerts.ts';
import type { CaptureTotals } from '../../../src-main/common/model/capture.ts';
import type { LimitsPreview, StoredLimit } from '../../../src-main/common/model/limits.ts';
import type { StandingProblem } from '../../../src-main/common/model/problems.ts';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import type { StreamStatus } from '../../../src-main/common/model/stream.ts';
import type { WindowDetail, WindowSummary } from '../../../src-main/common/model/windows.ts';
import { noCounts } from '../../../src-main/common/loss.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';

/** Length of the samples' windows. */
export const windowMs = 300_000;

/** Start of the samples' window 0; window n starts n lengths later. */
export const originMs = Date.UTC(2026, 2, 5, 12);

/** Present of the tests: in the middle of window 0. */
export const nowMs = epochMs(originMs + windowMs / 2);

export function sampleWindow(index: number, changes: Partial<WindowSummary> = {}): WindowSummary {
  return {
    startMs: epochMs(originMs + index * windowMs),
    endMs: epochMs(originMs + (index + 1) * windowMs),
    revision: 0,
    closed: index < 0,
    complete: true,
    exact: index < 0,
    lacks: [],
    bytes: 1000,
    packets: 10,
    pairCount: 1,
    status: 'within',
    limits: { min: 100, max: 5000 },
    reconciliation: { captured: 10, aggregated: 10, late: 0, dropped: 0 },
    missed: 0,
    dropsKnown: true,
    interfaces: [],
    ...changes,
  };
}

export const sampleDetail = (index: number, changes: Partial<WindowDetail> = {}): WindowDetail => ({
  ...sampleWindow(index),
  pairs: [{ source: '192.0.2.1', destination: '192.0.2.2', bytes: 1000, packets: 10 }],
  ...changes,
});

export function sampleLimit(changes: Partial<StoredLimit> = {}): StoredLimit {
  return {
    name: 'max',
    value: 5000,
    effectiveMs: epochMs(originMs - 86_400_000),
    source: null,
    destination: null,
    windowSeconds: null,
    origin: '/etc/limits.json',
    firstSeenMs: epochMs(originMs - 86_400_000),
    ...changes,
  };
}

export function sampleAlert(changes: Partial<Alert> = {}): Alert {
  const { startMs, endMs } = sampleWindow(0);
  return {
    id: 'alert-1',
    state: 'firing',
    subject: ofLimit(sampleLimit()),
    ...episodeIn(startMs, endMs, 6144),
    atMs: nowMs,
    firedMs: nowMs,
    topPairs: [{ source: '192.0.2.1', destination: '192.0.2.2', bytes: 4096, packets: 4 }],
    acknowledged: null,
    snoozedUntilMs: null,
    muted: false,
    ...changes,
  };
}

/** The embedded log, all of it summed. */
export const sampleStream = (changes: Partial<StreamStatus> = {}): StreamStatus => ({
  kind: 'embedded',
  state: 'connected',
  brokers: [],
  topic: null,
  partitions: [{ partition: 0, position: 10, end: 10, lag: 0 }],
  spool: null,
  heldBack: 0,
  publishedPerSecond: 0,
  group: null,
  readPerSecond: 0,
  problem: null,
  ...changes,
});

/** What an import of one new limit would do. */
export const samplePreview = (changes: Partial<LimitsPreview> = {}): LimitsPreview => ({
  origin: '/x.json',
  counts: { added: 1, changed: 0, removed: 0, unchanged: 0 },
  added: [sampleLimit()],
  changed: [],
  removed: [],
  unchanged: [],
  badRows: [],
  badRowCount: 0,
  ...changes,
});

export const noTotals: CaptureTotals = {
  records: 0,
  ip: 0,
  nonIp: 0,
  malformed: 0,
  unsupportedLink: 0,
  ...noCounts,
};

/** Brokers that have gone, unless it says otherwise. */
export const sampleProblem = (changes: Partial<StandingProblem> = {}): StandingProblem => ({
  id: 'stream/stream/unreachable',
  ...{ part: 'stream', severity: 'error', which: null, sinceMs: nowMs },
  ...{ code: 'stream/unreachable', message: 'No brokers at 127.0.0.1:9092', retriable: true },
  remedy: 'check that the brokers run',
  ...changes,
});

export function sampleStatus(changes: Partial<MonitorStatus> = {}): MonitorStatus {
  return {
    atMs: nowMs,
    capture: {
      state: 'capturing',
      ...{ interfaces: [], unlisted: { count: 0, ...noTotals } },
      totals: noTotals,
      countsDrops: true,
      queuedPackets: 0,
      packetsPerSecond: 1234,
      bytesPerSecond: 2 ** 20,
      problem: null,
    },
    window: sampleDetail(0),
    canAllowCapture: false,
    windowMs,
    limits: {
      ...{ source: null, refresh: { mode: 'continuous' }, watched: null, limitCount: 2, problem: null },
      ...{ lastSyncMs: null, nextSyncMs: null, lastChange: null, undoable: null, judgedOtherwise: null },
    },
    ...{ firing: [], firingCount: 0 },
    projection: [],
    stream: sampleStream(),
    agents: { total: 0, missing: 0, agents: [] },
    channels: [],
    late: 0,
    deadLetters: 0,
    longestStallMs: 12,
    problems: [],
    notices: [],
    ...changes,
  };
}
