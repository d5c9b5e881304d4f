import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../common/disposable.ts';
import { type ErrorData, MonitorError } from '../common/errors.ts';
import { Emitter, type Event } from '../common/event.ts';
import { defaultNetworks } from '../common/home-networks.ts';
import { beginning, type ReplayProgress, type ReplayStatus } from '../common/model/replay.ts';
import type { KeptReplay } from '../engine/run/replay-session.ts';
import type { EngineSettings } from '../engine/run/settings.ts';
import { connect } from '../common/rpc/connect.ts';
import type { Answer } from '../common/rpc/messages.ts';
import { refusal } from '../rpc/serve.ts';
import type { FromEngine } from '../rpc/engine-protocol.ts';
import { say } from '../common/phrases/say.ts';
import type { EngineChild } from './engine-host.ts';
import { PageLines } from './page-lines.ts';

/** A replay that is to be opened; the host gives it a folder. */
export type ReplayRequest = Omit<KeptReplay, 'dataDir'>;

/** Files as they are summed and judged where the engine's settings hold. */
export function replayOf(engine: EngineSettings, files: readonly string[]): ReplayRequest {
  const { windowMs, slideMs, latenessMs, intervalMs, filter, sources, destinations, rules } = engine;
  const { networks = defaultNetworks, periods, timeZone, dataDir } = engine;
  return {
    ...{ windowMs, slideMs, latenessMs, intervalMs, filter, sources, destinations, rules, networks },
    ...(periods !== undefined && { periods }),
    ...(timeZone !== undefined && { timeZone }),
    ...{ files, limitsSource: null, limitsDir: dataDir },
  };
}

/** One replay: its process, and the folder that holds what it found. */
interface Run<PagePort> {
  readonly child: EngineChild<KeptReplay, PagePort>;
  readonly folder: string;
}

/**
 * Keeps the replay of the capture files that are open: in a process and a folder of its own, so that neither its work
 * nor its end touches the live engine. What it found is gone when other files are opened, or none.
 */
export class ReplayHost<PagePort = unknown> implements Disposable {
  readonly #fork: () => EngineChild<KeptReplay, PagePort>;
  readonly #folder: string;
  readonly #changed = new Emitter<ReplayStatus | null>();
  #run: Run<PagePort> | null = null;
  readonly #pages = new PageLines((upTo) => this.#run?.child.post({ kind: 'closePages', upTo }));
  #status: ReplayStatus | null = null;
  #lastId = 0;

  readonly onChanged: Event<ReplayStatus | null> = this.#changed.event;

  /** @param parts.folder is the host's alone; what an earlier one has left in it is removed */
  constructor(parts: { fork: () => EngineChild<KeptReplay, PagePort>; folder: string }) {
    this.#fork = parts.fork;
    this.#folder = parts.folder;
    rmSync(parts.folder, { recursive: true, force: true });
  }

  /** Null while no files are open. */
  get status(): ReplayStatus | null {
    return this.#status;
  }

  /** Opens files in place of those that are open. */
  open(request: ReplayRequest): void {
    this.#retire();
    const id = ++this.#lastId;
    const run = { child: this.#fork(), folder: join(this.#folder, String(id)) };
    this.#run = run;
    this.#become({ id, ...beginning(request) });
    run.child.onMessage((message) => this.#receive(run, message));
    connect(run.child).on('progressed', (progress) => this.#follow(run, progress as ReplayProgress));
    run.child.onExit((status) => this.#ended(run, status));
    run.child.post({ kind: 'start', settings: { ...request, dataDir: run.folder } });
  }

  /** Closes the files, and forgets what was found in them. */
  close(): void {
    this.#retire();
    this.#become(null);
  }

  /**
   * Gives a page a line to the replay; without one the answer is `engine/stopped`.
   *
   * @param port is left to the replay's process, or not touched where there is none
   */
  connectPage(port: PagePort): Answer {
    if (this.#run === null) return refusal(new MonitorError('engine/stopped', say('engine.noFile')));
    this.#run.child.connectPage(this.#pages.next(), port);
    return { ok: true, value: undefined };
  }

  /** What becomes of the page that has lines to the replay. */
  get pages(): Pick<PageLines, 'leaving' | 'left' | 'gone'> {
    return this.#pages;
  }

  dispose(): void {
    this.#retire();
  }

  #receive(run: Run<PagePort>, message: FromEngine): void {
    if (run === this.#run && message.kind === 'failed') this.#fail(message.error);
  }

  #follow(run: Run<PagePort>, progress: ReplayProgress): void {
    if (run === this.#run && this.#status !== null) this.#become({ ...progress, id: this.#status.id });
  }

  /** There is nothing in its folder that anyone would need: its process needn't be asked. */
  #retire(): void {
    const run = this.#run;
    this.#run = null;
    run?.child.kill();
  }

  #ended(run: Run<PagePort>, status: number): void {
    const error = died(status).toData();
    void rm(run.folder, { recursive: true, force: true });
    if (run !== this.#run) return;
    this.#run = null;
    if (this.#status?.state !== 'failed') this.#fail(error);
  }

  #fail(problem: ErrorData): void {
    if (this.#status !== null) this.#become({ ...this.#status, state: 'failed', problem });
  }

  #become(status: ReplayStatus | null): void {
    this.#status = status;
    this.#changed.fire(status);
  }
}

const died = (status: number): MonitorError =>
  new MonitorError('engine/stopped', say('engine.replayDied', { status }), {
    remedy: say('engine.remedy.openAgain'),
  });
