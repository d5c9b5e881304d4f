import type { Disposable } from '../../../src-main/common/disposable.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { LimitVerdicts } from '../../../src-main/common/model/limits.ts';
import type { WindowDetail } from '../../../src-main/common/model/windows.ts';
import type { EpochMs } from '../../../src-main/common/units.ts';
import type { Client } from '../../state/client.ts';

/** As many pairs as a view shows of one window. */
export const shownPairs = 10;

/** As many limits as a view shows of one window. */
export const shownVerdicts = 12;

/** The window that the person picked, with its largest pairs and its verdicts; none means the present one. */
export class SelectedWindow implements Disposable {
  startMs = $state<EpochMs | null>(null);
  detail = $state.raw<WindowDetail | null>(null);
  /** Null also where it is not known by which limits it was judged. */
  judged = $state.raw<LimitVerdicts | null>(null);
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
        if (window?.startMs === this.startMs) this.#grow(window);
      }),
    ];
  }

  async select(startMs: EpochMs): Promise<void> {
    if (startMs !== this.startMs) this.detail = this.judged = null;
    this.startMs = startMs;
    await this.#load(startMs);
  }

  /** Looks again whether the window is there: other settings have other windows. */
  async refresh(): Promise<void> {
    if (this.startMs !== null) await this.#load(this.startMs);
  }

  clear(): void {
    this.startMs = null;
    this.detail = this.judged = null;
    this.problem = null;
  }

  #grow(window: WindowDetail): void {
    this.detail = window;
    void this.#attempt(window.startMs, () => this.#judge(window.startMs));
  }

  async #judge(startMs: EpochMs): Promise<void> {
    const judged = await this.#monitor.listVerdicts({ startMs, count: shownVerdicts });
    if (startMs === this.startMs) this.judged = judged;
  }

  #load(startMs: EpochMs): Promise<void> {
    return this.#attempt(startMs, async () => {
      const detail = await this.#monitor.getWindow({ startMs, pairs: shownPairs });
      if (startMs !== this.startMs) return;
      if (detail === null) return this.clear();
      this.detail = detail;
      await this.#judge(startMs);
    });
  }

  /** Asks for something of a window; what goes wrong is shown in its place. */
  async #attempt(startMs: EpochMs, step: () => Promise<void>): Promise<void> {
    let problem: ErrorData | null = null;
    try {
      await step();
    } catch (thrown) {
      problem = MonitorError.from(thrown).toData();
    }
    if (startMs === this.startMs) this.problem = problem;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
