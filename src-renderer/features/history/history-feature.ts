import type { Direction } from '../../../src-main/common/direction.ts';
import { t } from '../../texts/texts.ts';
import { chartCommands } from './chart-commands.ts';
import { historyCommands } from './history-commands.ts';
import { HistoryRange } from './history-range.svelte.ts';
import type { HistoryScope } from './range-picture.ts';
import HistorySideBar from './HistorySideBar.svelte';
import HistoryView from './HistoryView.svelte';
import ReportDialog from './ReportDialog.svelte';
import { ReportExport } from './report-export.svelte.ts';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly historyRange: HistoryRange;
    readonly reportExport: ReportExport;
    /**
     * Shows the past of a host or network, or of a pair; null for that of all traffic. It is that of what is summed now, of
     * every direction unless one is named.
     */
    readonly showHistoryOf: (scope: HistoryScope | null, direction?: Direction | null) => void;
    /** Shows what an agent recorded, or agents by a pattern. */
    readonly showAgentHistory: (agent: string) => void;
  }
}

/** The past, by window, hour and day. */
export const historyFeature: Feature = {
  open: (app, { client, clock }) => {
    const show = (step: (range: HistoryRange) => Promise<void>): void => {
      if (app.historyRange.series !== null) void app.historyRange.showSeries(null);
      void step(app.historyRange);
      app.layout.show('history');
    };
    return {
      historyRange: new HistoryRange({
        ...{ ...client, clock },
        windowMs: () => app.monitor.status?.windowMs ?? 300_000,
        listSeries: () => client.monitor.listSeries(),
      }),
      reportExport: new ReportExport({ ...client, toasts: app.toasts }),
      showHistoryOf: (scope, direction = null) => show((range) => range.showScope(scope, direction)),
      showAgentHistory: (agent) => show((range) => range.showAgent(agent)),
    };
  },
  views: [
    {
      ...{ id: 'history', title: () => t().views.history, icon: 'graph-line' },
      ...{ component: HistoryView, sideBar: HistorySideBar },
    },
  ],
  commands: (app) => [...historyCommands(app), ...chartCommands(app)],
  overlays: [ReportDialog],
};
