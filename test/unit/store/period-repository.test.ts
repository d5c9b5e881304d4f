import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePeriod } from '../../../src-main/common/periods/period.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { PeriodSum } from '../../../src-main/engine/periods/period-sum.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { periodBreaches } from '../../../src-main/engine/store/period-tables.ts';
import { kindOf, PeriodRepository } from '../../../src-main/engine/store/period-repository.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';

const day = parsePeriod('day');
const span = { startMs: epochMs(0), endMs: epochMs(86_400_000) };

function openMemory(steps = migrations): { connection: Connection; series: number } {
  const connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const step of steps) connection.exec(step);
  const shape = { sizeMs: 300_000, slideMs: 300_000 };
  return { connection, series: new SeriesRepository(connection).open('live', shape, epochMs(0)).id };
}

const emptyDay = (): PeriodSum =>
  PeriodSum.empty(span, { windowMs: 300_000, isLive: true, fromOf: () => -Infinity });

function save(periods: PeriodRepository, period: PeriodSum): void {
  const { facts, reports, breachChanges, changedScopes: scopes } = period;
  periods.save({
    ...{ period: day, timeZone: 'UTC', facts, reports, breachChanges, scopes },
    ...{ status: 'within', limits: { min: null, max: null } },
  });
  period.noteStored(false);
}

it('the limits that a period has left are stored as they change, and given back as they are', () => {
  const change = fc.record({ key: fc.constantFrom('a', 'b', 'c'), isLeft: fc.boolean() });
  const property = fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 6 }), (commits) => {
    const { connection, series } = openMemory();
    const periods = new PeriodRepository(connection, series);
    const period = emptyDay();
    for (const changes of commits) {
      for (const { key, isLeft } of changes) period.noteBreach(key, isLeft);
      save(periods, period);
      const [stored] = periods.open(kindOf(day, 'UTC'));
      expect(new Set(stored!.breaches)).toEqual(period.breaches);
    }
    connection.close();
  });
  fc.assert(property, { numRuns: 100 });
});

it('a period that is stored again writes none of the limits that it had left before', () => {
  const { connection, series } = openMemory();
  const periods = new PeriodRepository(connection, series);
  const period = emptyDay();
  for (let i = 0; i < 1_000; i += 1) period.noteBreach(`max|10.0.${i}||`, true);
  save(periods, period);
  const changes = (): number => connection.prepare('SELECT total_changes()').pluck().get() as number;
  const before = changes();
  period.add(10, 1);
  save(periods, period);
  expect(changes() - before).toBe(1);
});

it('what periods of an older version had left is kept', () => {
  const at = migrations.indexOf(periodBreaches);
  const { connection, series } = openMemory(migrations.slice(0, at));
  connection
    .prepare(
      `INSERT INTO periods VALUES (?, 'day', 'UTC', 0, 86400000, 1, 1, 1, 0, 0, 0, 'above', NULL, 0, '[]', '["a","b"]')`,
    )
    .run(series);
  for (const step of migrations.slice(at)) connection.exec(step);
  const [stored] = new PeriodRepository(connection, series).open(kindOf(day, 'UTC'));
  expect(stored!.breaches).toEqual(['a', 'b']);
});
