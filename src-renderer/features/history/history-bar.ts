import type { DirectionSums } from '../../../src-main/common/direction.ts';
import type { WindowRollup, WindowSummary } from '../../../src-main/common/model/windows.ts';
import type { ScopeSums } from '../../charts/chart-model.ts';

/** A bar of the history. */
export interface HistoryBar extends WindowRollup {
  /** The window itself, where the bar stands for one. */
  readonly window: WindowSummary | null;
  /** How its bytes came about, where the bar is of one host or network. */
  readonly scope?: ScopeSums;
  /** Its bytes by direction, where it is of all traffic and they are known. */
  readonly directions?: DirectionSums;
}
