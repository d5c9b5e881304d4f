import { vi } from 'vitest';
import { Emitter } from '../../../src-main/common/event.ts';
import type { LimitsRefresh } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { LimitRows, LimitSource, LimitWatch } from '../../../src-main/engine/limits/limit-source.ts';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { limitOf } from '../../support/records/flows.ts';
import { limitStore } from '../../support/store/limit-store.ts';

export const minute = 60_000;

/** A source whose rows, failures and pace the test sets. */
export class FakeSource implements LimitSource {
  readonly changed = new Emitter<void>();
  rows: LimitRows = { limits: [], badRows: [] };
  failure: Error | undefined;
  unwatchable: Error | undefined;
  reads = 0;
  reading = 0;
  readingAtOnce = 0;
  readMs = 0;
  watches: { disposed: boolean; alive: boolean }[] = [];
  disposed = false;

  readonly origin: string;

  constructor(origin = 'limits.json') {
    this.origin = origin;
  }

  has(...values: number[]): this {
    const limits = values.map((value, i) => limitOf('max', value, { effectiveMs: epochMs(i) }));
    this.rows = { limits, badRows: [] };
    return this;
  }

  async read(): Promise<LimitRows> {
    this.reads += 1;
    this.reading += 1;
    this.readingAtOnce = Math.max(this.readingAtOnce, this.reading);
    const { rows, failure } = this;
    if (this.readMs > 0) await new Promise((resolve) => setTimeout(resolve, this.readMs));
    this.reading -= 1;
    if (failure) throw failure;
    return rows;
  }

  watch(): Promise<LimitWatch> {
    if (this.unwatchable) return Promise.reject(this.unwatchable);
    const state = { disposed: false, alive: true };
    this.watches.push(state);
    return Promise.resolve({
      kind: 'watch',
      periodMs: 20 * minute,
      onChanged: (listener) => this.changed.event(() => !state.disposed && listener()),
      isAlive: () => state.alive,
      dispose: () => (state.disposed = true),
    });
  }

  edit(): Promise<void> {
    return Promise.reject(new Error('a fake holds what the test sets'));
  }

  dispose(): void {
    this.disposed = true;
  }
}

export const clock = systemClock;
let opened: LimitSync[] = [];

/** A sync over a real store; `known` are the sources that it can open by their name. */
export function syncOf(refresh: LimitsRefresh = { mode: 'continuous' }, known: readonly FakeSource[] = []) {
  const { repository, connection } = limitStore();
  const openSource = (named: string) => known.find(({ origin }) => origin === named)!;
  const sync = new LimitSync({ repository, clock, refresh, openSource });
  opened.push(sync);
  const values = (): number[] => sync.limits.map(({ value }) => value);
  const changes = (): unknown[] =>
    connection.prepare('SELECT kind, origin, at_ms, added FROM limit_changes ORDER BY id').raw().all();
  return { repository, sync, values, changes };
}

/** Time stands still until a test moves it. */
export const stopTime = (): void => void vi.useFakeTimers({ now: 1_000_000 });

/** Ends all syncs, and makes sure that none left a timer behind. */
export function goOn(): void {
  for (const sync of opened) sync.dispose();
  opened = [];
  if (vi.getTimerCount() > 0) throw new Error('a timer was left behind');
  vi.useRealTimers();
}
