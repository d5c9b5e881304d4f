import { byteCountText } from '../../../src-main/common/byte-count.ts';
import type { LimitDraft, LimitName } from '../../../src-main/common/model/limits.ts';
import type { ChartBar } from '../../charts/chart-model.ts';
import type { HistoryRange } from '../history/history-range.svelte.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { drawnLimit } from './limits-in-force.ts';

type Parts = Pick<App, 'limitForm' | 'monitor' | 'now'>;

/**
 * Opens the form for the limit of which the line was moved, at the newest bar of a chart; for a new one where none has the
 * line's value.
 */
export const limitMover =
  ({ limitForm, monitor, now }: Parts) =>
  (name: LimitName, to: number, bar: ChartBar): void => {
    const windowMs = monitor.status?.windowMs ?? 0;
    const line = {
      name,
      value: bar.limits[name] ?? NaN,
      startsMs: startsIn(bar, windowMs, now.ms),
      windowMs,
    };
    const limit = drawnLimit(monitor.limits, line);
    const value = byteCountText(to);
    if (limit) limitForm.edit(limit, { value });
    else limitForm.begin({ name, value });
  };

/** When the newest and the oldest window of a bar begin. */
const startsIn = ({ startMs, endMs, together }: ChartBar, windowMs: number, nowMs: number): number[] =>
  together === undefined ? [startMs] : [Math.min(endMs - windowMs, nowMs), startMs];

const periodOfLevel = { window: '', hour: '1h', day: 'day' } as const;

/**
 * What a limit is on that is made of a bar of the history. By the hour or day, bars of one host or one way stand for all
 * bytes of that time; those of all traffic are as high as their largest window, and make limits on windows.
 */
export function historyFields({
  scope,
  direction,
  level,
}: Pick<HistoryRange, 'scope' | 'direction' | 'level'>): Partial<LimitDraft> {
  const isOfAll = scope === null && direction === null;
  return {
    period: isOfAll ? '' : periodOfLevel[level],
    source: scope?.host ?? '',
    destination: scope?.peer ?? '',
    direction: scope === null ? (direction ?? '') : '',
  };
}

/**
 * The menu of a chart's bars: a limit of as much as the bar has.
 *
 * @param fields what the limit is on beside its value
 */
export const barMenu =
  ({ limitForm, contextMenu }: Pick<App, 'limitForm' | 'contextMenu'>, fields: () => Partial<LimitDraft>) =>
  (event: MouseEvent & { readonly currentTarget: EventTarget | null }, bar: ChartBar): void => {
    const value = byteCountText(bar.scope?.sent ?? bar.bytes);
    const run = (): void => limitForm.begin({ ...fields(), value });
    const title = t().limitForm.fromBar;
    contextMenu.open(event, title, [{ id: 'limits.newFromBar', category: '', title, run }]);
  };
