import type { HistoryBar } from './history-bar.ts';

/** What the bars of a range come to. */
export interface HistorySums {
  readonly bytes: number;
  readonly windows: number;
  readonly above: number;
  readonly below: number;
  /** Windows whose total may be too low. */
  readonly inexact: number;
  readonly most: number;
  readonly sent: number;
  readonly received: number;
  /** Bytes of pairs that are not known: some may have been of the host that is shown. */
  readonly unknown: number;
}

export const sumsOf = (bars: readonly HistoryBar[]): HistorySums =>
  bars.reduce(
    (sums, bar) => ({
      bytes: sums.bytes + bar.bytes,
      windows: sums.windows + bar.windows,
      above: sums.above + bar.above,
      below: sums.below + bar.below,
      inexact: sums.inexact + bar.inexact,
      most: Math.max(sums.most, bar.most),
      sent: sums.sent + (bar.scope?.sent ?? 0),
      received: sums.received + (bar.scope?.received ?? 0),
      unknown: sums.unknown + (bar.scope?.unknown ?? 0),
    }),
    {
      ...{ bytes: 0, windows: 0, above: 0, below: 0, inexact: 0, most: 0 },
      ...{ sent: 0, received: 0, unknown: 0 },
    },
  );
