import type {
  AlertFacts,
  AlertTransition,
  AlertWindow,
  Breach,
  OfLimit,
  ResolveReason,
  WindowReading,
} from '../../common/model/alerts.ts';
import type { Limit, LimitName } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';

/** Whether a total is further outside of a limit than another one. */
export const isWorse = (name: LimitName, observed: number, than: number): boolean =>
  name === 'max' ? observed > than : observed < than;

/** What an alert that begins is about. */
export interface Beginning {
  readonly id: string;
  readonly limit: Limit;
  /** Its windows so far, oldest first; at least one. */
  readonly row: readonly Breach[];
  readonly atMs: EpochMs;
}

/** How an alert ended. */
export interface Ending {
  readonly by: WindowReading | null;
  readonly reason: ResolveReason;
  readonly atMs: EpochMs;
}

/**
 * An alert while it is firing. It follows the windows that breach: the peak is the worst of them. What was observed at
 * the peak and the pairs that made it are always of the same moment, as finding the pairs costs too much for each
 * record: {@link settle} takes both anew.
 */
export class Episode {
  #alert: OfLimit<AlertTransition>;
  /** Where the peak is growing since it was settled. */
  #growing:
    { readonly observed: number; readonly window: AlertWindow; readonly breach: () => Breach } | undefined;
  /** The value that the growing peak was compared with. */
  #limit: Limit;
  #isStored = true;
  #isOutOfTime: boolean;

  /** @param isOutOfTime whether time went back since its newest window */
  constructor(alert: OfLimit<AlertTransition>, isOutOfTime = false) {
    this.#alert = alert;
    this.#isOutOfTime = isOutOfTime;
    this.#limit = alert.subject.limit;
  }

  static begin({ id, limit, row, atMs }: Beginning): Episode {
    const [first] = row;
    const peak = row.reduce((worst, one) =>
      isWorse(limit.name, one.observed, worst.observed) ? one : worst,
    );
    const { window, observed } = row.at(-1)!;
    return new Episode({
      ...{ id, state: 'firing', subject: { kind: 'limit', limit } },
      ...{ window: peak.window, observed: peak.observed, topPairs: peak.topPairs },
      ...{ began: first!.window, latest: { window, observed }, windows: row.length },
      ...{ resolvedBy: null, resolveReason: null, atMs, firedMs: atMs },
    });
  }

  /** As it was settled last. */
  get alert(): OfLimit<AlertTransition> {
    return this.#alert;
  }

  /** Whether it differs from what is stored. */
  get isChanged(): boolean {
    return !this.#isStored;
  }

  /**
   * A window breached, or one that breached before has another total.
   *
   * @param parts.breach what there is to say of it, as it is when it is asked
   * @param parts.isCounted whether it was counted already
   * @param parts.stepMs from the start of one window to the start of the next
   */
  follow(
    reading: WindowReading,
    parts: { limit: Limit; breach: () => Breach; isCounted: boolean; stepMs: number },
  ): void {
    const { window, observed } = reading;
    const { limit, breach, isCounted, stepMs } = parts;
    const { began, latest } = this.#alert;
    // An older window that isn't the next one before it is another breach, which was over.
    if (window.startMs < began.startMs - stepMs && !this.#isOutOfTime) return;
    // One that was counted before this alert began is of the alert before it.
    if (window.startMs < began.startMs && isCounted && !this.#isOutOfTime) return;
    // The first and the newest one were counted, also where their window forgot the limit, as it was removed for a while.
    const isKnown = isCounted || [began.startMs, latest.window.startMs].includes(window.startMs);
    this.#extend(reading, isKnown && window.startMs >= began.startMs ? 0 : 1);
    const peak = this.#growing ?? this.#alert;
    const isPeak = window.startMs === peak.window.startMs;
    if (isPeak ? observed !== peak.observed : isWorse(limit.name, observed, peak.observed)) {
      this.#growing = { window, observed, breach };
      this.#limit = limit;
      this.#isStored = false;
    }
  }

  /** Takes the peak and its pairs as they are now. */
  settle(): OfLimit<AlertTransition> {
    if (!this.#growing) return this.#alert;
    const { window, observed, topPairs } = this.#growing.breach();
    this.#growing = undefined;
    const subject = { kind: 'limit', limit: this.#limit } as const;
    this.#alert = { ...this.#alert, subject, window, observed, topPairs };
    return this.#alert;
  }

  /** Whether the peak is in this window, and has grown since it was settled. */
  isGrowingIn({ startMs }: AlertWindow): boolean {
    return this.#growing?.window.startMs === startMs;
  }

  /** Drops what the peak has grown by since it was settled. */
  letGo(): void {
    this.#growing = undefined;
    this.#limit = this.#alert.subject.limit;
  }

  /** A window that was counted was corrected, and did not breach: where it stood, others that are known stand now. */
  withdraw({ startMs }: AlertWindow): void {
    const alert = this.settle();
    if (alert.windows === 1) return;
    const { window, observed, began, latest } = alert;
    const isPeak = window.startMs === startMs;
    const peak = isPeak ? { ...latest, topPairs: [] } : { window, observed, topPairs: alert.topPairs };
    const newest = latest.window.startMs === startMs ? { window, observed } : latest;
    const first = began.startMs === startMs ? peak.window : began;
    this.#alert = { ...alert, ...peak, began: first, latest: newest, windows: alert.windows - 1 };
    this.#isStored = false;
  }

  noteStored(): void {
    this.#isStored = true;
  }

  /** Time went back: windows that start after an instant are no longer newer than those to come. */
  rewind(toMs: EpochMs): void {
    const { began, latest } = this.#alert;
    this.#isOutOfTime ||= began.startMs > toMs || latest.window.startMs > toMs;
  }

  /** It ends: {@link alert} is its last transition from then on. */
  resolve({ by, reason, atMs }: Ending): OfLimit<AlertTransition> {
    this.#alert = { ...this.settle(), state: 'resolved', resolvedBy: by, resolveReason: reason, atMs };
    return this.#alert;
  }

  #extend(reading: WindowReading, more: number): void {
    const { began, latest, windows } = this.#alert;
    const { startMs } = reading.window;
    const isFirst = startMs < began.startMs;
    const isNewest = startMs >= latest.window.startMs;
    const isLatestChanged =
      isNewest && (startMs > latest.window.startMs || reading.observed !== latest.observed);
    if (!isFirst && !isLatestChanged && more === 0 && !this.#isOutOfTime) return;
    this.#isStored = false;
    this.#alert = {
      ...this.#alert,
      began: isFirst ? reading.window : began,
      latest: isNewest || this.#isOutOfTime ? reading : latest,
      windows: windows + more,
    };
    this.#isOutOfTime = false;
  }
}

/** What there is to say of a warning: nothing breached yet. */
export const warningOf = (
  id: string,
  limit: Limit,
  { topPairs, ...reading }: Breach,
  atMs: EpochMs,
): OfLimit<AlertFacts> => ({
  ...{ id, subject: { kind: 'limit', limit }, ...reading, topPairs },
  ...{ began: reading.window, latest: reading, windows: 0 },
  ...{ resolvedBy: null, resolveReason: null, atMs, firedMs: atMs },
});
