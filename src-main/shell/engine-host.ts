import type { Attention } from '../common/attention.ts';
import { BackOff } from '../common/back-off.ts';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { type ErrorData, MonitorError } from '../common/errors.ts';
import { Emitter, type Event } from '../common/event.ts';
import type { MonitorCallName } from '../common/monitor-api.ts';
import type { EngineState } from '../common/shell-api.ts';
import { type Answer, refusal } from '../rpc/answer.ts';
import type { FromEngine, Port, ToEngine } from '../rpc/engine-protocol.ts';
import type { DurationMs } from '../common/units.ts';
import { SilenceWatch } from '../common/silence-watch.ts';
import { sentence } from '../common/sentence.ts';
import { say, wholeOf } from '../common/phrases/say.ts';
import { PendingCalls } from './pending-calls.ts';

/** The engine's process, as the host sees it. */
export interface EngineChild<Settings> extends Port<FromEngine, ToEngine<Settings>> {
  readonly onExit: Event<number>;
  /** Ends it at once, without asking. */
  kill(): void;
}

/** An event of the engine on its way to a window. */
export interface EngineEvent {
  readonly name: string;
  readonly payload: unknown;
}

/** An engine that ran this long is well: the pauses before restarts begin with the shortest again. */
const steadyMs = 30_000;
/** How long an engine may take to stop when asked, before it is killed. */
export const stopMs = 4_500;
/** A running engine speaks each two seconds at least; one that has not for so long is shown as not answering. */
export const silentMs = 5_000;
/** Calls that may wait for an answer at a time. */
export const maxPending = 1_000;

/** Keeps one engine process running: starts it, restarts it when it dies, passes calls and events, ends it. */
export class EngineHost<Settings> implements Disposable {
  readonly #fork: () => EngineChild<Settings>;
  readonly #clock: Clock;
  readonly #backOff = new BackOff({ healthyMs: steadyMs });
  #settings: Settings;
  readonly #calls = new PendingCalls();
  readonly #stateChanged = new Emitter<EngineState>();
  readonly #announced = new Emitter<EngineEvent>();
  #state: EngineState = { state: 'starting', problem: null };
  #attention: Attention = 'focused';
  #child: EngineChild<Settings> | null = null;
  #failure: ErrorData | null = null;
  /** When the engine began to run; null while it doesn't. */
  #runningSince: DurationMs | null = null;
  #timer: Disposable | undefined;
  #isRestarting = false;
  #ended: (() => void) | null = null;
  #stopping: Promise<void> | null = null;
  /** While the engine runs. */
  #watch: SilenceWatch | undefined;

  readonly onStateChanged: Event<EngineState> = this.#stateChanged.event;
  readonly onEvent: Event<EngineEvent> = this.#announced.event;

  constructor(parts: { fork: () => EngineChild<Settings>; settings: Settings; clock: Clock }) {
    this.#fork = parts.fork;
    this.#clock = parts.clock;
    this.#settings = parts.settings;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Starts the engine's process; its state says when it runs. */
  start(): void {
    if (this.#child !== null || this.#stopping !== null) return;
    this.#failure = null;
    const child = this.#fork();
    this.#child = child;
    child.onMessage((message) => this.#receive(child, message));
    child.onExit((status) => this.#lost(child, status));
    child.post({ kind: 'start', settings: this.#settings });
    // Until it is told otherwise, an engine tells all.
    if (this.#attention !== 'focused') child.post({ kind: 'attention', attention: this.#attention });
  }

  /** The app's window is looked at so from now on: each engine tells as much as that. */
  attend(attention: Attention): void {
    if (attention === this.#attention) return;
    this.#attention = attention;
    this.#child?.post({ kind: 'attention', attention });
  }

  /** Starts the engine again, on other settings unless none are given: the old one stores everything first. */
  restart(settings: Settings = this.#settings): void {
    this.#settings = settings;
    if (this.#stopping !== null) return;
    const child = this.#child;
    this.#backOff.reset();
    if (child === null) {
      this.#timer?.dispose();
      this.start();
      return;
    }
    this.#isRestarting = true;
    this.#unwatch();
    this.#become({ state: 'restarting', problem: null });
    child.post({ kind: 'stop' });
    this.#timer = this.#clock.once(stopMs, () => child.kill());
  }

  /**
   * Passes a call on and resolves to its answer. While the engine starts, the call waits for it; without an engine
   * the answer is `engine/stopped`, or what keeps the engine from starting.
   */
  call(name: MonitorCallName, request: unknown): Promise<Answer> {
    const child = this.#child;
    if (child === null || this.#failure !== null) return Promise.resolve(this.#noEngine());
    if (this.#calls.count >= maxPending) return Promise.resolve(refusal(tooMany()));
    return this.#calls.send((id) => child.post({ kind: 'call', id, name, request }));
  }

  /** Ends the engine's process for good, in {@link stopMs} at most. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopOnce();
    return this.#stopping;
  }

  dispose(): void {
    void this.stop();
  }

  #receive(child: EngineChild<Settings>, message: FromEngine): void {
    if (child !== this.#child) return;
    this.#watch?.heard();
    if (message.kind === 'event') this.#announced.fire(message);
    else if (message.kind === 'answer') this.#calls.settle(message.id, message.answer);
    else if (message.kind === 'started') this.#running();
    else if (message.kind === 'alive') return;
    else if (message.kind === 'migrating')
      this.#become({ state: 'starting', problem: null, migrated: message.share });
    else this.#failed(child, message.error);
  }

  #running(): void {
    this.#runningSince = this.#clock.monotonic();
    this.#become({ state: 'running', problem: null });
    this.#watch?.dispose();
    this.#watch = new SilenceWatch({
      ...{ clock: this.#clock, afterMs: silentMs },
      onChanged: (isSilent) => this.#become({ state: isSilent ? 'silent' : 'running', problem: null }),
    });
  }

  #unwatch(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
  }

  #failed(child: EngineChild<Settings>, error: ErrorData): void {
    this.#failure = error;
    child.kill();
  }

  #lost(child: EngineChild<Settings>, status: number): void {
    if (child !== this.#child) return;
    this.#child = null;
    this.#timer?.dispose();
    this.#unwatch();
    const error = this.#failure ?? (this.#isRestarting ? restarting() : died(status)).toData();
    this.#calls.refuseAll(error);
    if (this.#stopping !== null) this.#ended?.();
    else if (this.#isRestarting) this.#startAnew();
    else if (error.retriable) this.#restartLater(error);
    else this.#become({ state: 'failed', problem: sentence(error), said: wholeOf(error) });
  }

  #startAnew(): void {
    this.#isRestarting = false;
    this.start();
  }

  #restartLater(error: ErrorData): void {
    this.#become({ state: 'restarting', problem: sentence(error), said: wholeOf(error) });
    const heldMs = this.#runningSince === null ? 0 : this.#clock.monotonic() - this.#runningSince;
    this.#runningSince = null;
    this.#timer = this.#clock.once(this.#backOff.next(heldMs), () => this.start());
  }

  async #stopOnce(): Promise<void> {
    this.#timer?.dispose();
    this.#unwatch();
    const child = this.#child;
    if (child === null) return;
    const ended = new Promise<void>((resolve) => (this.#ended = resolve));
    child.post({ kind: 'stop' });
    const bound = this.#clock.once(stopMs, () => child.kill());
    await ended;
    bound.dispose();
  }

  #noEngine(): Answer {
    return this.#failure === null ? refusal(stopped()) : { ok: false, error: this.#failure };
  }

  #become(state: EngineState): void {
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}

const died = (status: number): MonitorError =>
  new MonitorError('engine/stopped', say('engine.died', { status }), {
    remedy: say('engine.remedy.restarts'),
    retriable: true,
  });

const restarting = (): MonitorError =>
  new MonitorError('engine/stopped', say('engine.restarts'), { retriable: true });

const stopped = (): MonitorError =>
  new MonitorError('engine/stopped', say('engine.notRunning'), { retriable: true });

const tooMany = (): MonitorError =>
  new MonitorError('engine/stopped', say('engine.tooManyCalls', { most: maxPending }), {
    retriable: true,
  });
