import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import type { Alert } from '../common/model/alerts.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import type { MonitorApi } from '../common/contract/monitor.ts';
import type { EngineState } from '../common/model/shell.ts';
import type { EngineHost } from './engine-host.ts';
import type { Words } from './words.ts';
import { NearestQuota } from './nearest-quota.ts';
import { MonitorTray } from './tray.ts';
import { trayFace } from './tray-face.ts';
import { recentAlerts } from './tray-menu.ts';

/** Shows the engine's state in the tray, and does what is chosen there. */
export class TrayControl implements Disposable {
  readonly #host: Pick<EngineHost<unknown>, 'state' | 'onStateChanged'>;
  readonly #engine: MonitorApi;
  readonly #tray: MonitorTray;
  readonly #words: () => Words;
  readonly #nearest: NearestQuota;
  readonly #subscriptions: readonly Disposable[];
  #alerts: readonly Alert[] = [];
  #status: MonitorStatus | null = null;
  #isPaused = false;

  constructor(parts: {
    clock: Clock;
    host: Pick<EngineHost<unknown>, 'state' | 'onStateChanged'>;
    engine: MonitorApi;
    icons: string;
    words: () => Words;
    open: () => void;
    showAlert: (id: string) => void;
    quit: () => void;
  }) {
    const { clock, host, engine, icons, words, open, showAlert, quit } = parts;
    this.#host = host;
    this.#engine = engine;
    this.#words = words;
    this.#nearest = new NearestQuota({ clock, engine, onChanged: () => this.#show() });
    const [pause, resume] = [() => this.#pause(), () => seen(engine.resumeCapture())];
    const actions = { open, showAlert, quit, pause, resume };
    this.#tray = new MonitorTray({ clock, icons, words, face: trayFace(host.state, null, words()), actions });
    this.#subscriptions = [
      host.onStateChanged((state) => this.#follow(state)),
      engine.onStatusChanged((status) => this.#look(status)),
      engine.onLimitsChanged((limits) => this.#nearest.takeLimits(limits)),
      engine.onAlertChanged((alert) => this.#take(alert)),
    ];
  }

  /** Says all of it anew, in the words that hold now. */
  translate(): void {
    this.#show();
    this.#tray.showAlerts(this.#alerts);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#tray.dispose();
  }

  /** An engine that was started again knows nothing of a pause. */
  #follow(state: EngineState): void {
    this.#status = null;
    this.#show();
    if (state.state !== 'running') return;
    if (this.#isPaused) this.#pause();
    void this.#readAlerts();
    void this.#nearest.begin();
  }

  #look(status: MonitorStatus): void {
    this.#isPaused = status.capture.state === 'paused';
    this.#status = status;
    this.#nearest.look();
    this.#show();
  }

  #show(): void {
    this.#tray.show(trayFace(this.#host.state, this.#status, this.#words(), this.#nearest.quota));
  }

  async #readAlerts(): Promise<void> {
    // Of an engine that is gone, the next one tells.
    const alerts = await this.#engine.listAlerts({ count: recentAlerts }).catch(() => null);
    if (alerts !== null) this.#tray.showAlerts((this.#alerts = alerts));
  }

  #take(alert: Alert): void {
    const others = this.#alerts.filter(({ id }) => id !== alert.id);
    this.#alerts = [alert, ...others].toSorted(newestFirst).slice(0, recentAlerts);
    this.#tray.showAlerts(this.#alerts);
  }

  #pause(): void {
    seen(this.#engine.pauseCapture());
  }
}

/** What comes of a call is seen in the status. */
function seen(call: Promise<unknown>): void {
  call.catch(() => undefined);
}

const newestFirst = (one: Alert, other: Alert): number =>
  other.latest.window.startMs - one.latest.window.startMs || other.atMs - one.atMs;
