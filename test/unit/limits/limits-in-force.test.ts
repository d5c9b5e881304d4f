import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOff, offValues } from '../../../src-main/common/limit-switch.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { MinMax } from '../../../src-main/common/model/windows.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import { limitOf } from '../../support/records/flows.ts';

const limitsInForce = (rows: readonly Limit[], start: EpochMs, windowMs: number): readonly Limit[] =>
  [...new LimitTable(rows, windowMs).at(start).limits.values()].map(({ limit }) => limit);
const totalLimits = (rows: readonly Limit[]): MinMax =>
  new LimitTable(rows, 60_000).at(epochMs(Number.MAX_SAFE_INTEGER)).total;
const at = (ms: number) => ({ effectiveMs: epochMs(ms) });
const scope = ({ name, source, destination, windowSeconds }: Limit): string =>
  JSON.stringify([name, source, destination, windowSeconds]);

const limit = fc
  .record({
    name: fc.constantFrom('min' as const, 'max' as const),
    value: fc.nat(1_000),
    effectiveMs: fc.integer({ min: -5, max: 20 }),
    source: fc.constantFrom(null, '10.0.0.1', '10.0.0.0/8'),
    destination: fc.constantFrom(null, '10.0.0.1'),
    windowSeconds: fc.constantFrom(null, 60, 300),
  })
  .map(({ name, value, effectiveMs, ...parts }) =>
    limitOf(name, value, { ...parts, effectiveMs: epochMs(effectiveMs) }),
  );
/** As the rows of a source: each scope and date once. */
const limits = fc.uniqueArray(limit, {
  selector: (one) => `${scope(one)} ${one.effectiveMs}`,
  maxLength: 40,
});

describe('the limits in force for a window', () => {
  it('are of each name and scope the newest that is not after its start', () => {
    const rows = [
      limitOf('max', 1, at(10)),
      limitOf('max', 2, at(20)),
      limitOf('max', 3, at(30)),
      limitOf('min', 4, at(5)),
    ];
    const inForce = (start: number): number[] =>
      limitsInForce(rows, epochMs(start), 60_000).map(({ value }) => value);
    expect([4, 5, 19, 20, 29, 30, 999].map(inForce)).toEqual([
      [],
      [4],
      [1, 4],
      [2, 4],
      [2, 4],
      [3, 4],
      [3, 4],
    ]);
  });

  it.each(['max', 'min'] as const)('have no %s that is off, by its newest version', (name) => {
    const rows = [limitOf(name, 7, at(10)), limitOf(name, offValues[name], at(20))];
    expect(limitsInForce(rows, epochMs(19), 60_000)).toEqual([rows[0]]);
    expect(limitsInForce(rows, epochMs(20), 60_000)).toEqual([]);
    expect(totalLimits(rows)).toEqual({ min: null, max: null });
  });

  it('are those that a plain search finds, in any order of the rows', () => {
    fc.assert(
      fc.property(
        limits,
        fc.integer({ min: -6, max: 21 }),
        fc.constantFrom(60_000, 300_000),
        (rows, start, windowMs) => {
          const applies = (one: Limit): boolean =>
            one.effectiveMs <= start &&
            (one.windowSeconds === null || one.windowSeconds * 1_000 === windowMs);
          const expected = rows.filter(
            (one) =>
              applies(one) &&
              !isOff(one) &&
              !rows.some(
                (rival) =>
                  applies(rival) && scope(rival) === scope(one) && rival.effectiveMs > one.effectiveMs,
              ),
          );
          expect(new Set(limitsInForce(rows, epochMs(start), windowMs))).toEqual(new Set(expected));
          expect(new Set(limitsInForce([...rows].reverse(), epochMs(start), windowMs))).toEqual(
            new Set(expected),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the limits of a total', () => {
  it('are the strictest of those without source and destination', () => {
    expect(
      totalLimits([
        limitOf('max', 500),
        limitOf('max', 300, { windowSeconds: 60 }),
        limitOf('max', 10, { source: '10.0.0.1' }),
        limitOf('min', 5),
        limitOf('min', 7, { windowSeconds: 60 }),
        limitOf('min', 99, { destination: '10.0.0.1' }),
      ]),
    ).toEqual({ min: 7, max: 300 });
    expect(totalLimits([limitOf('max', 10, { source: '10.0.0.1' })])).toEqual({ min: null, max: null });
    expect(totalLimits([limitOf('max', 0)])).toEqual({ min: null, max: 0 });
  });
});
