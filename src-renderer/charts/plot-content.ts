import type { UsualStep } from '../../src-main/common/model/usual.ts';
import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import type { ByteAxisKind } from './byte-axis.ts';

/** What the plot shows. */
export interface PlotContent {
  readonly windows: readonly WindowSummary[];
  /** Those of another time to compare with, moved to this one. */
  readonly before: readonly WindowSummary[];
  /** What is usual at each hour. */
  readonly usual: readonly UsualStep[];
  readonly axis: ByteAxisKind;
  readonly startMs: number;
  readonly endMs: number;
  readonly nowMs: number;
  readonly selectedMs: number | null;
  readonly hoveredMs: number | null;
}
