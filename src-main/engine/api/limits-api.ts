import type { Clock } from '../../common/clock.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { MonitorApi } from '../../common/monitor-api.ts';
import { CancellableRuns, untilCancelled } from '../limits/cancellable.ts';
import { writeLimits } from '../limits/limit-export.ts';
import type { LimitSync } from '../limits/limit-sync.ts';
import { openSource, readLimits } from '../limits/open-source.ts';
import type { PastWindows } from '../history/past-windows.ts';

type ImportCalls = 'previewLimits' | 'assessLimits' | 'importLimits' | 'cancelLimits';
type LimitCalls =
  | ImportCalls
  | 'listLimits'
  | 'suggestLimits'
  | 'addLimits'
  | 'undoLimitsImport'
  | 'syncLimits'
  | 'exportLimits';

/** The calls that are about limits. */
export const limitsApi = (
  sync: LimitSync,
  past: PastWindows,
  clock: Clock,
): Pick<MonitorApi, LimitCalls> => ({
  listLimits: () => Promise.resolve(sync.limits),
  ...importApi(sync, past, clock),
  suggestLimits: (scope) => past.suggest(scope, clock.now()),
  addLimits: ({ limits }) => sync.add(limits),
  undoLimitsImport: () => sync.undo(),
  async syncLimits() {
    await sync.sync();
    return sync.status;
  },
  exportLimits: ({ form, limits }) => Promise.resolve(writeLimits(limits ?? sync.limits, form)),
});

/** Looking at a source and taking it over; each can be cancelled. */
function importApi(sync: LimitSync, past: PastWindows, clock: Clock): Pick<MonitorApi, ImportCalls> {
  const runs = new CancellableRuns();
  return {
    previewLimits: ({ source }) =>
      runs.run(async (signal) => {
        const opened = openSource(source, clock);
        try {
          return await untilCancelled(sync.preview(opened), signal);
        } finally {
          opened.dispose();
        }
      }),
    assessLimits: ({ source }) =>
      runs.run(async (signal) => {
        const limits: readonly Limit[] =
          source === null ? sync.limits : await untilCancelled(readLimits(source, clock), signal);
        return past.assess(limits, clock.now(), signal);
      }),
    importLimits: ({ source }) =>
      runs.run(async (signal) => {
        const opened = openSource(source, clock);
        try {
          return await sync.import(opened, signal);
        } catch (thrown) {
          opened.dispose();
          throw thrown;
        }
      }),
    cancelLimits() {
      runs.cancel();
      return Promise.resolve();
    },
  };
}
