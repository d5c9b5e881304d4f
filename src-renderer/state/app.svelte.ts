import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { Disposable } from '../../src-main/common/disposable.ts';
import type { Bridge } from '../../src-main/common/monitor-api.ts';
import type { Clock, EpochMs } from '../../src-main/common/units.ts';
import { importText, fileName } from '../words.ts';
import { AlertNotifier } from './alert-notifier.ts';
import { createClient } from './client.ts';
import { LimitsImport } from './limits-import.svelte.ts';
import { MonitorStore } from './monitor-store.svelte.ts';
import { Now } from './now.svelte.ts';
import { problemsOf } from './problems.ts';
import { SelectedWindow } from './selected-window.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { WindowHistory } from './window-history.svelte.ts';

interface AppOptions {
  readonly bridge: Bridge;
  readonly clock: Clock;
}

/** The renderer's state, composed; components reach it through {@link getApp}. */
export class App implements Disposable {
  readonly now: Now;
  readonly monitor: MonitorStore;
  readonly history: WindowHistory;
  readonly selection: SelectedWindow;
  readonly limitsImport: LimitsImport;
  readonly toasts = new Toasts();
  /** Set by the workbench: brings the view with the windows to the front. */
  showOverview: () => void = () => undefined;

  readonly #dismissed = new SvelteSet<string>();
  readonly #notifier: AlertNotifier;

  readonly problems = $derived.by(() =>
    problemsOf(this.monitor.engine, this.monitor.status, this.history.problem ?? this.monitor.problem).filter(
      ({ id }) => !this.#dismissed.has(id),
    ),
  );

  constructor({ bridge, clock }: AppOptions) {
    const client = createClient(bridge);
    this.now = new Now(clock);
    this.monitor = new MonitorStore(client);
    this.history = new WindowHistory({ ...client, store: this.monitor, clock });
    this.selection = new SelectedWindow(client);
    this.limitsImport = new LimitsImport({
      ...client,
      onImported: (path, report) => this.toasts.show(`${fileName(path)}: ${importText(report)}.`),
    });
    this.#notifier = new AlertNotifier({ ...client, showWindow: (startMs) => void this.showWindow(startMs) });
  }

  /** Shows a window in the chart and its pairs beside it. */
  async showWindow(startMs: EpochMs): Promise<void> {
    this.showOverview();
    await Promise.all([this.selection.select(startMs), this.history.reveal(startMs)]);
  }

  /** Goes back to the present. */
  async showPresent(): Promise<void> {
    this.selection.clear();
    if (!this.history.isLive) await this.history.followPresent();
  }

  dismissProblem(id: string): void {
    this.#dismissed.add(id);
  }

  dispose(): void {
    this.#notifier.dispose();
    this.selection.dispose();
    this.history.dispose();
    this.monitor.dispose();
  }
}

export const [getApp, setApp] = createContext<App>();
