import { addTo, emptyWindow, paneOf } from '../../support/store/windows.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Checkpoint } from '../../../src-main/engine/alerts/check-store.ts';
import { StorageStage } from '../../../src-main/engine/notify/storage-stage.ts';
import { AlertRepository } from '../../../src-main/engine/store/alert-repository.ts';
import { CheckRepository } from '../../../src-main/engine/store/check-repository.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { LimitRepository } from '../../../src-main/engine/store/limit-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { MuteRepository } from '../../../src-main/engine/store/mute-repository.ts';
import { OutboxRepository } from '../../../src-main/engine/store/outbox-repository.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { SettingsRepository } from '../../../src-main/engine/store/settings-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { episodeIn, ofLimit, scopeOf } from '../../support/store/episodes.ts';
import { flow, limitOf, pairOf } from '../../support/records/flows.ts';
import { checkpointOf } from '../../support/store/checkpoints.ts';

let connection: Connection;
beforeEach(() => {
  connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const step of migrations) connection.exec(step);
});
afterEach(() => connection.close());

const shape = { sizeMs: 10, slideMs: 10 };
const checksOf = (name: string): CheckRepository => {
  const series = new SeriesRepository(connection).open(name, shape, epochMs(0));
  const alerts = new AlertRepository(connection);
  return new CheckRepository(connection, series, {
    windows: new WindowRepository(connection, series, 100),
    alerts,
    notifications: new StorageStage({ alerts, outbox: new OutboxRepository(connection) }),
  });
};
const window = (startMs: number, bytes: number, closed = false): Window => {
  const made = emptyWindow(startMs, startMs + 10, 100);
  addTo(made, pairOf('10.0.0.1', '10.0.0.2'), bytes, 2);
  made.addLate(3);
  made.addShare('ada', 'eth0', 2, 3_000);
  made.addCounts('ada', 'eth0', {
    kernelReceived: 9,
    kernelDropped: 5,
    interfaceDropped: 6,
    queueDropped: 4,
  });
  made.noteBreach('max|||', true);
  if (closed) made.close();
  return made;
};
const alert = (id: string, parts: Partial<AlertTransition> = {}): AlertTransition => ({
  ...{
    id,
    state: 'firing',
    subject: ofLimit(limitOf('max', 5, { source: '10.0.0.0/8', windowSeconds: 60 })),
  },
  ...episodeIn(0, 10, 7),
  ...{ atMs: epochMs(9), firedMs: epochMs(9) },
  ...{ topPairs: [flow('10.0.0.1', '10.0.0.2', 7)] },
  ...parts,
});
/** What windows are sums of is stored with them. */
const checkpoint = (parts: Partial<Checkpoint> = {}): Checkpoint =>
  checkpointOf({ panes: (parts.windows ?? []).map(({ window: one }) => paneOf(one)), ...parts });
const judged = (made: Window) => ({
  window: made,
  reports: 1,
  status: 'above' as const,
  limits: { min: null, max: 5 },
  judgedWith: null,
});
const facts = (made: Window) => made.facts;
const record = { name: 'record', isRecord: true };

const pending = { ...{ window: { startMs: epochMs(3), endMs: epochMs(5) }, observed: 9 }, topPairs: [] };
const remembered = {
  ...{ firing: 'e1', breachMs: epochMs(0), withinMs: null, pending: [pending] },
  warnedMs: epochMs(7),
};

describe('a checkpoint', () => {
  const full = checkpoint({
    positions: new Map([[0, 17]]),
    topics: new Map([[0, 'c/t']]),
    sequences: new Map([['a|0', 17]]),
    counters: { late: 3, deadLetters: 1 },
    newestMs: epochMs(25),
    windows: [judged(window(0, 7, true)), judged(window(10, 2 ** 53 - 1))],
    memories: new Map([['max|||', remembered]]),
    alerts: [alert('e1'), alert('e2', { state: 'resolved' })],
    deadLetters: [{ partition: 0, offset: 4, reason: 'checksum differs' }],
  });

  it('is given back as it was, by a consumer that starts anew', () => {
    checksOf('live').commit(full);
    const state = checksOf('live').restore();
    expect(state).toMatchObject({
      ...{
        positions: full.positions,
        topics: full.topics,
        sequences: full.sequences,
        counters: full.counters,
        newestMs: 25,
      },
      ...{ span: { firstMs: 0, lastMs: 10 }, memories: full.memories, firing: [alert('e1')] },
    });
    expect(state.openWindows).toEqual([{ ...facts(window(10, 2 ** 53 - 1)), reports: 1, judgedWith: null }]);
    const checks = checksOf('live');
    expect(checks.load(epochMs(0))).toEqual({ ...facts(window(0, 7, true)), reports: 1, judgedWith: null });
    expect([...checks.panes.pairs(epochMs(0))!.entries()]).toEqual([
      { pair: pairOf('10.0.0.1', '10.0.0.2'), bytes: 7, packets: 2 },
    ]);
  });

  it('puts its alerts into the outbox, each as it was', () => {
    const outbox = new OutboxRepository(connection);
    outbox.begin([record]);
    checksOf('live').commit(full);
    const { state: _, ...facts } = alert('e1');
    expect(outbox.after('record', 0, 9)).toEqual([
      { ...facts, kind: 'firing', suppressed: null, sequence: 1 },
      { ...facts, id: 'e2', kind: 'resolved', suppressed: 'never notified', sequence: 2 },
    ]);
  });

  it('stores alerts that fire and end in any order, and tells of each in theirs', () => {
    const ended = { state: 'resolved', resolveReason: 'within', atMs: epochMs(30) } as const;
    const told = [alert('f2'), alert('f1'), alert('f1', ended), alert('f0', ended)];
    checksOf('live').commit(checkpoint({ alerts: told }));
    checksOf('live').commit(checkpoint({ alerts: [alert('f2', ended)] }));
    const stored = new AlertRepository(connection).newest(1, 10, epochMs(40));
    const states = stored.map(({ id, state }) => `${id} ${state}`);
    expect(states).toEqual(['f0 resolved', 'f1 resolved', 'f2 resolved']);
    const outbox = new OutboxRepository(connection).since(0, 10);
    expect(outbox.map(({ id, kind, suppressed }) => [id, kind, suppressed])).toEqual([
      ['f2', 'firing', null],
      ['f1', 'firing', null],
      ['f1', 'resolved', null],
      ['f0', 'resolved', 'never notified'],
      ['f2', 'resolved', null],
    ]);
  });

  it('stores how an alert that is firing has gone on, and notifies nobody of it', () => {
    const outbox = new OutboxRepository(connection);
    outbox.begin([record]);
    checksOf('live').commit(full);
    const told = outbox.newest();
    const grown = alert('e1', { ...episodeIn(0, 10, 99), windows: 3 });
    checksOf('live').commit(checkpoint({ grown: [grown] }));
    expect(checksOf('live').restore().firing).toMatchObject([grown]);
    expect(outbox.newest()).toBe(told);
  });

  it('puts its warnings into the outbox, suppressed where they are muted', () => {
    const outbox = new OutboxRepository(connection);
    outbox.begin([record]);
    const { state: _, ...facts } = alert('e4');
    const warning = { ...facts, subject: ofLimit(limitOf('max', 5, { source: '10.0.0.0/8' })) };
    checksOf('live').commit(checkpoint({ warnings: [warning] }));
    const scope = scopeOf({ source: '10.0.0.0/8' });
    new MuteRepository(connection).add(scope, null, epochMs(0));
    checksOf('live').commit(checkpoint({ warnings: [warning] }));
    expect(outbox.after('record', 0, 9)).toEqual([
      { ...warning, kind: 'warning', suppressed: null, sequence: 1 },
      { ...warning, kind: 'warning', suppressed: 'muted', sequence: 2 },
    ]);
  });

  it('is stored whole or not at all, with what it has to tell', () => {
    const checks = checksOf('live');
    const outbox = new OutboxRepository(connection);
    outbox.begin([record]);
    const broken = alert('e3', { observed: null as unknown as number });
    expect(() => checks.commit({ ...full, alerts: [alert('e1'), broken] })).toThrow(/NOT NULL/);
    expect(outbox.after('record', 0, 9)).toEqual([]);
    expect(checks.restore()).toMatchObject({
      positions: new Map(),
      ...{ topics: new Map(), batches: new Map() },
      openWindows: [],
      span: undefined,
      newestMs: undefined,
    });
  });

  it('belongs to its series', () => {
    checksOf('live').commit(full);
    expect(checksOf('other').restore()).toMatchObject({ positions: new Map(), openWindows: [], firing: [] });
    expect(checksOf('other').load(epochMs(0))).toBeUndefined();
  });
});

describe('windows', () => {
  it('are listed newest first in choice, oldest first in order', () => {
    const checks = checksOf('live');
    checks.commit(
      checkpoint({ windows: [0, 10, 20, 30].map((start) => judged(window(start, start, true))) }),
    );
    const windows = new WindowRepository(connection, { id: 1, ...shape }, 100);
    const starts = (...range: [number, number, number]): number[] =>
      windows.list(...range).map(({ startMs }) => startMs);
    expect(starts(-Infinity, Infinity, -1)).toEqual([0, 10, 20, 30]);
    expect(starts(10, 30, 5)).toEqual([10, 20]);
    expect(starts(-Infinity, Infinity, 2)).toEqual([20, 30]);
    expect(windows.detail(epochMs(10), 1)).toMatchObject({
      ...{ revision: 0, bytes: 10, pairCount: 1, status: 'above', limits: { min: null, max: 5 } },
      reconciliation: { captured: 9, aggregated: 2, late: 3, dropped: 4 },
      pairs: [flow('10.0.0.1', '10.0.0.2', 10, 2)],
    });
    expect(windows.detail(epochMs(99), 1)).toBeNull();
  });
});

describe('windows taken together', () => {
  const rollups = (...edges: number[]) =>
    new WindowRepository(connection, { id: 1, ...shape }, 100).rollups.between(edges);

  it('add up to what they are one by one, wherever the edges are', () => {
    const starts = [-20, -10, 0, 10, 20, 30, 40];
    const windows = starts.map((start) => judged(window(start, start + 100, true)));
    checksOf('live').commit(checkpoint({ windows }));
    const edges = fc
      .uniqueArray(fc.integer({ min: -99, max: 99 }))
      .map((inner) => [...inner].sort((a, b) => a - b));
    fc.assert(
      fc.property(edges, (inner) => {
        const all = [-100, ...inner, 100];
        const sums = rollups(...all);
        expect(sums.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(770);
        expect(sums.reduce((sum, { windows: count }) => sum + count, 0)).toBe(7);
        for (const { startMs, endMs } of sums) expect(all.indexOf(endMs)).toBe(all.indexOf(startMs) + 1);
      }),
    );
  });

  it('begin and end at the edges, and leave open windows and empty stretches out', () => {
    checksOf('live').commit(
      checkpoint({
        windows: [judged(window(0, 5, true)), judged(window(10, 9, true)), judged(window(20, 7))],
      }),
    );
    expect(rollups(-40, -10, 10, 30, 50)).toMatchObject([
      { startMs: -10, endMs: 10, windows: 1, bytes: 5, least: 5, most: 5, inexact: 1 },
      { startMs: 10, endMs: 30, windows: 1, bytes: 9 },
    ]);
  });
});

describe('series', () => {
  it('go with all that they hold', () => {
    checksOf('replay').commit(checkpoint({ windows: [judged(window(0, 1))], alerts: [alert('e1')] }));
    new SeriesRepository(connection).remove('replay');
    for (const table of ['windows', 'pane_pairs', 'alerts', 'offsets']) {
      expect(connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
  });

  it('of live traffic go before replays, and of each the one used last', () => {
    const series = new SeriesRepository(connection);
    series.open('live|a', shape, epochMs(1));
    series.open('live|b', shape, epochMs(2));
    series.open('replay 1', shape, epochMs(9));
    expect(series.newest()?.name).toBe('live|b');
    series.open('live|a', shape, epochMs(3));
    expect(series.newest()).toMatchObject({ name: 'live|a', id: 1 });
  });
});

describe('limits', () => {
  it('are kept in every version, with where and when they came from and went', () => {
    const limits = new LimitRepository(connection, new SettingsRepository(connection));
    const from = (origin: string) => ({ kind: 'sync', origin }) as const;
    const [low, high, scoped] = [
      limitOf('max', 5),
      limitOf('max', 9),
      limitOf('min', 1, { source: '10.0.0.0/8' }),
    ];
    limits.replace([low, scoped], from('a.json'), epochMs(1));
    limits.replace([high, scoped], from('b.json'), epochMs(2));
    limits.replace([low, scoped], from('a.json'), epochMs(3));
    expect(limits.current()).toEqual([
      { ...low, origin: 'a.json', firstSeenMs: 3 },
      { ...scoped, origin: 'a.json', firstSeenMs: 1 },
    ]);
    const history = connection.prepare(
      'SELECT value, origin, first_seen_ms, gone_ms, came_with, gone_with FROM limit_versions ORDER BY id',
    );
    expect(history.raw().all()).toEqual([
      [5, 'a.json', 1, 2, 1, 2],
      [1, 'a.json', 1, null, 1, null],
      [9, 'b.json', 2, 3, 2, 3],
      [5, 'a.json', 3, null, 3, null],
    ]);
  });
});

it('names the installation once, and remembers the limits file', () => {
  const settings = new SettingsRepository(connection);
  expect(settings.agentId()).toMatch(/^[0-9a-f-]{36}$/);
  expect(new SettingsRepository(connection).agentId()).toBe(settings.agentId());
  expect(settings.followedLimits()).toBeNull();
  settings.followLimits('/a.json');
  expect(new SettingsRepository(connection).followedLimits()).toBe('/a.json');
});
