import type { Disposable } from '../../src-main/common/disposable.ts';
import { type ErrorData, MonitorError } from '../../src-main/common/errors.ts';
import type { WindowDetail } from '../../src-main/common/model.ts';
import type { EpochMs } from '../../src-main/common/units.ts';
import type { Client } from './client.ts';

/** As many pairs as a view shows of one window. */
export const shownPairs = 10;

/** The window that the person picked, with its largest pairs; none means the present one. */
export class SelectedWindow implements Disposable {
  startMs = $state<EpochMs | null>(null);
  detail = $state.raw<WindowDetail | null>(null);
  problem = $state.raw<ErrorData | null>(null);

  readonly #monitor: Client['monitor'];
  readonly #subscriptions: readonly Disposable[];

  constructor({ monitor }: Pick<Client, 'monitor'>) {
    this.#monitor = monitor;
    this.#subscriptions = [
      monitor.onWindowClosed(({ startMs }) => {
        if (startMs === this.startMs) void this.#load(startMs);
      }),
      monitor.onStatusChanged(({ window }) => {
        if (window?.startMs === this.startMs) this.detail = window;
      }),
    ];
  }

  async select(startMs: EpochMs): Promise<void> {
    if (startMs !== this.startMs) this.detail = null;
    this.startMs = startMs;
    await this.#load(startMs);
  }

  clear(): void {
    this.startMs = null;
    this.detail = null;
    this.problem = null;
  }

  async #load(startMs: EpochMs): Promise<void> {
    try {
      const detail = await this.#monitor.getWindow({ startMs, pairs: shownPairs });
      if (startMs !== this.startMs) return;
      this.detail = detail;
      this.problem = null;
    } catch (thrown) {
      if (startMs === this.startMs) this.problem = MonitorError.from(thrown).toData();
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
