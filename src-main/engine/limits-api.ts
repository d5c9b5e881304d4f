import type { Limit } from '../common/model/limits.ts';
import type { MonitorApi } from '../common/monitor-api.ts';
import { systemClock } from '../common/units.ts';
import { writeLimits } from './limits/limit-export.ts';
import type { LimitSync } from './limits/limit-sync.ts';
import { openSource, readLimits } from './limits/open-source.ts';
import type { PastWindows } from './past-windows.ts';

type LimitCalls =
  | 'listLimits'
  | 'previewLimits'
  | 'assessLimits'
  | 'suggestLimits'
  | 'addLimits'
  | 'importLimits'
  | 'undoLimitsImport'
  | 'syncLimits'
  | 'exportLimits';

/** The calls that are about limits. */
export const limitsApi = (sync: LimitSync, past: PastWindows): Pick<MonitorApi, LimitCalls> => ({
  listLimits: () => Promise.resolve(sync.limits),
  async previewLimits({ source }) {
    const opened = openSource(source);
    try {
      return await sync.preview(opened);
    } finally {
      opened.dispose();
    }
  },
  async assessLimits({ source }) {
    const limits: readonly Limit[] = source === null ? sync.limits : await readLimits(source);
    return past.assess(limits, systemClock.now());
  },
  suggestLimits: (scope) => past.suggest(scope, systemClock.now()),
  addLimits: ({ limits }) => sync.add(limits),
  async importLimits({ source }) {
    const opened = openSource(source);
    try {
      return await sync.import(opened);
    } catch (thrown) {
      opened.dispose();
      throw thrown;
    }
  },
  undoLimitsImport: () => sync.undo(),
  async syncLimits() {
    await sync.sync();
    return sync.status;
  },
  exportLimits: ({ form, limits }) => Promise.resolve(writeLimits(limits ?? sync.limits, form)),
});
