import type { Disposable } from '../../../src-main/common/disposable.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { Alert, Mute } from '../../../src-main/common/model/alerts.ts';
import type { StoredLimit } from '../../../src-main/common/model/limits.ts';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import type { EngineState } from '../../../src-main/common/model/shell.ts';
import { calmStatus } from './calm-status.ts';
import { alertBound, sortAlerts, withAlert, withFiring } from '../alerts/alert-list.ts';
import { SilenceWatch } from '../../../src-main/common/silence-watch.ts';
import type { WindowClock } from '../../browser-clock.ts';
import type { Client } from '../../state/client.ts';

const retryMs = 2000;
/** A status comes each ten seconds at least, and the shell says sooner that the engine is silent. */
const silentMs = 25_000;

/** The engine's state as last heard: kept up to date by its events, fetched anew when it comes back. */
export class MonitorStore implements Disposable {
  /** Null until the engine has answered once. */
  status = $state.raw<MonitorStatus | null>(null);
  /** The same for what stands beside the view: what only counts on there is renewed now and then ({@link calmStatus}). */
  calm = $state.raw<MonitorStatus | null>(null);
  alerts = $state.raw<readonly Alert[]>([]);
  mutes = $state.raw<readonly Mute[]>([]);
  limits = $state.raw<readonly StoredLimit[]>([]);
  engine = $state.raw<EngineState>({ state: 'starting', problem: null });
  /** Why the last fetch failed; null once one succeeds. */
  problem = $state.raw<ErrorData | null>(null);
  readonly firingCount: number = $derived.by(() => this.status?.firingCount ?? 0);
  /** The newest transition, for the live region. */
  lastAlert = $state.raw<Alert | null>(null);
  /** Goes up with each complete fetch; what depends on more than the status reloads with it. */
  generation = $state(0);

  readonly #client: Client;
  readonly #parts: { readonly clock: WindowClock; readonly isSeen: () => boolean };
  #subscriptions: readonly Disposable[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #statusEvents = 0;

  constructor(parts: { client: Client; clock: WindowClock; isSeen: () => boolean }) {
    this.#client = parts.client;
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { monitor, shell } = this.#client;
    const watch = this.#watchEngine();
    this.#subscriptions = [
      watch,
      shell.onEngineStateChanged((engine) => this.#setEngine(engine)),
      this.#client.onLineClosed(() => this.#refreshLater()),
      monitor.onStatusChanged((status) => {
        this.#statusEvents += 1;
        this.#show(status);
        this.alerts = withFiring(this.alerts, status.firing);
        watch.heard();
      }),
      monitor.onAlertChanged((alert) => {
        this.alerts = withAlert(this.alerts, alert);
        this.lastAlert = alert;
      }),
      monitor.onAlertHandled((alert) => (this.alerts = withAlert(this.alerts, alert))),
      monitor.onMutesChanged((mutes) => (this.mutes = mutes)),
      monitor.onLimitsChanged((limits) => (this.limits = limits)),
    ];
    await this.#readEngineState();
    await this.refresh();
  }

  /** The shell tells of an engine that falls silent; a shell that falls silent itself is noticed here. */
  #watchEngine(): SilenceWatch {
    const { clock, isSeen } = this.#parts;
    return new SilenceWatch({
      ...{ clock, afterMs: silentMs },
      canHear: () => isSeen() && this.status !== null && this.engine.state === 'running',
      onChanged: (isSilent) => (this.engine = { state: isSilent ? 'silent' : 'running', problem: null }),
    });
  }

  #show(status: MonitorStatus): void {
    this.status = status;
    this.calm = calmStatus(this.calm, status);
  }

  async #readEngineState(): Promise<void> {
    try {
      this.engine = (await this.#client.shell.getAppInfo()).engine;
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    }
  }

  #setEngine(engine: EngineState): void {
    this.engine = engine;
    if (engine.state === 'running') void this.refresh();
  }

  /** Fetches everything; tries again by itself where a retry may help. */
  async refresh(): Promise<void> {
    clearTimeout(this.#retry);
    try {
      await this.#fetch();
      this.problem = null;
      this.generation += 1;
    } catch (thrown) {
      const error = MonitorError.from(thrown);
      this.problem = error.toData();
      if (error.retriable) this.#refreshLater();
    }
  }

  /** After a pause: an engine that stops closes each line to it. */
  #refreshLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.refresh(), retryMs);
  }

  async #fetch(): Promise<void> {
    const { monitor } = this.#client;
    const statusEvents = this.#statusEvents;
    const [status, alerts, limits, mutes] = await Promise.all([
      monitor.getStatus(),
      monitor.listAlerts({ count: alertBound }),
      monitor.listLimits(),
      monitor.listMutes(),
    ]);
    // An event that came meanwhile is newer than the answer.
    if (this.#statusEvents === statusEvents) this.#show(status);
    this.alerts = sortAlerts(alerts);
    this.limits = limits;
    this.mutes = mutes;
  }

  dispose(): void {
    clearTimeout(this.#retry);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#subscriptions = [];
  }
}
