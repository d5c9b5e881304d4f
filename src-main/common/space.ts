/** What of the history is kept, each for a time of its own. */
export const historyTiers = ['pairs', 'windows', 'alerts'] as const;

export type HistoryTier = (typeof historyTiers)[number];

/** What a tier of the history holds. */
export interface TierSpace {
  /** Windows that still have their pairs, windows, alerts. */
  readonly records: number;
  /** About so much of the file is theirs. */
  readonly bytes: number;
}

/** The space that a data folder takes. */
export interface SpaceUsed {
  readonly tiers: Readonly<Record<HistoryTier, TierSpace>>;
  /** Size of the database; it does not shrink. */
  readonly fileBytes: number;
  /** Of these, so many are free for what comes. */
  readonly freeBytes: number;
  /** What it will take in 90 days at the rate of the last hours; null where there are too few windows to say. */
  readonly in90Days: number | null;
}
