import type { Clock } from '../../common/clock.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import { CancellableRuns, untilCancelled } from '../limits/cancellable.ts';
import { writeLimits } from '../limits/limit-export.ts';
import type { LimitSync } from '../limits/limit-sync.ts';
import { openSource } from '../limits/open-source.ts';
import type { History } from '../history/history.ts';

type ImportCalls = 'previewLimits' | 'assessLimits' | 'importLimits' | 'cancelLimits';
type LimitCalls =
  | ImportCalls
  | 'listLimits'
  | 'suggestLimits'
  | 'listQuotas'
  | 'addLimits'
  | 'previewLimit'
  | 'editLimits'
  | 'undoLimitsImport'
  | 'syncLimits'
  | 'exportLimits';

/** The calls that are about limits. */
export const limitsApi = (sync: LimitSync, history: History, clock: Clock): Pick<MonitorApi, LimitCalls> => ({
  listLimits: () => Promise.resolve(sync.limits),
  ...importApi(sync, history, clock),
  suggestLimits: (scope) => history.suggestLimits(scope),
  listQuotas: (request) => history.listQuotas(request),
  addLimits: ({ limits }) => sync.edit({ added: limits }),
  previewLimit: (request) => history.previewLimit(request),
  editLimits: (edit) => sync.edit(edit),
  undoLimitsImport: () => sync.undo(),
  async syncLimits() {
    await sync.sync();
    return sync.status;
  },
  exportLimits: ({ form, limits }) => Promise.resolve(writeLimits(limits ?? sync.limits, form)),
});

/** Looking at a source and taking it over; each can be cancelled. */
function importApi(sync: LimitSync, history: History, clock: Clock): Pick<MonitorApi, ImportCalls> {
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
    assessLimits: (request) => runs.run((signal) => history.assessLimits(request, signal)),
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
