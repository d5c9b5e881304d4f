import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import type { Alert } from '../common/model/alerts.ts';
import type { Limit } from '../common/model/limits.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import type { MonitorCallName } from '../common/monitor-api.ts';
import type { EngineState } from '../common/shell-api.ts';
import type { EngineHost } from './engine-host.ts';
import type { Words } from './texts/words.ts';
import { NearestQuota } from './nearest-quota.ts';
import { MonitorTray } from './tray.ts';
import { trayFace } from './tray-face.ts';
import { recentAlerts } from './tray-menu.ts';

/** Shows the engine's state in the tray, and does what is chosen there. */
export class TrayControl implements Disposable {
  readonly #host: EngineHost<unknown>;
  readonly #tray: MonitorTray;
  readonly #words: () => Words;
  readonly #nearest: NearestQuota;
  readonly #subscriptions: readonly Disposable[];
  #status: MonitorStatus | null = null;
  #isPaused = false;

  constructor(parts: {
    clock: Clock;
    host: EngineHost<unknown>;
    icons: string;
    words: () => Words;
    open: () => void;
    showAlert: (id: string) => void;
    quit: () => void;
  }) {
    const { clock, host, icons, words, open, showAlert, quit } = parts;
    this.#host = host;
    this.#words = words;
    const call = host.call.bind(host);
    this.#nearest = new NearestQuota({ clock, call, onChanged: () => this.#show() });
    const [pause, resume] = [this.#callOf('pauseCapture'), this.#callOf('resumeCapture')];
    const actions = { open, showAlert, quit, pause, resume };
    this.#tray = new MonitorTray({ clock, icons, words, face: trayFace(host.state, null, words()), actions });
    this.#subscriptions = [
      host.onStateChanged((state) => this.#follow(state)),
      host.onEvent(({ name, payload }) => {
        if (name === 'statusChanged') this.#look(payload as MonitorStatus);
        if (name === 'limitsChanged') this.#nearest.takeLimits(payload as readonly Limit[]);
        if (name === 'alertChanged') void this.#readAlerts();
      }),
    ];
  }

  /** Says all of it anew, in the words that hold now. */
  translate(): void {
    this.#show();
    void this.#readAlerts();
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
    if (this.#isPaused) this.#callOf('pauseCapture')();
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
    const answer = await this.#host.call('listAlerts', { count: recentAlerts });
    if (answer.ok) this.#tray.showAlerts(answer.value as readonly Alert[]);
  }

  /** What comes of the call is seen in the status. */
  #callOf(name: MonitorCallName): () => void {
    return () => void this.#host.call(name, undefined);
  }
}
