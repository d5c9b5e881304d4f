import type { Attention } from '../common/attention.ts';
import type { Clock } from '../common/clock.ts';
import type { ApiOf, Contract } from '../common/contract/contract.ts';
import { MonitorError } from '../common/errors.ts';
import type { ToClient } from '../common/rpc/messages.ts';
import type { Port } from '../common/rpc/port.ts';
import type { FromEngine, ToEngine } from './engine-protocol.ts';
import { serve, type ServeOptions } from './serve.ts';

/** What is served to the main process, and what to the app's page. */
export interface ServedContracts<Own extends Contract, Page extends Contract> {
  readonly own: Own;
  readonly page: Page;
}

/** An engine as its process serves it. */
export interface ServedEngine<Own extends Contract, Page extends Contract> {
  readonly api: ApiOf<Own>;
  readonly pageApi: ApiOf<Page>;
  /** Takes up how the app's window is looked at. */
  attend?(attention: Attention): void;
  stop(): Promise<void>;
}

/**
 * Starts an engine.
 *
 * @param starting.onMigrated is told how far an older data folder is brought up to date
 * @param starting.signal ends that
 */
export type EngineStarter<Settings, Own extends Contract, Page extends Contract> = (
  settings: Settings,
  starting: { readonly onMigrated: (share: number) => void; readonly signal: AbortSignal },
) => Promise<ServedEngine<Own, Page>>;

/** What an engine's server is made of. */
export interface EngineServerParts<Settings, Own extends Contract, Page extends Contract> {
  readonly clock: Clock;
  readonly contracts: ServedContracts<Own, Page>;
  readonly port: Port<ToEngine<Settings>, FromEngine>;
  readonly startEngine: EngineStarter<Settings, Own, Page>;
  /** Asked before each call of a page: rejects with why it may not be made. */
  readonly allowPage?: NonNullable<ServeOptions['allow']>;
  readonly exit: (status: number) => void;
  readonly log: (error: MonitorError) => void;
}

/** How long the engine may take to stop before its process ends all the same. */
export const engineStopMs = 4_000;
/** A running engine says so often that it has its turn, also while it has nothing else to say. */
export const aliveMs = 2_000;
/** How long the process waits for its end after it has told why the engine can't start. */
const farewellMs = 1_000;
/** Lines that a page may hold at a time; with one more, the oldest is closed. */
export const mostPageLines = 8;

/** Serves one engine: to the main process at the other end of `port`, and to the page over ports of its own. */
export class EngineServer<Settings, Own extends Contract, Page extends Contract> {
  readonly #parts: EngineServerParts<Settings, Own, Page>;
  /** The ports of pages by their numbers, ascending. */
  readonly #pages = new Map<number, Port<unknown, ToClient>>();
  readonly #started = Promise.withResolvers<ServedEngine<Own, Page>>();
  #isStarting = false;
  readonly #starting = new AbortController();
  #stopping: Promise<void> | null = null;

  constructor(parts: EngineServerParts<Settings, Own, Page>) {
    this.#parts = parts;
    const { port, contracts, log } = parts;
    // Who asks is told why it can't start.
    this.#started.promise.catch(() => undefined);
    const api = this.#started.promise.then((engine) => engine.api);
    serve(port, contracts.own, api, { onInternal: log });
    port.onMessage((message) => this.#receive(message));
  }

  /** Serves the page at the other end of a port. */
  connectPage(line: number, port: Port<unknown, ToClient>): void {
    if (this.#stopping !== null) return port.close();
    const { contracts, log: onInternal, allowPage: allow } = this.#parts;
    this.#pages.set(line, port);
    port.onClosed(() => this.#pages.delete(line));
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostPageLines && oldest !== undefined) this.#closePages(oldest);
    const api = this.#started.promise.then(({ pageApi }) => pageApi);
    serve(port, contracts.page, api, allow === undefined ? { onInternal } : { onInternal, allow });
  }

  /** Stops the engine and ends the process, in {@link engineStopMs} at most. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopOnce();
    return this.#stopping;
  }

  #receive(message: ToEngine<Settings>): void {
    if (message.kind === 'start') void this.#start(message.settings);
    else if (message.kind === 'attention') this.#attend(message.attention);
    else if (message.kind === 'closePages') this.#closePages(message.upTo);
    else if (message.kind === 'stop') void this.stop();
  }

  #closePages(upTo: number): void {
    for (const [line, port] of [...this.#pages]) if (line <= upTo) port.close();
  }

  /** One that can't start tells nothing to anybody. */
  #attend(attention: Attention): void {
    this.#started.promise.then(
      (engine) => engine.attend?.(attention),
      () => undefined,
    );
  }

  async #start(settings: Settings): Promise<void> {
    if (this.#isStarting) return;
    this.#isStarting = true;
    const { port, clock, startEngine } = this.#parts;
    try {
      const engine = await startEngine(settings, {
        onMigrated: (share) => port.post({ kind: 'migrating', share }),
        signal: this.#starting.signal,
      });
      this.#started.resolve(engine);
      port.post({ kind: 'started' });
      clock.every(aliveMs, () => port.post({ kind: 'alive' }));
    } catch (thrown) {
      this.#started.reject(thrown);
      if (!this.#starting.signal.aborted) this.#fail(MonitorError.from(thrown));
    }
  }

  #fail(error: MonitorError): void {
    const { port, clock, log, exit } = this.#parts;
    if (error.code === 'internal') log(error);
    port.post({ kind: 'failed', error: error.toData() });
    clock.once(farewellMs, () => exit(1));
  }

  async #stopOnce(): Promise<void> {
    const { clock, log, exit } = this.#parts;
    this.#closePages(Infinity);
    this.#starting.abort();
    const bound = clock.once(engineStopMs, () => exit(1));
    let status = 0;
    try {
      if (this.#isStarting) await (await this.#started.promise).stop();
    } catch (thrown) {
      const error = MonitorError.from(thrown);
      // It was told to stop before it ran.
      if (error.code !== 'engine/stopped') {
        log(error);
        status = 1;
      }
    }
    bound.dispose();
    exit(status);
  }
}
