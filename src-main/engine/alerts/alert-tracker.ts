import { createHash } from 'node:crypto';
import {
  type AlertFacts,
  type AlertTransition,
  type AlertWindow,
  type Breach,
  isOfLimit,
  type OfLimit,
  type ResolveReason,
} from '../../common/model/alerts.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import { scopeKey } from '../../common/limit-scope.ts';
import { type AlertMemory, type AlertStep, type Observation, rowUpTo, step } from './alert-machine.ts';
import { AlertMemories } from './alert-memories.ts';
import { type AlertRules, isClear, isNear } from './alert-rules.ts';
import type { Checkpoint } from './check-store.ts';
import { Episode, warningOf } from './episode.ts';
import type { Verdict } from './evaluator.ts';
import type { Judged, RemovedLimit, Verdicts } from './verdicts.ts';

/** Pairs that an alert names. */
const pairsNamed = 5;

/** What a tracker goes on from. */
export interface TrackerParts {
  /** Names what is summed, and for whom; part of each alert's id. All checkers of a group have the same. */
  readonly identity: () => string;
  /** Whether an alert of this id is stored. */
  readonly isTaken: (id: string) => boolean;
  /** From the start of one window to the start of the next, in milliseconds. */
  readonly stepMs: number;
  readonly rules: AlertRules;
  /** At which share of a maximum a warning is made, in percent; null for none. */
  readonly warnPercent: number | null;
  readonly memories: ReadonlyMap<string, AlertMemory>;
  /** Of these, it follows those of limits. */
  readonly firing: readonly AlertTransition[];
}

/** A window or a period, looked at through its verdicts at a moment. */
interface Look {
  readonly verdicts: Verdicts;
  readonly window: Judged;
  readonly at: EpochMs;
  /** Whether a window that ended before this one, or before its newest record, isn't closed yet. */
  readonly isEarly: boolean;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Runs the alert of each limit and scope, and gives back the transitions. An alert's id follows from what is summed,
 * the limit, and the window with which it fired: all that sum the same records give it the same id, whenever they do.
 */
export class AlertTracker {
  readonly #identity: () => string;
  readonly #isTaken: (id: string) => boolean;
  readonly #stepMs: number;
  readonly #rules: AlertRules;
  readonly #warnPercent: number | null;
  readonly #memories: AlertMemories;
  readonly #firing: Map<string, Episode>;
  readonly #grown = new Set<Episode>();
  /** The verdicts by which each window was looked at last, with its bytes then; and those by which its end was. */
  readonly #looks = new WeakMap<Judged, { readonly verdicts: Verdicts; readonly bytes: number }>();
  readonly #ends = new WeakMap<Judged, Verdicts>();
  /** Breaches of open windows that wait for the windows before them: which alert they are of is not known yet. */
  readonly #waiting = new WeakMap<Judged, Set<string>>();
  #warnings: OfLimit<AlertFacts>[] = [];
  /** Ids of alerts that fired and are not stored yet. */
  readonly #given = new Set<string>();

  constructor({ identity, isTaken, stepMs, rules, warnPercent, memories, firing }: TrackerParts) {
    this.#identity = identity;
    this.#isTaken = isTaken;
    this.#stepMs = stepMs;
    this.#rules = rules;
    this.#warnPercent = warnPercent;
    this.#memories = new AlertMemories(memories);
    this.#firing = new Map(
      firing.filter(isOfLimit).map((alert) => {
        const key = scopeKey(alert.subject.limit);
        // A rewind has made the machine forget the newest window; the next one that breaches is the newest then.
        return [key, new Episode(alert, memories.get(key)?.breachMs === null)];
      }),
    );
  }

  /** All that is remembered. */
  get memories(): ReadonlyMap<string, AlertMemory> {
    return this.#memories.all;
  }

  /** The alerts that are firing. */
  get firing(): readonly AlertTransition[] {
    return [...this.#firing.values()].map(({ alert }) => alert);
  }

  /** What is remembered anew since it was stored last; null for what is forgotten. */
  get changed(): ReadonlyMap<string, AlertMemory | null> {
    return this.#memories.changed;
  }

  /** Alerts that have gone on since they were stored last, and may have ended since: a higher peak, one more window. */
  get grown(): readonly AlertTransition[] {
    return [...this.#grown].map((episode) => episode.settle());
  }

  /** Warnings that are not stored yet: at most one for each window and limit. */
  get warnings(): readonly OfLimit<AlertFacts>[] {
    return this.#warnings;
  }

  /** All of that, for a checkpoint. */
  get unstored(): Pick<Checkpoint, 'memories' | 'grown' | 'warnings'> {
    return { memories: this.changed, grown: this.grown, warnings: this.warnings };
  }

  /** Records that {@link unstored} is stored. */
  noteStored(): void {
    this.#memories.noteStored();
    for (const episode of this.#grown) episode.noteStored();
    this.#grown.clear();
    this.#given.clear();
    this.#warnings = [];
  }

  /**
   * How many windows have breached in a row, up to the window that starts then or the one before it, for a limit whose
   * alert isn't firing yet.
   */
  pendingOf(limit: Limit, startMs: EpochMs): number {
    const { pending } = this.#memories.of({ key: scopeKey(limit), limit });
    return rowUpTo(pending, startMs, this.#stepMs).length;
  }

  /** Keys of the limits of which an alert is firing. */
  get firingKeys(): Iterable<string> {
    return this.#firing.keys();
  }

  isFiring(limit: Limit): boolean {
    return this.#firing.has(scopeKey(limit));
  }

  /**
   * Time went back: what is remembered of windows that start later must not hold up the present.
   *
   * @param toMs where time is now
   */
  rewind(toMs: EpochMs): void {
    this.#memories.rewind(toMs);
    for (const episode of this.#firing.values()) episode.rewind(toMs);
  }

  /** Whether a window's breaches wait for windows before it to be closed. */
  hasWaiting(window: Judged): boolean {
    return this.#waiting.has(window);
  }

  /**
   * Holds a window against the limits in force for it.
   *
   * @param at when this is known
   * @param isEarly whether windows before it are over, and not closed yet
   */
  observe(verdicts: Verdicts, at: EpochMs, isEarly = false): AlertTransition[] {
    const { window } = verdicts;
    const look = { verdicts, window, at, isEarly };
    this.#meet(look);
    const waiting = this.#waiting.get(window) ?? nothing;
    this.#waiting.delete(window);
    const notable = verdicts.take(
      (key) => this.#memories.has(key) || window.breaches.has(key),
      (verdict) => this.#isNotable(verdict),
      waiting,
    );
    const transitions = notable.flatMap((verdict) => this.#take(look, verdict));
    const isMet = this.#looks.get(window)?.verdicts === verdicts;
    this.#looks.set(window, { verdicts, bytes: window.bytes });
    const isEnd = window.closed && this.#ends.get(window) !== verdicts;
    if (isEnd) this.#forgetRemoved(look);
    if (isEnd || !isMet) transitions.push(...this.#endRemoved(look));
    if (!window.closed) return transitions;
    this.#ends.set(window, verdicts);
    this.#memories.noteClosed(window);
    return transitions;
  }

  /** Where the limits are others: forgets what was said of the window by those that are no longer in force for it. */
  #meet({ verdicts, window }: Look): void {
    const before = this.#looks.get(window);
    if (before?.verdicts === verdicts) return;
    const { limits } = verdicts.inForce;
    for (const key of [...window.breaches]) if (!limits.has(key)) window.noteBreach(key, false);
    if (before === undefined) return;
    // What the former limits have summed is right for as long as nothing came.
    const isSame = before.bytes === window.bytes;
    for (const episode of this.#firing.values()) {
      if (!episode.isGrowingIn(window)) continue;
      if (isSame) episode.settle();
      else episode.letGo();
    }
  }

  #isNotable(verdict: Verdict): boolean {
    return verdict.outcome === 'breached' || this.#isNear(verdict);
  }

  /** A limit's own warning level overrides the general one. */
  #isNear(verdict: Verdict): boolean {
    const warnPercent = verdict.limit.warnPercent ?? this.#warnPercent;
    return warnPercent !== null && isNear(verdict, warnPercent);
  }

  #take(look: Look, verdict: Verdict): AlertTransition[] {
    const { window } = look;
    const { key, outcome } = verdict;
    if (outcome !== 'breached' && !window.closed) {
      this.#warn(look, verdict);
      return [];
    }
    const told = window.breaches.has(key);
    if (!told && this.#mayBeAnother(look, verdict)) {
      this.#waiting.set(window, (this.#waiting.get(window) ?? new Set()).add(key));
      return [];
    }
    window.noteBreach(key, outcome === 'breached');
    const episode = this.#firing.get(key);
    const clear = isClear(verdict, this.#rules);
    const result = this.#step(look, verdict, { clear, told, closed: window.closed });
    if (episode) this.#follow(episode, look, verdict, told);
    if (result.fire) return this.#fire(look, verdict, result);
    if (!result.resolve || !episode) return [];
    const isSameLimit = verdict.limit.value === episode.alert.subject.limit.value;
    return [this.#resolve(episode, look, verdict, isSameLimit ? 'within' : 'limit-changed')];
  }

  /**
   * Whether an alert is firing that a window before this one may end: what this one has is another alert then. People
   * know of the one that is firing, and lose nothing by it.
   */
  #mayBeAnother({ window, isEarly }: Look, verdict: Verdict): boolean {
    if (!isEarly || window.closed || !this.#firing.has(verdict.key)) return false;
    return (this.#memories.of(verdict).breachMs ?? Infinity) < window.startMs;
  }

  #step(
    look: Look,
    verdict: Verdict,
    { clear, told, closed }: Pick<Observation, 'clear' | 'told' | 'closed'>,
  ): AlertStep {
    const { startMs } = look.window;
    const { key, outcome } = verdict;
    const before = this.#memories.of(verdict);
    const breach = (): Breach => breachOf(look, verdict);
    const seen = { startMs, closed, outcome, clear, told, breach };
    const rules = { forWindows: this.#rules.forWindows, stepMs: this.#stepMs };
    const result = step(before, seen, () => this.#idOf(key, look), rules);
    this.#memories.set(verdict, before, result.memory);
    return result;
  }

  #fire(look: Look, { key, limit }: Verdict, { memory, resolve, row }: AlertStep): AlertTransition[] {
    const { at } = look;
    const id = memory.firing ?? this.#idOf(key, look);
    this.#given.add(id);
    const episode = Episode.begin({ id, limit, row, atMs: at });
    if (resolve) return [episode.alert, episode.resolve({ by: null, reason: 'over-when-found', atMs: at })];
    this.#firing.set(key, episode);
    return [episode.alert];
  }

  /** Takes the window into the alert that is firing, or out of it where a correction says that it did not breach. */
  #follow(episode: Episode, look: Look, verdict: Verdict, told: boolean): void {
    const { window } = look;
    const { limit, observed, outcome } = verdict;
    if (outcome === 'breached') {
      const breach = (): Breach => breachOf(look, verdict);
      episode.follow(
        { window: spanOf(window), observed },
        { limit, breach, isCounted: told, stepMs: this.#stepMs },
      );
    } else if (told) episode.withdraw(window);
    if (!episode.isChanged) return;
    this.#grown.add(episode);
    // The pairs of a window that has ended may be folded before it is stored.
    if (window.closed) episode.settle();
  }

  #resolve(episode: Episode, { window, at }: Look, verdict: Verdict, reason: ResolveReason): AlertTransition {
    this.#firing.delete(verdict.key);
    const by = { window: spanOf(window), observed: verdict.observed };
    return episode.resolve({ by, reason, atMs: at });
  }

  /** A window that ends without a limit breaks the row of its breaches. */
  #forgetRemoved({ verdicts, window }: Look): void {
    this.#memories.forgetRemoved((key) => !verdicts.inForce.limits.has(key), window);
  }

  /** A limit that is no longer in force is not breached by anything: its alert ends at once, in an open window, too. */
  #endRemoved(look: Look): AlertTransition[] {
    const { verdicts } = look;
    const isRemoved = (key: string): boolean => !verdicts.inForce.limits.has(key);
    const removed: (RemovedLimit & { readonly episode: Episode })[] = [];
    for (const [key, episode] of this.#firing)
      if (isRemoved(key)) removed.push({ key, limit: episode.alert.subject.limit, episode });
    const bytes = removed.length > 0 ? verdicts.bytesIn(removed) : [];
    return removed.flatMap(({ key, limit, episode }, i) => {
      const verdict = { limit, key, observed: bytes[i]!, outcome: 'within' as const };
      // Whatever still comes for the window can't breach it.
      const { resolve } = this.#step(look, verdict, { clear: true, told: false, closed: true });
      return resolve ? [this.#resolve(episode, look, verdict, 'limit-removed')] : [];
    });
  }

  /** Once for each window, and not while the alert is firing: then people know worse already. */
  #warn(look: Look, verdict: Verdict): void {
    const { window, at } = look;
    if (this.#firing.has(verdict.key) || !this.#isNear(verdict)) return;
    const memory = this.#memories.of(verdict);
    if (memory.warnedMs !== null && memory.warnedMs >= window.startMs) return;
    this.#memories.set(verdict, memory, { ...memory, warnedMs: window.startMs });
    const id = this.#hash(verdict.key, window, 'warning');
    this.#warnings.push(warningOf(id, verdict.limit, breachOf(look, verdict), at));
  }

  /** A window that was corrected back and forth fires anew, as another alert. */
  #idOf(key: string, { window }: Look): string {
    for (let round = 0; ; round++) {
      const id = this.#hash(key, window, `${round}`);
      if (!this.#given.has(id) && !this.#isTaken(id)) return id;
    }
  }

  #hash(key: string, { startMs }: AlertWindow, kind: string): string {
    const identity = [this.#identity(), key, startMs, kind].join('\n');
    return createHash('sha256').update(identity).digest('hex').slice(0, 32);
  }
}

const spanOf = ({ startMs, endMs }: AlertWindow): AlertWindow => ({ startMs, endMs });

/** What was observed and the pairs that made it, both as they are now. */
const breachOf = ({ verdicts, window }: Look, { limit, key }: Verdict): Breach => ({
  window: spanOf(window),
  observed: verdicts.observed(key),
  topPairs: verdicts.largestPairs(limit, key, pairsNamed),
});
