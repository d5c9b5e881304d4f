import type { DurationMs, EpochMs } from '../../common/units.ts';
import type { MessageLog, Positions } from '../log/message-log.ts';
import type { AggregatorSettings } from '../windows/window-aggregator.ts';
import type { TrackerParts } from './alert-tracker.ts';
import type { CheckStore } from './check-store.ts';
import type { PeriodParts } from './period-checker.ts';
import type { LimitsNow } from './window-judge.ts';

/** What a checker is made of. */
export interface CheckerParts extends Pick<TrackerParts, 'identity' | 'rules' | 'warnPercent'>, LimitsNow {
  readonly log: MessageLog;
  readonly store: CheckStore;
  readonly settings: AggregatorSettings;
  /** As whom this process captures, if it does. */
  readonly own?: string | undefined;
  /** What periods are summed and judged by; none are without. */
  readonly periods?: PeriodParts;
  /** When an event of the stream is known: now for live traffic, the event's own time in a replay. */
  readonly knownAt: (eventMs: EpochMs) => EpochMs;
  /** A clock that never jumps. */
  readonly monotonic: () => DurationMs;
  /** For a live stream: whether much behind these positions is there to be read. */
  readonly isBehind?: (positions: Positions) => boolean;
  /** For a live stream: resolves when other work that waits has had its turn. */
  readonly giveTurn?: () => Promise<void>;
}
