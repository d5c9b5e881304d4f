import type { EpochMs } from '../../common/units.ts';
import type { Window } from '../windows/window.ts';
import type { Connection } from './database.ts';

interface Row {
  /** JSON arrays. */
  readonly left: string;
  readonly kept: string;
}

/** How many bytes those of a row of `windows` take. */
export const breachSize = `(SELECT coalesce(sum(length("left") + length(kept)), 0) FROM window_breaches AS own
  WHERE own.series_id = windows.series_id AND own.start_ms = windows.start_ms)`;

/** Limits that windows of one series have left: each time those that changed, however many there are. */
export class BreachRepository {
  readonly #series: number;
  readonly #select;
  readonly #insert;
  readonly #remove;

  constructor(connection: Connection, series: number) {
    this.#series = series;
    this.#select = connection.prepare(
      'SELECT "left", kept FROM window_breaches WHERE series_id = ? AND start_ms = ? ORDER BY sequence',
    );
    this.#insert = connection.prepare(
      `INSERT INTO window_breaches SELECT @series, @startMs, coalesce(max(sequence), 0) + 1, @left, @kept
       FROM window_breaches WHERE series_id = @series AND start_ms = @startMs`,
    );
    this.#remove = connection.prepare('DELETE FROM window_breaches WHERE series_id = ? AND start_ms = ?');
  }

  /** The limits that a window has left, by their scope. */
  of(startMs: number): string[] {
    const breaches = new Set<string>();
    for (const { left, kept } of this.#select.all(this.#series, startMs) as Row[]) {
      for (const scope of JSON.parse(left) as string[]) breaches.add(scope);
      for (const scope of JSON.parse(kept) as string[]) breaches.delete(scope);
    }
    return [...breaches];
  }

  /** Stores what has changed of those of a window, which is stored itself. */
  save({ startMs, breaches, breachChanges }: BreachedWindow): void {
    if (breachChanges.size === 0) return;
    if (breaches.size === 0) {
      this.#remove.run(this.#series, startMs);
      return;
    }
    const changed = (isLeft: boolean): string =>
      JSON.stringify([...breachChanges].filter(([, left]) => left === isLeft).map(([scope]) => scope));
    this.#insert.run({ series: this.#series, startMs, left: changed(true), kept: changed(false) });
  }
}

type BreachedWindow = Pick<Window, 'breaches' | 'breachChanges'> & { readonly startMs: EpochMs };
