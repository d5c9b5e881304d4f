import { historyTiers, type HistoryTier } from '../../common/space.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { HistoryRepository } from '../store/history-repository.ts';

/** How long each tier of the history is kept, in ms. */
export type RetentionSettings = Readonly<Record<HistoryTier, number>>;

/** Rows that go at once: some milliseconds' worth. */
const atOnce: Readonly<Record<HistoryTier, number>> = { pairs: 50, windows: 1_000, alerts: 1_000 };

/** Lets go of what is older than it is to be kept. */
export class Retention {
  readonly #history: HistoryRepository;
  readonly #settings: RetentionSettings;

  constructor(history: HistoryRepository, settings: RetentionSettings) {
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
    return full.length > 0;
  }
}
