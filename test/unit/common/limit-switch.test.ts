import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isOff, newestVersions, switchedOff, switchedOn } from '../../../src-main/common/limit-switch.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { editedLimits } from '../../../src-main/engine/limits/limit-edit.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import { limitOf } from '../../support/records/flows.ts';

const stepMs = 60_000;
const at = (step: number) => epochMs(step * stepMs);
const valueAt = (rows: readonly Limit[], step: number): number | undefined =>
  [...new LimitTable(rows, stepMs, () => true).at(at(step)).limits.values()][0]?.limit.value;

/** The versions of one limit, by the windows with which they begin. */
const versions = fc
  .tuple(
    fc.constantFrom('max' as const, 'min' as const),
    fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([name, steps]) =>
    steps
      .sort((a, b) => a - b)
      .map((step, i) => limitOf(name, 1_000 + i, { effectiveMs: at(step), warnPercent: 50 })),
  );

it('a limit that is switched off holds for no window from then on, and for the same as ever before', () => {
  const property = fc.property(versions, fc.integer({ min: 0, max: 30 }), (rows, now) => {
    const newest = rows.at(-1)!;
    const off = editedLimits('test', rows, switchedOff(newest, at(now)));
    const fromStep = Math.max(now, newest.effectiveMs / stepMs);
    for (let step = 0; step <= 40; step += 1)
      expect(valueAt(off, step)).toBe(step < fromStep ? valueAt(rows, step) : undefined);
    const row = off.find(isOff)!;
    expect([...newestVersions(off)]).toEqual([row]);
  });
  fc.assert(property);
});

it('a limit that is switched on again is as it was, row for row', () => {
  const property = fc.property(versions, fc.integer({ min: 0, max: 30 }), (rows, now) => {
    const off = editedLimits('test', rows, switchedOff(rows.at(-1)!, at(now)));
    const on = editedLimits('test', off, switchedOn(off, off.find(isOff)!)!);
    expect(on).toEqual(rows);
  });
  fc.assert(property);
});

it('a limit that was never on can not be switched on', () => {
  const off = limitOf('max', Number.MAX_SAFE_INTEGER, { period: 'day' });
  const others = [limitOf('max', 5), limitOf('min', 5, { period: 'day' })];
  expect(switchedOn([...others, off], off)).toBeUndefined();
  expect(isOff(limitOf('min', 0))).toBe(true);
});
