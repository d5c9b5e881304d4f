import { MonitorError } from '../../common/errors.ts';
import { type Disposable } from '../../common/disposable.ts';
import { Emitter } from '../../common/event.ts';
import type {
  Limit,
  LimitsChange,
  LimitsPreview,
  LimitsRefresh,
  LimitsStatus,
  StoredLimit,
  UnjudgedLimits,
} from '../../common/model/limits.ts';
import type { WindowSpan } from '../../common/model/windows.ts';
import type { Clock } from '../../common/clock.ts';
import type { EpochMs } from '../../common/units.ts';
import { say } from '../../common/phrases/say.ts';
import { neverCancelled, requireGoingOn, takeTurns, untilCancelled } from './cancellable.ts';
import { difference, isSame } from './limit-difference.ts';
import { editedLimits, type LimitEdit } from './limit-edit.ts';
import { goodRows, previewOf, requireRows } from './limit-preview.ts';
import type { LimitRows, LimitSource } from './limit-source.ts';
import type { ChangeCause, LimitRepository, UndoableEdit } from './limit-store.ts';
import { openSource } from './open-source.ts';
import { beginOwnFile, ownFileIn } from './own-file.ts';
import { notFollowedAnyMore, nothingFollowed } from './followed-errors.ts';
import { SourceWatch } from './source-watch.ts';
import { SyncSchedule } from './sync-schedule.ts';

/** What a sync is made of. */
export interface LimitSyncParts {
  readonly repository: LimitRepository;
  readonly clock: Clock;
  readonly refresh: LimitsRefresh;
  /** Opens a source by the name that it is remembered by; a file or a table unless the parts say otherwise. */
  readonly openSource?: (named: string, clock: Clock) => LimitSource;
  /** Where a limit by hand begins a file if no source is followed; without it, it is refused then. */
  readonly dataDir?: string;
  /** Lets others work between two steps of a large change; where it rejects, nothing is changed. */
  readonly pause?: (signal: AbortSignal) => Promise<void>;
  /** Which of some limits the run can't judge; undefined where there is no run. */
  readonly unjudgedOf?: (limits: readonly Limit[]) => UnjudgedLimits;
}

/**
 * Keeps the stored limits as the source has them. A source that fails keeps the last good limits in force, is
 * shown, and is tried again.
 */
export class LimitSync implements Disposable {
  readonly #parts: LimitSyncParts & Required<Pick<LimitSyncParts, 'openSource' | 'pause'>>;
  readonly #changed = new Emitter<readonly StoredLimit[]>();
  readonly #statusChanged = new Emitter<void>();
  #source: LimitSource | undefined;
  readonly #watch: SourceWatch;
  readonly #schedule: SyncSchedule;
  /** A read that has not begun yet. */
  #waiting: Promise<void> | undefined;
  /** The source's rows that were applied last: the same rows again change nothing. */
  #applied: readonly Limit[] | undefined;
  #lastSyncMs: EpochMs | null = null;
  #problem: MonitorError | null = null;
  #current!: readonly StoredLimit[];
  #lastChange!: LimitsChange | null;
  #undoable!: LimitsChange | null;
  #judgedOtherwise: WindowSpan | null = null;
  #unjudged: UnjudgedLimits | undefined;
  /** The followed source as the store remembers it: another process may change it. */
  #remembered: string | null;
  /** Ends with the newest step: two reads at a time could apply the older rows last. */
  #steps: Promise<unknown> = Promise.resolve();
  readonly onChanged = this.#changed.event;
  readonly onStatusChanged = this.#statusChanged.event;

  constructor(parts: LimitSyncParts) {
    this.#parts = { openSource, pause: takeTurns, ...parts };
    const { clock, refresh } = parts;
    this.#schedule = new SyncSchedule({ clock, refresh, read: () => void this.sync() });
    this.#watch = new SourceWatch({ refresh, onChanged: () => this.#schedule.settle() });
    this.#remembered = parts.repository.followed();
    this.#load();
  }

  /** The limits as they are stored now. */
  get limits(): readonly StoredLimit[] {
    return this.#current;
  }

  get status(): LimitsStatus {
    return {
      source: this.#source?.origin ?? null,
      refresh: this.#parts.refresh,
      watched: this.#watch.current?.kind ?? null,
      limitCount: this.#current.length,
      lastSyncMs: this.#lastSyncMs,
      nextSyncMs: this.#schedule.nextMs,
      lastChange: this.#lastChange,
      undoable: this.#undoable,
      judgedOtherwise: this.#judgedOtherwise,
      unjudged: this.#unjudged,
      problem: this.#problem?.toData() ?? null,
    };
  }

  #preview(rows: LimitRows, origin: string): LimitsPreview {
    const unjudged = this.#parts.unjudgedOf?.(rows.limits);
    return { ...previewOf(this.#current, rows, origin), unjudged };
  }

  /** Makes a source the followed one, and does not read it yet. */
  attach(source: LimitSource): void {
    this.#adopt(source);
  }

  /** Follows a source from now on; resolves after its first read, whether that went well or not. */
  follow(source: LimitSource): Promise<void> {
    this.#adopt(source);
    return this.sync();
  }

  /**
   * Reads the source now. What is wrong with it is in {@link status}; the last good limits stay in force. While a read
   * runs, at most one waits: it will see all that has changed before it begins.
   */
  sync(): Promise<void> {
    this.#waiting ??= this.#step(() => {
      this.#waiting = undefined;
      return this.#read();
    });
    return this.#waiting;
  }

  /** What an import of the source would change. */
  async preview(source: LimitSource): Promise<LimitsPreview> {
    return this.#preview(await source.read(), source.origin);
  }

  /**
   * Applies a source's rows in one transaction, and follows the source from then on.
   *
   * @throws MonitorError `limits/unreadable`, `limits/bad-rows`, and `request/cancelled` where the signal aborts before
   * the rows are stored; nothing is changed then.
   */
  import(source: LimitSource, signal = neverCancelled): Promise<LimitsPreview> {
    return this.#step(async () => {
      requireGoingOn(signal);
      const rows = await untilCancelled(source.read(), signal);
      const limits = goodRows(source.origin, rows);
      const preview = this.#preview(rows, source.origin);
      const { origin } = source;
      const followedBefore = this.#source?.origin ?? null;
      const cause = { kind: 'import', origin, follow: origin, followedBefore } as const;
      await this.#store(limits, cause, signal);
      this.#remembered = origin;
      this.#adopt(source);
      this.#applied = limits;
      this.#lastSyncMs = this.#parts.clock.now();
      // Once it is watched it is read again: it may have changed in between.
      void this.sync();
      return preview;
    });
  }

  /**
   * Changes limits in the followed source, and takes over what it holds then. Where none is followed, the limits as they
   * are then become a file, which is followed from then on.
   *
   * @throws MonitorError `limits/not-writable`, `limits/unreadable`, `limits/bad-rows`
   */
  edit(edit: LimitEdit): Promise<LimitsStatus> {
    return this.#step(async () => {
      if (!this.#source) return this.#beginOwn(edit);
      await this.#change(edit, { kind: 'edit', origin: this.#source.origin });
      return this.status;
    });
  }

  /**
   * Takes the last import back, limits and followed source as they were before it; or the last change by hand, also in
   * the source.
   *
   * @throws MonitorError `limits/nothing-to-undo`; for a change by hand what {@link edit} throws
   */
  undo(): Promise<LimitsChange> {
    return this.#step(async () => {
      const undoable = this.#parts.repository.undoableEdit();
      if (undoable) return this.#undoEdit(undoable);
      const change = await this.#parts.repository.undo(this.#parts.clock.now(), takeTurns);
      this.#announce();
      await this.#followRemembered();
      return change;
    });
  }

  /** Takes over what another process stored, if it changed the limits or the followed source. */
  reload(): void {
    if (this.#parts.repository.newestChange() !== (this.#lastChange?.id ?? 0)) {
      this.#announce();
      // What was wrong with the source may have been confirmed by it.
      if (this.#problem) void this.sync();
    }
    if (this.#parts.repository.followed() !== this.#remembered)
      void this.#step(() => this.#followRemembered());
  }

  /** Records the stored windows that the limits, as they were given, would judge differently. */
  noteJudgedOtherwise(limits: readonly StoredLimit[], windows: WindowSpan): void {
    if (limits !== this.#current) return;
    this.#judgedOtherwise = windows;
    this.#statusChanged.fire();
  }

  dispose(): void {
    this.#adopt(undefined);
  }

  #step<T>(run: () => Promise<T>): Promise<T> {
    const step = this.#steps.then(run);
    this.#steps = step.catch(() => undefined);
    return step;
  }

  /** Changes the followed source, and stores what it holds then as the outcome of the change. */
  async #change(edit: LimitEdit, cause: ChangeCause): Promise<void> {
    // What the source says otherwise is not part of the change.
    await this.#readWell();
    const since = this.#parts.repository.newestChange();
    await this.#source!.edit(edit);
    await this.#readWell({ ...cause, followedBefore: cause.origin, since });
  }

  /** @throws MonitorError what is wrong with the source */
  async #readWell(cause?: ChangeCause): Promise<void> {
    await this.#read(cause);
    if (this.#problem) throw this.#problem;
  }

  async #undoEdit({ change, inverse }: UndoableEdit): Promise<LimitsChange> {
    const { id, origin } = change;
    if (this.#source?.origin !== origin) throw notFollowedAnyMore(origin);
    await this.#change(inverse, { kind: 'undo', origin, undoes: id });
    return this.#lastChange!;
  }

  async #beginOwn(edit: LimitEdit): Promise<LimitsStatus> {
    const { dataDir, clock } = this.#parts;
    if (dataDir === undefined) throw nothingFollowed();
    const ownFile = ownFileIn(dataDir);
    const limits = await beginOwnFile(ownFile, editedLimits('StreamChecker', this.#current, edit), clock);
    await this.#store(limits, { kind: 'edit', origin: ownFile, follow: ownFile, followedBefore: null });
    this.#remembered = ownFile;
    this.#adopt(this.#parts.openSource(ownFile, clock));
    await this.#read();
    return this.status;
  }

  async #followRemembered(): Promise<void> {
    this.#remembered = this.#parts.repository.followed();
    const { clock } = this.#parts;
    const source = this.#remembered === null ? undefined : this.#parts.openSource(this.#remembered, clock);
    this.#adopt(source);
    await this.#read();
  }

  /** Makes a source the one that is followed; it belongs to the sync from then on. */
  #adopt(source: LimitSource | undefined): void {
    this.#schedule.reset();
    this.#watch.close();
    if (this.#source !== source) this.#source?.dispose();
    this.#source = source;
    this.#applied = undefined;
    this.#problem = null;
    this.#lastSyncMs = null;
  }

  /** @param cause the change by hand that was made in the source just now */
  async #read(cause?: ChangeCause): Promise<void> {
    const source = this.#source;
    if (source) {
      this.#schedule.rest();
      const problem = await this.#readFrom(source, cause);
      if (source !== this.#source) return;
      this.#problem = problem;
      this.#schedule.plan(problem !== null, this.#watch.current);
    }
    this.#statusChanged.fire();
  }

  /** @returns what went wrong; a source that can't be watched is read all the same. */
  async #readFrom(source: LimitSource, cause?: ChangeCause): Promise<MonitorError | null> {
    try {
      const unwatched = await this.#watch.open(source);
      const rows = await source.read();
      if (source !== this.#source) return null;
      await this.#apply(source, rows, cause);
      if (source !== this.#source) return null;
      this.#lastSyncMs = this.#parts.clock.now();
      return unwatched;
    } catch (thrown) {
      return MonitorError.from(thrown);
    }
  }

  async #apply(source: LimitSource, rows: LimitRows, cause?: ChangeCause): Promise<void> {
    const { origin } = source;
    const limits = goodRows(origin, rows);
    // Who removes the last limit by hand wants none.
    if (!cause) requireRows(origin, limits, this.#current, emptyRemedy);
    if (cause || this.#applied === undefined || !isSame(difference(this.#applied, limits))) {
      await this.#store(limits, cause ?? { kind: 'sync', origin });
    }
    if (source === this.#source) this.#applied = limits;
  }

  /** @throws MonitorError `request/cancelled` where the signal aborts before all is stored; nothing is then */
  async #store(limits: readonly Limit[], cause: ChangeCause, signal = neverCancelled): Promise<void> {
    const { repository, clock, pause } = this.#parts;
    const change = await repository.store(limits, cause, clock.now(), () => pause(signal));
    if (change !== null) this.#announce();
  }

  #announce(): void {
    this.#load();
    this.#judgedOtherwise = null;
    this.#changed.fire(this.#current);
  }

  #load(): void {
    const { repository } = this.#parts;
    this.#current = repository.current();
    this.#unjudged = this.#parts.unjudgedOf?.(this.#current);
    this.#lastChange = repository.lastChange();
    this.#undoable = repository.undoable();
  }
}

const emptyRemedy = say('limits.remedy.empty');
