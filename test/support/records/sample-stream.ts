import { flow, type Flow } from './flows.ts';

export const recordsPerBatch = 50;

/** The flows of batch `n` of a stream that is the same each time. */
export const sampleFlows = (n: number): Flow[] =>
  Array.from({ length: recordsPerBatch }, (_, i) =>
    flow(`10.0.${n % 200}.${i}`, `10.1.0.${i}`, 1 + ((n * 31 + i * 7) % 1500), 1 + (i % 3)),
  );

const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;

/** Start of the interval of batch `n`. */
export const sampleFromMs = (n: number): number => startMs + Math.floor(n / 20) * 1_000;

/** What batches 0 … n − 1 add up to. */
export function sampleTotals(batches: number): { bytes: number; packets: number } {
  const flows = Array.from({ length: batches }, (_, n) => sampleFlows(n)).flat();
  const sum = (of: 'bytes' | 'packets'): number => flows.reduce((total, each) => total + each[of], 0);
  return { bytes: sum('bytes'), packets: sum('packets') };
}
