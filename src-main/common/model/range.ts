import type { Direction } from '../direction.ts';
import type { AgentHistory } from './agents.ts';
import type { UsualKind, UsualStep } from './usual.ts';
import type { DirectionHistory, ScopeHistory, TotalHistory } from './windows.ts';

/** What of a range is summed, by kind: all traffic, the same by direction, a host or network, or what agents brought. */
interface SumsByKind {
  readonly totals: TotalHistory;
  readonly directions: DirectionHistory;
  readonly scope: ScopeHistory;
  readonly agent: AgentHistory;
}

export type RangeKind = keyof SumsByKind;
/** The sums of a range, of the kind that was asked for. */
export type RangeSums<K extends RangeKind = RangeKind> = SumsByKind[K];

/** Of what is told what was usual: all traffic, or what of it goes one way; of a host or network, that one's. */
export interface UsualWanted {
  readonly of: UsualKind;
  readonly direction: Direction | null;
}

/** A range of the past with all that is drawn beside it, of one moment. */
export interface RangeHistory<K extends RangeKind = RangeKind> {
  readonly range: RangeSums<K>;
  /** The range that it is compared with; null where none was asked for. */
  readonly before: RangeSums<K> | null;
  /** What was usual at each hour or day of it; none where it was not asked for, or the range is too long for it. */
  readonly usual: readonly UsualStep[];
}
