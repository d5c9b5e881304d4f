import { stat } from 'node:fs/promises';
import { Emitter } from '../../common/event.ts';
import { MonitorError } from '../../common/errors.ts';
import { type AlertTransition, isOfLimit, type OfLimit } from '../../common/model/alerts.ts';
import { beginning, type ReplayProgress, type ReplayState } from '../../common/model/replay.ts';
import type { ReplayApi } from '../../common/contract/replay.ts';
import { epochMs } from '../../common/units.ts';
import { Replay, type ReplayListener } from './replay.ts';
import type { ReplaySettings } from './settings.ts';
import { systemClock } from './system-clock.ts';
import { windowsApi } from '../api/windows-api.ts';
import type { Text } from '../../common/phrases/phrase.ts';

const progressMs = 250;
const warningBound = 20;
const breachBound = 1_000;

/** A replay that lives in a folder, so that it can be looked at. */
export type KeptReplay = ReplaySettings & { readonly dataDir: string };

/**
 * Replays capture files and answers what is asked about them, also after their end, until it is stopped.
 *
 * @throws MonitorError as {@link Replay.open}
 */
export async function startReplay(settings: KeptReplay): Promise<ReplaySession> {
  const session = new ReplaySession(settings, await sizesOf(settings.files));
  await session.start();
  return session;
}

/** One replay as the desktop app sees it. */
class ReplaySession {
  readonly #settings: KeptReplay;
  readonly #sizes: readonly (number | null)[];
  readonly #progressed = new Emitter<ReplayProgress>();
  readonly #cancelling = new AbortController();
  readonly #warnings: Text[] = [];
  /** By the alert's id, in the order in which they fired. */
  readonly #breaches = new Map<string, AlertTransition>();
  #readBytes = 0;
  #replay: Replay | undefined;
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: KeptReplay, sizes: readonly (number | null)[]) {
    this.#settings = settings;
    this.#sizes = sizes;
  }

  get api(): ReplayApi {
    const replay = this.#replay!;
    return {
      ...windowsApi(replay.history, replay.open, systemClock),
      listBreaches: () => Promise.resolve(this.#listBreaches(replay)),
      cancel: () => Promise.resolve(this.#cancelling.abort()),
      onProgressed: this.#progressed.event,
    };
  }

  async start(): Promise<void> {
    this.#replay = await Replay.open(this.#settings.dataDir, this.#settings, this.#listener());
    this.#timer = setInterval(() => this.#tell('reading'), progressMs);
    this.#running = this.#run(this.#replay);
  }

  async stop(): Promise<void> {
    this.#cancelling.abort();
    await this.#running;
    this.#replay?.dispose();
  }

  async #run(replay: Replay): Promise<void> {
    try {
      await replay.run(this.#cancelling.signal);
      this.#end('done');
    } catch (thrown) {
      if (!this.#cancelling.signal.aborted) return this.#end('failed', MonitorError.from(thrown));
      replay.suspend();
      this.#end('cancelled');
    }
  }

  #listener(): ReplayListener {
    return {
      window: () => undefined,
      alert: (alert) => this.#note(alert),
      warning: (text) => this.#warn(text),
      progress: (file, readBytes) => (this.#readBytes = sum(this.#sizes.slice(0, file)) + readBytes),
    };
  }

  /** Alerts as they ended, and those that are firing as they are now. */
  #listBreaches(replay: Replay): OfLimit<AlertTransition>[] {
    const firing = new Map(replay.firing.map((alert) => [alert.id, alert]));
    return [...this.#breaches.values()].map((alert) => firing.get(alert.id) ?? alert).filter(isOfLimit);
  }

  #note(alert: AlertTransition): void {
    if (this.#breaches.has(alert.id) || this.#breaches.size < breachBound)
      this.#breaches.set(alert.id, alert);
  }

  #warn(text: Text): void {
    if (this.#warnings.length < warningBound) this.#warnings.push(text);
  }

  #end(state: ReplayState, problem?: MonitorError): void {
    clearInterval(this.#timer);
    if (state === 'done') this.#readBytes = sum(this.#sizes);
    this.#tell(state, problem);
  }

  #tell(state: ReplayState, problem?: MonitorError): void {
    const span = this.#replay!.windows.span();
    this.#progressed.fire({
      ...beginning(this.#settings),
      state,
      readBytes: this.#readBytes,
      totalBytes: this.#sizes.includes(null) ? null : sum(this.#sizes),
      span: span ? { startMs: span.firstMs, endMs: epochMs(span.lastMs + this.#settings.windowMs) } : null,
      totals: this.#replay!.totals,
      warnings: [...this.#warnings],
      problem: problem?.toData() ?? null,
    });
  }
}

const sum = (sizes: readonly (number | null)[]): number => sizes.reduce<number>((a, b) => a + (b ?? 0), 0);

/** Bytes of each file; null for what is none, such as a pipe. Whether a file is there is looked at later. */
async function sizesOf(files: readonly string[]): Promise<(number | null)[]> {
  const looked = await Promise.allSettled(files.map((file) => stat(file)));
  return looked.map((one) => (one.status === 'fulfilled' && one.value.isFile() ? one.value.size : null));
}
