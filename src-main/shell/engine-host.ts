import type { Attention } from '../common/attention.ts';
import { BackOff } from '../common/back-off.ts';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { type ErrorData, MonitorError } from '../common/errors.ts';
import { Emitter, type Event } from '../common/event.ts';
import { type HostApi, hostContract } from '../common/contract/host.ts';
import type { EngineState } from '../common/model/shell.ts';
import type { Caller } from '../common/rpc/client.ts';
import { type Announced, connect, type Connection, listenTo } from '../common/rpc/connect.ts';
import type { Answer } from '../common/rpc/messages.ts';
import type { Port } from '../common/rpc/port.ts';
import type { FromEngine, ToEngine } from '../rpc/engine-protocol.ts';
import { refusal, serve } from '../rpc/serve.ts';
import { TimeLeft } from '../common/time-left.ts';
import type { DurationMs } from '../common/units.ts';
import { SilenceWatch } from '../common/silence-watch.ts';
import { sentence } from '../common/sentence.ts';
import { say, wholeOf } from '../common/phrases/say.ts';
import { PageLines } from './page-lines.ts';

/** The engine's process, as the host sees it. `PagePort` is one end of a channel whose other end a page has. */
export interface EngineChild<Settings, PagePort = unknown> extends Port<FromEngine, ToEngine<Settings>> {
  readonly onExit: Event<number>;
  /** Has it serve a page over a port of that page's own. */
  connectPage(line: number, port: PagePort): void;
  /** Ends it at once, without asking. */
  kill(): void;
}

/** An engine that ran this long is well: the pauses before restarts begin with the shortest again. */
const steadyMs = 30_000;
/** How long an engine may take to stop when asked, before it is killed. */
export const stopMs = 4_500;
/** A running engine speaks each two seconds at least; one that has not for so long is shown as not answering. */
export const silentMs = 5_000;
/**
 * Keeps one engine process running: starts it, restarts it when it dies, ends it. Calls it for the shell over a line of its
 * own, which goes on with the next process; gives pages theirs.
 */
export class EngineHost<Settings, PagePort = unknown> implements Caller, Disposable {
  readonly #fork: () => EngineChild<Settings, PagePort>;
  readonly #serves: HostApi;
  readonly #clock: Clock;
  readonly #backOff = new BackOff({ healthyMs: steadyMs });
  #settings: Settings;
  readonly #stateChanged = new Emitter<EngineState>();
  readonly #announced = new Emitter<Announced>();
  #state: EngineState = { state: 'starting', problem: null };
  #migrationLeft: TimeLeft;
  #attention: Attention = 'focused';
  #child: EngineChild<Settings, PagePort> | null = null;
  #connection: Connection | null = null;
  #failure: ErrorData | null = null;
  /** When the engine began to run; null while it doesn't. */
  #runningSince: DurationMs | null = null;
  #timer: Disposable | undefined;
  readonly #pages = new PageLines((upTo) => this.#child?.post({ kind: 'closePages', upTo }));
  #isRestarting = false;
  #ended: (() => void) | null = null;
  #stopping: Promise<void> | null = null;
  /** While the engine runs. */
  #watch: SilenceWatch | undefined;

  readonly onStateChanged: Event<EngineState> = this.#stateChanged.event;

  /** @param parts.serves what an engine may ask of the shell */
  constructor(parts: {
    fork: () => EngineChild<Settings, PagePort>;
    settings: Settings;
    clock: Clock;
    serves: HostApi;
  }) {
    this.#fork = parts.fork;
    this.#serves = parts.serves;
    this.#clock = parts.clock;
    this.#migrationLeft = new TimeLeft(parts.clock);
    this.#settings = parts.settings;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Starts the engine's process; its state says when it runs. */
  start(): void {
    if (this.#child !== null || this.#stopping !== null) return;
    this.#failure = null;
    this.#migrationLeft = new TimeLeft(this.#clock);
    const child = this.#fork();
    this.#child = child;
    this.#connection = connect(child);
    this.#connection.onAnnounced((announced) => this.#announced.fire(announced));
    serve(child, hostContract, this.#serves);
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
   * Calls the engine. While it starts, the call waits for it; without an engine the answer is `engine/stopped`, or what
   * keeps the engine from starting.
   */
  call(name: string, request?: unknown): Promise<Answer> {
    const connection = this.#connection;
    if (connection === null || this.#failure !== null) return Promise.resolve(this.#noEngine());
    return connection.call(name, request);
  }

  on(name: string, listener: (payload: unknown) => void): Disposable {
    return listenTo(this.#announced.event, name, listener);
  }

  /**
   * Gives a page a line to the engine. While that starts, it answers as soon as it can.
   *
   * @param port is left to the engine's process, or not touched where there is none
   */
  connectPage(port: PagePort): Answer {
    const child = this.#child;
    if (child === null || this.#failure !== null || this.#isEnding) return this.#noEngine();
    child.connectPage(this.#pages.next(), port);
    return { ok: true, value: undefined };
  }

  /** The engine was told to stop: it closes each line that it is given. */
  get #isEnding(): boolean {
    return this.#isRestarting || this.#stopping !== null;
  }

  /** What becomes of the page that has lines to the engine. */
  get pages(): Pick<PageLines, 'leaving' | 'left' | 'gone'> {
    return this.#pages;
  }

  /** Ends the engine's process for good, in {@link stopMs} at most. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopOnce();
    return this.#stopping;
  }

  dispose(): void {
    void this.stop();
  }

  #receive(child: EngineChild<Settings, PagePort>, message: FromEngine): void {
    if (child !== this.#child) return;
    this.#watch?.heard();
    if (message.kind === 'started') this.#running();
    else if (message.kind === 'migrating') this.#migrating(message.share);
    else if (message.kind === 'failed') this.#failed(child, message.error);
  }

  #migrating(share: number): void {
    const leftMs = this.#migrationLeft.at(share);
    const left = leftMs === null ? {} : { migratedInMs: leftMs };
    this.#become({ state: 'starting', problem: null, migrated: share, ...left });
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

  #failed(child: EngineChild<Settings, PagePort>, error: ErrorData): void {
    this.#failure = error;
    child.kill();
  }

  #lost(child: EngineChild<Settings, PagePort>, status: number): void {
    if (child !== this.#child) return;
    this.#child = null;
    this.#timer?.dispose();
    this.#unwatch();
    const error = this.#failure ?? (this.#isRestarting ? restarting() : died(status)).toData();
    this.#connection?.close(error);
    this.#connection = null;
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
