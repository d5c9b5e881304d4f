import type { EpochMs } from '../../common/units.ts';
import type { Window } from '../windows/window.ts';
import type { Connection } from './database.ts';
import { SequencedRows } from './sequenced-rows.ts';

/** How many bytes those of a row of `windows` take. */
export const breachSize = `(SELECT coalesce(sum(length("left") + length(kept)), 0) FROM window_breaches AS own
  WHERE own.series_id = windows.series_id AND own.start_ms = windows.start_ms)`;

/** Limits that windows of one series have left: each time those that changed, however many there are. */
export class BreachRepository {
  /** JSON arrays. */
  readonly #rows: SequencedRows<{ readonly left: string; readonly kept: string }>;

  constructor(connection: Connection, series: number) {
    this.#rows = new SequencedRows(connection, series, 'window_breaches', ['left', 'kept']);
  }

  /** The limits that a window has left, by their scope. */
  of(startMs: number): string[] {
    const breaches = new Set<string>();
    for (const { left, kept } of this.#rows.of(startMs)) {
      for (const scope of JSON.parse(left) as string[]) breaches.add(scope);
      for (const scope of JSON.parse(kept) as string[]) breaches.delete(scope);
    }
    return [...breaches];
  }

  /** Stores what has changed of those of a window, which is stored itself. */
  save({ startMs, breaches, breachChanges }: BreachedWindow): void {
    if (breachChanges.size === 0) return;
    if (breaches.size === 0) return this.#rows.remove(startMs);
    const changed = (isLeft: boolean): string =>
      JSON.stringify([...breachChanges].filter(([, left]) => left === isLeft).map(([scope]) => scope));
    this.#rows.append(startMs, { left: changed(true), kept: changed(false) });
  }
}

type BreachedWindow = Pick<Window, 'breaches' | 'breachChanges'> & { readonly startMs: EpochMs };
