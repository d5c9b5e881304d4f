import type { MonitorApi } from '../common/monitor-api.ts';
import { writeLimits } from './limits/limit-export.ts';
import type { LimitSync } from './limits/limit-sync.ts';
import { openSource } from './limits/open-source.ts';

/** The calls that are about limits. */
export const limitsApi = (
  sync: LimitSync,
): Pick<
  MonitorApi,
  'listLimits' | 'previewLimits' | 'importLimits' | 'undoLimitsImport' | 'syncLimits' | 'exportLimits'
> => ({
  listLimits: () => Promise.resolve(sync.limits),
  async previewLimits({ source }) {
    const opened = openSource(source);
    try {
      return await sync.preview(opened);
    } finally {
      opened.dispose();
    }
  },
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
  exportLimits: ({ form }) => Promise.resolve(writeLimits(sync.limits, form)),
});
