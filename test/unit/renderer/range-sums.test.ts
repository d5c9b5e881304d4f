import { expect, it } from 'vitest';
import type { TotalRow, TotalSum } from '../../../src-main/common/model/totals.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { rangeSums } from '../../../src-renderer/features/totals/range-sums.ts';

const hourMs = 3_600_000;
const sum = (hour: number, bytes: number): TotalSum => ({
  ...{ startMs: epochMs(hour * hourMs), endMs: epochMs((hour + 1) * hourMs), bytes, packets: 1 },
  ...{ unknown: 0, closed: true, exact: true, lacks: [] },
});
const row = (hour: number, bytes: number, before: TotalSum | null): TotalRow => ({
  ...{ ...sum(hour, bytes), projected: null, before, elapsed: null, beforeElapsed: null },
});

it('counts an earlier hour once where two hours of a clock change stand beside it', () => {
  const [two, three] = [sum(2, 100), sum(3, 5)];
  const rows = [row(26, 40, two), row(27, 90, two), row(28, 7, three)];
  expect(rangeSums(rows)).toMatchObject({ bytes: 137, before: { bytes: 105, difference: 32 } });
});

it('sums of an hour that is not over what had passed in closed windows, in both', () => {
  const open: TotalRow = {
    ...{ ...row(26, 90, sum(2, 100)), closed: false, exact: false },
    ...{ elapsed: { bytes: 50, exact: true }, beforeElapsed: { bytes: 30, exact: true } },
  };
  expect(rangeSums([open])).toMatchObject({ bytes: 90, before: { bytes: 30, difference: 20 } });
  expect(rangeSums([{ ...open, elapsed: null, beforeElapsed: null }]).before).toBeNull();
});
