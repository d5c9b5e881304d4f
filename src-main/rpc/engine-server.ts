import type { Attention } from '../common/attention.ts';
import type { Clock } from '../common/clock.ts';
import { MonitorError } from '../common/errors.ts';
import type { Event } from '../common/event.ts';
import { say } from '../common/phrases/say.ts';
import { type CallSchemas, type CallServer, type CallTarget, refusal, serveCalls } from './answer.ts';
import { eventMember, type FromEngine, type Port, type ToEngine } from './engine-protocol.ts';

/** The calls and events that are served, by their names. */
export interface Contract {
  readonly calls: CallSchemas;
  readonly events: readonly string[];
}

/** An engine as its process serves it: `api` has a method for each call of its contract, and `onX` for each event. */
export interface ServedEngine {
  readonly api: object;
  /** Takes up how the app's window is looked at. */
  attend?(attention: Attention): void;
  stop(): Promise<void>;
}

/** Starts an engine; `onMigrated` is told how far an older data folder is brought up to date. */
export type EngineStarter<Settings> = (
  settings: Settings,
  onMigrated: (share: number) => void,
) => Promise<ServedEngine>;

/** How long the engine may take to stop before its process ends all the same. */
export const engineStopMs = 4_000;
/** A running engine says so often that it has its turn, also while it has nothing else to say. */
export const aliveMs = 2_000;
/** How long the process waits for its end after it has told why the engine can't start. */
const farewellMs = 1_000;

/** Serves one engine to the process at the other end of `port`: calls, answers, events. */
export class EngineServer<Settings> {
  readonly #clock: Clock;
  readonly #contract: Contract;
  readonly #port: Port<ToEngine<Settings>, FromEngine>;
  readonly #startEngine: EngineStarter<Settings>;
  readonly #exit: (status: number) => void;
  readonly #log: (error: MonitorError) => void;
  #engine: Promise<ServedEngine> | null = null;
  #serve: CallServer | null = null;
  #stopping: Promise<void> | null = null;

  constructor(parts: {
    clock: Clock;
    contract: Contract;
    port: Port<ToEngine<Settings>, FromEngine>;
    startEngine: EngineStarter<Settings>;
    exit: (status: number) => void;
    log: (error: MonitorError) => void;
  }) {
    this.#clock = parts.clock;
    this.#contract = parts.contract;
    this.#port = parts.port;
    this.#startEngine = parts.startEngine;
    this.#exit = parts.exit;
    this.#log = parts.log;
    this.#port.onMessage((message) => this.#receive(message));
  }

  /** Stops the engine and ends the process, in {@link engineStopMs} at most. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopOnce();
    return this.#stopping;
  }

  #receive(message: ToEngine<Settings>): void {
    if (message.kind === 'start') void this.#start(message.settings);
    else if (message.kind === 'call') void this.#answer(message.id, message.name, message.request);
    else if (message.kind === 'attention') this.#attend(message.attention);
    else void this.stop();
  }

  /** One that can't start tells nothing to anybody. */
  #attend(attention: Attention): void {
    this.#engine?.then(
      (engine) => engine.attend?.(attention),
      () => undefined,
    );
  }

  async #start(settings: Settings): Promise<void> {
    if (this.#engine !== null) return;
    this.#engine = this.#startEngine(settings, (share) => this.#port.post({ kind: 'migrating', share }));
    try {
      const { api } = await this.#engine;
      const { calls, events } = this.#contract;
      this.#serve = serveCalls(calls, api as CallTarget<CallSchemas>, this.#log);
      for (const name of events) this.#forward(api, name);
      this.#port.post({ kind: 'started' });
      this.#clock.every(aliveMs, () => this.#port.post({ kind: 'alive' }));
    } catch (thrown) {
      this.#fail(MonitorError.from(thrown));
    }
  }

  #fail(error: MonitorError): void {
    if (error.code === 'internal') this.#log(error);
    this.#port.post({ kind: 'failed', error: error.toData() });
    this.#clock.once(farewellMs, () => this.#exit(1));
  }

  #forward(api: object, name: string): void {
    const subscribe = (api as Readonly<Record<string, Event<unknown>>>)[eventMember(name)];
    subscribe?.((payload) => this.#port.post({ kind: 'event', name, payload }));
  }

  async #answer(id: number, name: string, request: unknown): Promise<void> {
    try {
      await this.#engine;
    } catch (thrown) {
      this.#port.post({ kind: 'answer', id, answer: refusal(thrown) });
      return;
    }
    const answer = (await this.#serve?.(name, request)) ?? refusal(notStarted());
    this.#port.post({ kind: 'answer', id, answer });
  }

  async #stopOnce(): Promise<void> {
    const bound = this.#clock.once(engineStopMs, () => this.#exit(1));
    let status = 0;
    try {
      await (await this.#engine)?.stop();
    } catch (thrown) {
      this.#log(MonitorError.from(thrown));
      status = 1;
    }
    bound.dispose();
    this.#exit(status);
  }
}

const notStarted = (): MonitorError =>
  new MonitorError('engine/stopped', say('engine.notStarted'), { retriable: true });
