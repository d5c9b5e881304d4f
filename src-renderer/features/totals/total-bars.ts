import type { TotalRow, TotalSum } from '../../../src-main/common/model/totals.ts';
import type { ChartBar } from '../../charts/chart-model.ts';

const noLimits = { min: null, max: null };

/** A total as the chart draws it: no limit applies to it. */
export const totalBar = ({ startMs, endMs, bytes, packets, closed, exact, lacks }: TotalSum): ChartBar => ({
  ...{ startMs, endMs, bytes, packets: packets ?? 0, closed, exact, lacks, limits: noLimits },
  ...{ revision: 0, missed: 0, pairCount: 0, dropsKnown: true, interfaces: [], status: 'unchecked' },
  complete: !lacks.some(({ reason }) => reason === 'not-captured' || reason === 'not-kept'),
  reconciliation: { captured: packets ?? 0, aggregated: packets ?? 0, late: 0, dropped: 0 },
});

/** Those that rows are compared with, where these stand. */
export const barsBefore = (rows: readonly TotalRow[]): ChartBar[] =>
  rows.flatMap(({ startMs, endMs, before }) => (before ? [{ ...totalBar(before), startMs, endMs }] : []));
