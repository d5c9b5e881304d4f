import { historyTiers, type HistoryTier } from '../../common/space.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { HistoryRepository } from '../store/history-repository.ts';

/** How long each tier of the history is kept, in ms. */
type KeptTimes = Readonly<Record<HistoryTier, number>>;

/** How much of the history is kept; `Infinity` for all. */
export interface RetentionSettings extends KeptTimes {
  /** How long pairs are kept by window, in ms; after that they are kept by hour, for as long as `pairs` says. */
  readonly windowPairs: number;
  /** Bytes that all of it but the hosts ever seen may take: beyond, the oldest pairs go, then the oldest windows. */
  readonly bytes: number;
}

/** What is younger than this stays, whatever it takes: late records may still correct it. */
const youngMs = 2 * 86_400_000;

/** Rows that go at once: some milliseconds' worth. */
const atOnce: Readonly<Record<HistoryTier, number>> = { pairs: 10, windows: 1_000, alerts: 1_000 };

/** Lets go of what is older than it is to be kept. */
export class Retention {
  readonly #history: HistoryRepository;
  readonly #settings: KeptTimes & Partial<RetentionSettings>;

  constructor(history: HistoryRepository, settings: KeptTimes & Partial<RetentionSettings>) {
    this.#history = history;
    this.#settings = settings;
  }

  /**
   * Lets go of the oldest; to be called from time to time.
   *
   * @returns whether there is more
   */
  trim(now: EpochMs): boolean {
    const full = historyTiers.filter((tier) => {
      const before = epochMs(now - this.#settings[tier]);
      return this.#history.drop(tier, before, atOnce[tier]) === atOnce[tier];
    });
    return this.#makeRoom(now) || full.length > 0;
  }

  /** @returns whether something was deleted, and there may be more */
  #makeRoom(now: EpochMs): boolean {
    if (this.#history.usedBytes <= (this.#settings.bytes ?? Infinity)) return false;
    const before = epochMs(now - youngMs);
    const tier = (['pairs', 'windows'] as const).find(
      (one) => this.#history.drop(one, before, atOnce[one]) > 0,
    );
    return tier !== undefined;
  }
}
