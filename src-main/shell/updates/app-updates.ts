import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import { Emitter, type Event } from '../../common/event.ts';
import { sentence } from '../../common/sentence.ts';
import type { FoundUpdate, PackageFormat, UpdateHindrance, UpdateState } from '../../common/updates.ts';
import type { Settings } from '../../settings/registry/index.ts';
import type { Policy } from '../../settings/sources/policy.ts';
import { say } from '../../common/phrases/say.ts';
import type { UpdateSource } from './channel.ts';

/** Finds, fetches and puts in place a newer version of the app. */
export interface UpdateClient {
  /** Asks for the newest version; null where none is newer than this one. */
  find(): Promise<FoundUpdate | null>;
  /**
   * Fetches what {@link find} found, and checks it.
   *
   * @param onProgress told the share that is there, between 0 and 1
   */
  download(onProgress: (share: number) => void, signal: AbortSignal): Promise<void>;
  /** Puts what was fetched in the place of this version, then ends the app and starts the new one. */
  restart(): Promise<void>;
}

/** What decides whether the app may look for a newer version of itself. */
interface UpdateFacts {
  readonly format: PackageFormat;
  readonly policy: Pick<Policy, 'values'>;
  readonly settings: Pick<Settings, 'app.updates'>;
  readonly source: UpdateSource | null;
}

/** Why the app may not look for a newer version of itself; null where it may. */
export function hindranceOf({ format, policy, settings, source }: UpdateFacts): UpdateHindrance | null {
  if (format !== 'appImage' && format !== 'mac') return format;
  if (policy.values['app.updates'] === 'off') return 'policy';
  if (settings['app.updates'] === 'off') return 'setting';
  return source === null ? 'noKey' : null;
}

const firstLookMs = 60_000;
const dayMs = 24 * 60 * 60_000;

interface AppUpdatesOptions {
  readonly clock: Clock;
  /** Why the app may not look for newer versions now; null where it may. */
  readonly hindrance: () => UpdateHindrance | null;
  /** Whether it looks by itself. */
  readonly looksDaily: () => boolean;
  /** Opened once, when it is first needed. */
  readonly openClient: () => Promise<UpdateClient>;
}

/** Newer versions of the app: it looks for them, and does everything else only when the person says so. */
export class AppUpdates implements Disposable {
  readonly #options: AppUpdatesOptions;
  readonly #changed = new Emitter<UpdateState>();
  #client: Promise<UpdateClient> | undefined;
  #state: UpdateState = { kind: 'idle' };
  #download: AbortController | null = null;
  #timer: Disposable | undefined;

  readonly onChanged: Event<UpdateState> = this.#changed.event;

  constructor(options: AppUpdatesOptions) {
    this.#options = options;
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Takes over whether it looks by itself; to be called again when settings change. */
  followSettings(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#options.looksDaily() && this.#options.hindrance() === null) this.#lookIn(firstLookMs);
    // What the person has downloaded stays theirs; what they were only told of is taken back.
    if (this.#state.kind === 'available' && this.#options.hindrance() !== null) this.#set({ kind: 'idle' });
  }

  /** Looks for a newer version, unless one is known or under way. */
  async check(): Promise<void> {
    if (this.#isUnderWay()) return;
    const by = this.#options.hindrance();
    if (by !== null) return this.#set({ kind: 'hindered', by });
    this.#set({ kind: 'checking' });
    await this.#attempt(async () => {
      const found = await (await this.#open()).find();
      return found === null ? { kind: 'current' } : { kind: 'available', ...found };
    });
  }

  /** Downloads the version that {@link check} has found. */
  async download(): Promise<void> {
    if (this.#state.kind !== 'available') return;
    const found = foundIn(this.#state);
    const download = new AbortController();
    this.#download = download;
    this.#set({ kind: 'downloading', share: 0, ...found });
    await this.#attempt(async () => {
      try {
        const client = await this.#open();
        await client.download(
          (share) => this.#set({ kind: 'downloading', share, ...found }),
          download.signal,
        );
        return { kind: 'ready', ...found };
      } catch (thrown) {
        if (!download.signal.aborted) throw thrown;
        return { kind: 'available', ...found };
      } finally {
        this.#download = null;
      }
    });
  }

  /** Gives a download up. */
  cancel(): void {
    this.#download?.abort();
  }

  /** Puts the downloaded version in place, and starts it in place of this one. */
  async restart(): Promise<void> {
    if (this.#state.kind !== 'ready') return;
    const found = foundIn(this.#state);
    this.#set({ kind: 'restarting', ...found });
    await this.#attempt(async () => {
      await (await this.#open()).restart();
      return { kind: 'restarting', ...found };
    });
  }

  dispose(): void {
    this.#timer?.dispose();
    this.cancel();
  }

  #isUnderWay(): boolean {
    return ['checking', 'available', 'downloading', 'ready', 'restarting'].includes(this.#state.kind);
  }

  #open(): Promise<UpdateClient> {
    this.#client ??= this.#options.openClient();
    return this.#client;
  }

  #lookIn(delayMs: number): void {
    this.#timer = this.#options.clock.once(delayMs, () => {
      this.#lookIn(dayMs);
      void this.check().then(() => {
        if (this.#state.kind === 'failed') console.error(`streamchecker: ${sentence(this.#state.problem)}`);
      });
    });
  }

  /** What goes wrong is a state as well: it is shown where the step was asked for. */
  async #attempt(step: () => Promise<UpdateState>): Promise<void> {
    try {
      this.#set(await step());
    } catch (thrown) {
      this.#set({ kind: 'failed', problem: failureOf(thrown).toData() });
    }
  }

  #set(state: UpdateState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}

const foundIn = ({ version, bytes }: FoundUpdate): FoundUpdate => ({ version, bytes });

/** electron-updater's errors are long, and have a stack in them: their first line says what happened. */
function failureOf(thrown: unknown): MonitorError {
  if (thrown instanceof MonitorError) return thrown;
  if ((thrown as { code?: unknown } | null)?.code === 'ERR_CHECKSUM_MISMATCH')
    return new MonitorError('update/not-trusted', say('update.notPublisher'), {
      remedy: say('update.remedy.thrownAway'),
      cause: thrown,
    });
  const [detail = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
  const remedy = say('update.remedy.later');
  return new MonitorError('update/failed', say('update.failed', { detail }), { remedy, cause: thrown });
}
