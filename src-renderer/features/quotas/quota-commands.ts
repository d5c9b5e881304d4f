import { type Alert, isOfLimit } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { Quota } from '../../../src-main/common/model/quotas.ts';
import type { Command } from '../../commands/command.ts';
import type { App } from '../../state/app.svelte.ts';
import type { HistoryScope } from '../history/range-picture.ts';
import { t } from '../../texts/texts.ts';
import { limitKey } from '../limits/limits-in-force.ts';

/** The alert that is firing because a quota is used up. */
const alertOf = ({ alerts }: App['monitor'], { limit, startMs }: Quota): Alert | undefined =>
  alerts.find(
    (alert) =>
      alert.state === 'firing' &&
      isOfLimit(alert) &&
      alert.latest.window.startMs === startMs &&
      limitKey(alert.subject.limit) === limitKey(limit),
  );

/** What can be done with a quota. */
export function quotaCommands(app: App, quota: Quota): readonly Command[] {
  const words = t().quotas.actions;
  const alert = alertOf(app.monitor, quota);
  return [
    { id: 'quota.edit', category: '', title: words.edit, run: () => app.limitForm.edit(quota.limit) },
    {
      ...{ id: 'quota.alert', category: '', title: words.alert },
      when: () => alert !== undefined,
      run: () => {
        if (alert) app.showAlert(alert.id);
      },
    },
    {
      ...{ id: 'quota.history', category: '', title: words.history },
      run: () => {
        app.showHistoryOf(scopeOf(quota.limit), quota.limit.direction);
        void app.historyRange.show(quota.startMs, Math.min(quota.endMs, app.now.ms));
      },
    },
  ];
}

/** Whose traffic a limit speaks of, as the history shows it: with what a host received beside what it sent. */
function scopeOf({ source, destination }: Pick<Limit, 'source' | 'destination'>): HistoryScope | null {
  const host = source ?? destination;
  return host === null ? null : { host, peer: source === null ? null : destination };
}
