import type { AlertTransition } from '../../common/model/alerts.ts';
import { isOfLimit } from '../../common/model/alerts.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { Limit } from '../../common/model/limits.ts';
import { parseHours } from '../../common/periods/hours.ts';
import type { Period } from '../../common/periods/period.ts';
import { type EpochMs } from '../../common/units.ts';
import { isForWindows, periodOf } from '../limits/limit-period.ts';
import { type PlannedPeriod, planPeriods } from '../periods/period-plan.ts';
import type { ChangedPeriod, FilledKind } from '../periods/period-store.ts';
import type { PeriodSum } from '../periods/period-sum.ts';
import { type KindSums, PeriodSums, type PeriodSumsParts } from '../periods/period-sums.ts';
import { projectionOf } from '../periods/projection.ts';
import { AlertTracker, type TrackerParts } from './alert-tracker.ts';
import type { AlertMemory } from './alert-machine.ts';
import type { Checkpoint } from './check-store.ts';
import { statusOf } from './evaluator.ts';
import { PeriodVerdicts } from './period-verdicts.ts';
import type { PeriodReport } from './reports.ts';

/** What periods are summed and judged by. */
export interface PeriodParts extends Omit<PeriodSumsParts, 'isLive' | 'shape'> {
  /** Periods that people asked for, beside those that are always summed and those of limits. */
  readonly named: readonly Period[];
  /** The present: which borders a time zone has is looked up around it. */
  readonly now: () => EpochMs;
  /** What the limits' directions and groups mean. */
  readonly networks?: NamedNetworks | undefined;
}

type Parts = PeriodParts &
  Pick<PeriodSumsParts, 'isLive' | 'shape'> &
  Pick<TrackerParts, 'identity' | 'isTaken' | 'rules' | 'warnPercent' | 'memories' | 'firing'> & {
    readonly limits: readonly Limit[];
  };

/** The periods of one kind, with the alerts of the limits on them. */
interface JudgedKind {
  readonly sums: KindSums;
  readonly tracker: AlertTracker;
}

/** Longer than any period of a calendar but the year. */
const longestStepMs = 32 * 86_400_000;

/** What alerts remember of limits on periods stands under the period's name: limits on windows have other windows. */
const prefixOf = (period: string): string => `@${period} `;

/** Whether a memory is one of a limit on periods. */
export const isOfPeriod = (memoryKey: string): boolean => memoryKey.startsWith('@');

/** Sums traffic by period, checks the periods against the limits on them, and runs their alerts. */
export class PeriodChecker {
  readonly sums: PeriodSums;
  readonly #parts: Parts;
  readonly #kinds: readonly JudgedKind[];
  readonly #verdicts = new WeakMap<PeriodSum, PeriodVerdicts>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { calendar, shape, limits, named, networks } = parts;
    const plan = planPeriods(limits, { windowMs: shape.sizeMs, calendar, now: parts.now(), networks }, [
      ...named,
      ...firingPeriods(parts),
    ]);
    this.sums = new PeriodSums(parts, plan);
    this.#kinds = this.sums.kinds.map((sums) => ({ sums, tracker: this.#trackerOf(sums.plan) }));
  }

  #trackerOf({ period }: PlannedPeriod): AlertTracker {
    const { identity, isTaken, rules, warnPercent, firing, shape } = this.#parts;
    const prefix = prefixOf(period.name);
    const memories = new Map<string, AlertMemory>();
    for (const [key, memory] of this.#parts.memories)
      if (key.startsWith(prefix)) memories.set(key.slice(prefix.length), memory);
    const isLength = period.kind === 'length';
    return new AlertTracker({
      ...{ identity, isTaken, warnPercent, memories },
      // Months in a row are not what is meant by windows in a row.
      rules: isLength ? rules : { ...rules, forWindows: 1 },
      stepMs: isLength ? period.lengthMs : longestStepMs,
      firing: firing.filter((alert) => periodName(alert, shape.sizeMs) === period.name),
    });
  }

  /**
   * Closes what has passed, and holds what grew against the limits.
   *
   * @param passedMs up to when all windows have closed
   * @param at when this is known
   */
  settle(passedMs: number, at: EpochMs): AlertTransition[] {
    this.sums.closeUpTo(passedMs);
    return this.#kinds.flatMap((kind) => this.#observe(kind, at));
  }

  /** Whether a period closes when all windows have closed up to an instant. */
  closesUpTo(passedMs: number): boolean {
    return this.sums.closesUpTo(passedMs);
  }

  /** The same for other limits; to be called while all is stored. */
  replanned(limits: readonly Limit[]): PeriodChecker {
    const memories = new Map<string, AlertMemory>();
    for (const { sums, tracker } of this.#kinds)
      for (const [key, memory] of tracker.memories)
        memories.set(prefixOf(sums.plan.period.name) + key, memory);
    const firing = this.#kinds.flatMap(({ tracker }) => tracker.firing);
    return new PeriodChecker({ ...this.#parts, limits, memories, firing });
  }

  /** Time went back: what is remembered of periods that start later must not hold up the present. */
  rewind(toMs: EpochMs): void {
    for (const { tracker } of this.#kinds) tracker.rewind(toMs);
  }

  /** What a checkpoint stores of it. */
  get changes(): Pick<Checkpoint, 'memories' | 'grown' | 'warnings'> & {
    readonly periods: readonly ChangedPeriod[];
    readonly filled: readonly FilledKind[];
  } {
    const memories = new Map<string, AlertMemory | null>();
    for (const { sums, tracker } of this.#kinds)
      for (const [key, memory] of tracker.changed)
        memories.set(prefixOf(sums.plan.period.name) + key, memory);
    return {
      memories,
      grown: this.#kinds.flatMap(({ tracker }) => tracker.grown),
      warnings: this.#kinds.flatMap(({ tracker }) => tracker.warnings),
      periods: this.#changed().map(({ sums, period }) => this.#changeOf(sums, period)),
      filled: this.#kinds.flatMap(({ sums: { plan, fromMs, isFromStored } }) =>
        isFromStored ? [] : [{ period: plan.period, timeZone: this.#parts.calendar.timeZone, fromMs }],
      ),
    };
  }

  /** Whether anybody is to be warned of something that is not stored. */
  get hasWarnings(): boolean {
    return this.#kinds.some(({ tracker }) => tracker.warnings.length > 0);
  }

  /**
   * {@link changes} are stored.
   *
   * @returns what is to be told of it
   */
  noteStored(now: EpochMs): PeriodReport[] {
    const reports: PeriodReport[] = [];
    for (const { sums, period } of this.#changed()) {
      const isReported = isToBeReported(period);
      period.noteStored(isReported);
      if (isReported) reports.push(this.#reportOf(sums, period, now));
    }
    for (const { tracker, sums } of this.#kinds) {
      tracker.noteStored();
      sums.isFromStored = true;
    }
    this.sums.release();
    return reports;
  }

  #changed(): { sums: KindSums; period: PeriodSum }[] {
    return this.#kinds.flatMap(({ sums }) =>
      [...sums.held.values()].flatMap((period) => (period.dirty ? [{ sums, period }] : [])),
    );
  }

  #changeOf(sums: KindSums, period: PeriodSum): ChangedPeriod {
    const limits = sums.plan.table.at(period.startMs).total;
    return {
      period: sums.plan.period,
      timeZone: this.#parts.calendar.timeZone,
      facts: period.facts,
      reports: isToBeReported(period) ? period.nextReports : period.reports,
      status: period.isFilled ? statusOf(period, limits) : 'unchecked',
      limits,
      breachChanges: period.breachChanges,
      scopes: period.changedScopes,
    };
  }

  #reportOf({ plan }: KindSums, period: PeriodSum, now: EpochMs): PeriodReport {
    const limits = plan.table.at(period.startMs).total;
    const { startMs, endMs, closed, bytes, packets, exact, lacks } = period;
    const summary = {
      ...{ period: plan.period.name, timeZone: this.#parts.calendar.timeZone, startMs, endMs },
      ...{ revision: Math.max(0, period.reports - 1), closed, bytes, packets },
      ...{ status: statusOf(period, limits), exact, lacks, limits },
      projection: projectionOf(period, limits.max, now),
    };
    return { isAsked: plan.isReported, hasBreached: period.breaches.size > 0, summary };
  }

  #observe({ sums, tracker }: JudgedKind, at: EpochMs): AlertTransition[] {
    const transitions: AlertTransition[] = [];
    for (const period of byStart(sums.held)) {
      if (!period.touched || !period.isFilled) continue;
      period.touched = false;
      transitions.push(...tracker.observe(this.#verdictsOn(sums, period), at));
    }
    return transitions;
  }

  #verdictsOn({ plan }: KindSums, period: PeriodSum): PeriodVerdicts {
    const inForce = plan.table.at(period.startMs);
    const known = this.#verdicts.get(period);
    if (known?.inForce === inForce) return known;
    const hasHours = ({ hours }: Limit): boolean =>
      hours === undefined || this.sums.hasHours(period, parseHours(hours));
    const verdicts = new PeriodVerdicts(inForce, period, hasHours);
    this.#verdicts.set(period, verdicts);
    return verdicts;
  }
}

/** A closed period that has news: of its end, or of a correction. */
const isToBeReported = ({ closed, changed, isFilled }: PeriodSum): boolean => closed && changed && isFilled;

function byStart(held: ReadonlyMap<number, PeriodSum>): Iterable<PeriodSum> {
  return held.size < 2 ? held.values() : [...held.values()].sort((a, b) => a.startMs - b.startMs);
}

/** The period that an alert is about; undefined for one of a window or of an agent. */
function periodName(alert: AlertTransition, windowMs: number): string | undefined {
  if (!isOfLimit(alert) || isForWindows(alert.subject.limit, windowMs)) return undefined;
  return periodOf(alert.subject.limit, windowMs).name;
}

/** Alerts of limits that are gone end in the period that they are about, so it is looked at once more. */
function firingPeriods({ firing, shape }: Pick<Parts, 'firing' | 'shape'>): Period[] {
  return firing.flatMap((alert) =>
    isOfLimit(alert) && periodName(alert, shape.sizeMs) !== undefined
      ? [periodOf(alert.subject.limit, shape.sizeMs)]
      : [],
  );
}
