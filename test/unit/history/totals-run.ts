import type { MonitorApi } from '../../../src-main/common/contract/monitor.ts';
import type { Totals } from '../../../src-main/common/model/totals.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow } from '../../support/records/flows.ts';
import { ownedRuns, type PeriodRun, type RunParts } from '../periods/period-run.ts';

export type TotalsRequest = Parameters<MonitorApi['getTotals']>[0];

/** Every day of all traffic. */
export const allTotals: TotalsRequest = {
  ...{ per: 'day', fromMs: null, toMs: null, count: 100_000, scope: null, direction: null },
  ...{ hasDirections: false, compare: null },
};

export const totalsOf = (run: PeriodRun, nowMs: number, request: Partial<TotalsRequest>): Promise<Totals> =>
  run.history(nowMs).getTotals({ ...allTotals, ...request });

export const at = (text: string): number => Date.parse(text);

let sequence = 0;

/** A record of one agent, of one pair in the second of `ms`. */
export const record = (
  ms: number,
  bytes: number,
  [source, destination] = ['10.0.0.1', '8.8.8.8'],
): LogMessage => ({
  ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: sequence++ },
  batch: batchOf(Math.floor(ms / 1000) * 1000, [flow(source, destination, bytes)]),
});

/** Makes runs that have summed records; they are closed with the test. */
export function summedRuns(): (parts: RunParts, records: readonly LogMessage[]) => Promise<PeriodRun> {
  const start = ownedRuns();
  return async (parts, records) => {
    const run = start(parts);
    await run.log.append(records);
    await run.checker.drain();
    run.checker.commit();
    return run;
  };
}
