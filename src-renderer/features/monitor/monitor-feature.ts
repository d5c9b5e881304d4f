import { t } from '../../texts/texts.ts';
import type { EpochMs } from '../../../src-main/common/units.ts';
import { ProblemBoard } from '../../state/problem-board.svelte.ts';
import { WindowHistory } from '../history/window-history.svelte.ts';
import { Largest } from './largest.svelte.ts';
import { LiveRate } from './live-rate.svelte.ts';
import { monitorCommands } from './monitor-commands.ts';
import MonitorSideBar from './MonitorSideBar.svelte';
import { MonitorStore } from './monitor-store.svelte.ts';
import Overview from './Overview.svelte';
import { SelectedWindow } from './selected-window.svelte.ts';
import type { App, Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly monitor: MonitorStore;
    /** The windows of the overview's chart. */
    readonly history: WindowHistory;
    readonly selection: SelectedWindow;
    readonly liveRate: LiveRate;
    readonly largest: Largest;
    readonly problemBoard: ProblemBoard;
    /** Shows a window in the chart and its pairs beside it. */
    readonly showWindow: (startMs: EpochMs) => Promise<void>;
    /** Goes back to the present, in the view that shows it. */
    readonly goToPresent: () => Promise<void>;
    /** Goes back to the present. */
    readonly showPresent: () => Promise<void>;
  }
}

/** What is captured now, and its windows. */
export const monitorFeature: Feature = {
  open: (app, { client, clock, isSeen }) => {
    const monitor = new MonitorStore({ client, clock, isSeen });
    const history = new WindowHistory({ ...client, store: monitor, clock });
    return {
      ...{ monitor, history, selection: new SelectedWindow(client) },
      ...{ liveRate: new LiveRate(client), largest: new Largest(client) },
      problemBoard: new ProblemBoard(() => [
        ...([monitor.engine, monitor.status, history.problem ?? monitor.problem] as const),
        app.preferences.state.problems,
      ]),
      ...waysOf(app),
    };
  },
  listen: (app, { shell }) => [shell.onWindowChosen((startMs) => void app.showWindow(startMs))],
  views: [
    {
      ...{ id: 'overview', title: () => t().views.overview, icon: 'pulse' },
      ...{ component: Overview, sideBar: MonitorSideBar },
    },
  ],
  commands: monitorCommands,
  lookAgain: ({ history, selection }) => Promise.all([history.load(), selection.refresh()]),
};

function waysOf(app: App): Pick<App, 'showWindow' | 'goToPresent' | 'showPresent'> {
  const showPresent = async (): Promise<void> => {
    app.selection.clear();
    if (!app.history.isLive) await app.history.followPresent();
  };
  return {
    showPresent,
    goToPresent: () => {
      app.layout.show('overview');
      return showPresent();
    },
    showWindow: async (startMs) => {
      app.layout.show('overview');
      await Promise.all([app.selection.select(startMs), app.history.reveal(startMs)]);
    },
  };
}
