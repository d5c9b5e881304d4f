import { byteCountText } from '../../../src-main/common/byte-count.ts';
import type { LimitDraft, LimitName } from '../../../src-main/common/model/limits.ts';
import type { ChartBar } from '../../charts/chart-model.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { drawnLimit } from './limits-in-force.ts';

type Parts = Pick<App, 'limitForm' | 'monitor'>;

/** Opens the form for the limit of which the line in a chart was moved; for a new one where none has its value. */
export const limitMover =
  ({ limitForm, monitor }: Parts) =>
  (name: LimitName, from: number, to: number): void => {
    const limit = drawnLimit(monitor.limits, name, from);
    const value = byteCountText(to);
    if (limit) limitForm.edit(limit, { value });
    else limitForm.begin({ name, value });
  };

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
