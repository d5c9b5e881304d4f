/** What a long run says as it goes on. */
export type Say = (line: string) => void;

/** What went in and what came out of a stream. */
export interface Account {
  readonly name: string;
  readonly published: { readonly packets: number; readonly bytes: number };
  readonly summed: { readonly packets: number; readonly bytes: number };
  /** Records that could not be read. */
  readonly deadLetters: number;
  /** Packets that fell off the spool. */
  readonly dropped: number;
}

/** Whether everything that was published was summed, or said to be missing. */
export const isBalanced = ({ published, summed, deadLetters, dropped }: Account): boolean =>
  published.packets === summed.packets + deadLetters + dropped &&
  (deadLetters + dropped > 0 || published.bytes === summed.bytes);

/** An account in one line. */
export function accountLine(account: Account): string {
  const { name, published, summed, deadLetters, dropped } = account;
  return (
    `${name}: published ${published.packets} packets, ${published.bytes} bytes; ` +
    `summed ${summed.packets} packets, ${summed.bytes} bytes; ` +
    `dead letters ${deadLetters}, dropped ${dropped}: ${isBalanced(account) ? 'balanced' : 'NOT BALANCED'}`
  );
}

/** Least, median, 90th percentile and largest of some durations. */
export function distribution(durationsMs: readonly number[]): string {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const at = (share: number): string => {
    const ms = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return (ms / 1_000).toFixed(1);
  };
  return `${sorted.length}: min ${at(0)} s, median ${at(0.5)} s, p90 ${at(0.9)} s, max ${at(1)} s`;
}
