import * as v from 'valibot';
import type { Disposable } from '../../../src-main/common/disposable.ts';
import type { Alert } from '../../../src-main/common/model/alerts.ts';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import { alertBound } from './alert-list.ts';
import type { Client } from '../../state/client.ts';
import { type Memory, recall, remember } from '../../state/memory.ts';

/** Who has seen nothing for so long was away. */
export const awayMs = 10 * 60_000;
/** Who has had it in sight for so long has read it. */
export const digestMs = 2 * 60_000;
/** The moment that was seen last is remembered this often, for the next start. */
const rememberMs = 30_000;
const key = 'lastSeen';

/** What happened while nobody looked. */
export interface AwayDigest {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Windows that closed, and their bytes. */
  readonly windows: number;
  readonly bytes: number;
  /** Those that were not captured throughout. */
  readonly incomplete: number;
  /** Alerts that fired, newest first. */
  readonly fired: readonly Alert[];
}

/** Notices that the window is seen again after a while: one that is hidden hears of no status. */
export class Away implements Disposable {
  /** Null once it is put away. */
  digest = $state.raw<AwayDigest | null>(null);
  readonly #monitor: Client['monitor'];
  readonly #memory: Memory;
  readonly #subscription: Disposable;
  #seenMs: number | null;
  #rememberedMs = -Infinity;

  constructor({ monitor, memory }: Pick<Client, 'monitor'> & { readonly memory: Memory }) {
    this.#monitor = monitor;
    this.#memory = memory;
    this.#seenMs = recall(memory, key, v.nullable(v.number()), null);
    this.#subscription = monitor.onStatusChanged(({ atMs }) => this.#see(atMs));
  }

  dismiss(): void {
    this.digest = null;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #see(atMs: EpochMs): void {
    const seenMs = this.#seenMs;
    this.#seenMs = atMs;
    if (this.digest !== null && atMs - this.digest.toMs >= digestMs) this.dismiss();
    if (Math.abs(atMs - this.#rememberedMs) >= rememberMs) {
      this.#rememberedMs = atMs;
      remember(this.#memory, key, atMs);
    }
    if (seenMs !== null && atMs - seenMs >= awayMs) void this.#look(epochMs(seenMs), atMs);
  }

  /** Where the engine can't answer, its own state says so; then there is no digest. */
  async #look(fromMs: EpochMs, toMs: EpochMs): Promise<void> {
    try {
      const [days, alerts] = await Promise.all([
        this.#monitor.listRollups({ edges: [fromMs, toMs] }),
        this.#monitor.listAlerts({ count: alertBound }),
      ]);
      const sum = (part: 'windows' | 'bytes' | 'incomplete'): number =>
        days.reduce((all, day) => all + day[part], 0);
      this.digest = {
        ...{ fromMs, toMs, windows: sum('windows'), bytes: sum('bytes'), incomplete: sum('incomplete') },
        fired: alerts.filter(({ firedMs }) => firedMs >= fromMs && firedMs < toMs),
      };
    } catch {
      this.digest = null;
    }
  }
}
