import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { untilCancelled } from '../limits/cancellable.ts';
import { say } from '../../common/phrases/say.ts';
import type { History } from './history.ts';
import { historyReads } from './history.ts';
import type { FromHistory, HistoryPlace, ToHistory } from './history-line.ts';

/** How long the thread may take to end what it is about. */
const stopMs = 1_000;
/** Enough to sort the largest window's pairs; with 16 MiB it takes 7 more. */
const memory = { maxYoungGenerationSizeMb: 4 };

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: MonitorError) => void;
}

/**
 * The history as another thread reads it, so that no read, and nothing that keeps it small, takes the thread that sums
 * from its work. The thread begins with the first call, and again after it has failed.
 */
export class ThreadedHistory {
  /** The calls; they reject with `engine/stopped` where the thread ends before it has answered. */
  readonly calls: History;
  readonly #place: HistoryPlace;
  readonly #clock: Clock;
  readonly #pending = new Map<number, PendingCall>();
  #worker: Worker | undefined;
  #ended: Promise<void> = Promise.resolve();
  #isStopped = false;
  #lastId = 0;

  constructor(place: HistoryPlace, clock: Clock) {
    this.#place = place;
    this.#clock = clock;
    const reads = historyReads.map(
      (name) => [name, (request: unknown) => this.#call(name, request)] as const,
    );
    this.calls = {
      ...(Object.fromEntries(reads) as unknown as Pick<History, (typeof historyReads)[number]>),
      assessLimits: (request, signal) => this.#call('assessLimits', request, signal) as never,
      convertOlder: () => this.#call('convertOlder', undefined) as never,
      sumPast: (stretch) => this.#call('sumPast', stretch) as never,
      sumScopes: (request) => this.#call('sumScopes', request) as never,
      tend: (settings) => this.#call('tend', settings) as never,
    };
  }

  /** Ends the thread; what it has not answered is rejected. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#post({ kind: 'stop' });
    const waited = new AbortController();
    const worker = this.#worker;
    await Promise.race([this.#ended, this.#clock.after(stopMs, waited.signal)]);
    waited.abort();
    await worker?.terminate();
  }

  #call(name: keyof History, request: unknown, signal?: AbortSignal): Promise<unknown> {
    if (this.#isStopped) return Promise.reject(unavailable());
    this.#worker ??= this.#begin();
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const cancel = (): void => this.#post({ kind: 'cancel', id });
    this.#pending.set(id, { resolve, reject });
    this.#post({ kind: 'call', id, name, request });
    if (!signal) return promise;
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
    return untilCancelled(promise, signal).finally(() => signal.removeEventListener('abort', cancel));
  }

  #post(message: ToHistory): void {
    this.#worker?.postMessage(message);
  }

  #begin(): Worker {
    const worker = new Worker(entryPath(), { workerData: this.#place, resourceLimits: memory, execArgv: [] });
    worker.unref();
    worker.on('message', (message: FromHistory) => this.#settle(message));
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#ended = promise;
    let reason: unknown;
    worker.on('error', (error) => {
      reason = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const { reject } of this.#pending.values()) reject(unavailable(reason));
      this.#pending.clear();
      resolve(undefined);
    });
    return worker;
  }

  #settle(message: FromHistory): void {
    const call = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ('error' in message) call?.reject(MonitorError.fromData(message.error));
    else call?.resolve(message.value);
  }
}

const unavailable = (cause?: unknown): MonitorError =>
  new MonitorError('engine/stopped', say('history.unavailable'), { retriable: true, cause });

/** The thread's entry: beside the bundle's chunks, or among the sources. */
function entryPath(): string {
  const here = import.meta.dirname;
  if (import.meta.filename.endsWith('.ts')) return join(here, '../../history-thread.ts');
  return [here, join(here, '..')]
    .map((folder) => join(folder, 'history-thread.js'))
    .find((path) => existsSync(path))!;
}
