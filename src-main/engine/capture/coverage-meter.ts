import { noCounts } from '../../common/loss.ts';
import type { LinkCounts } from '../../common/model/capture.ts';
import { type DurationMs, type EpochMs, epochMs } from '../../common/units.ts';
import type { InterfaceCoverage } from '../flow-records/mark.ts';
import type { CaptureCounters } from './capture-source.ts';

/** What a mark says of the time up to now. */
export interface Coverage {
  readonly reachedMs: EpochMs;
  readonly interfaces: readonly InterfaceCoverage[];
}

/** An interface that is to be captured. */
interface Captured {
  /** Where the newest report ended; what is not reported from there on is missing. */
  toMs: EpochMs;
  /** Whether the capture is interrupted: the interface went away, the helper died, the person paused it. */
  isInterrupted: boolean;
  dropsKnown: boolean;
  /** Spans that were reported since the last mark. */
  spans: InterfaceCoverage[];
}

/**
 * Keeps, for the next mark, what each interface of a live capture covered and counted. A span begins where the one
 * before ended, unless the capture was interrupted: the hole between the two is how a reader learns of a gap.
 */
export class CoverageMeter {
  readonly #intervalMs: DurationMs;
  readonly #captured = new Map<string, Captured>();
  /** Interfaces that went away since the last mark: what they brought before still counts. */
  readonly #departed = new Map<string, Captured>();
  readonly #losses: InterfaceCoverage[] = [];
  /** What was reported before it has another clock. */
  #restartedMs: EpochMs | undefined;

  /** @param intervalMs length of the intervals of records: what was captured reaches to whole ones */
  constructor(intervalMs: DurationMs) {
    this.#intervalMs = intervalMs;
  }

  /** An interface is captured from now on, for the first time or again. */
  opened(name: string, now: EpochMs): void {
    const known = this.#captured.get(name);
    if (known) known.isInterrupted = false;
    else this.#captured.set(name, { toMs: now, isInterrupted: false, dropsKnown: true, spans: [] });
  }

  /** An interface is no longer to be captured: what it brings is missing nowhere. */
  departed(name: string): void {
    const captured = this.#captured.get(name);
    if (captured) this.#departed.set(name, captured);
    this.#captured.delete(name);
  }

  /** What passes is not captured until {@link opened} says so again: on one interface, or on all. */
  interrupted(now: EpochMs, name?: string): void {
    if (name !== undefined && !this.#captured.has(name)) this.opened(name, now);
    for (const [one, captured] of this.#captured) {
      if (name === undefined || one === name) captured.isInterrupted = true;
    }
  }

  /** What was reported up to now has another clock: nothing of it reaches to the present. */
  restart(now: EpochMs): void {
    this.#restartedMs = now;
    for (const captured of this.#captured.values()) if (!captured.isInterrupted) captured.toMs = now;
  }

  /** A report of what passed on an interface. */
  counted(counters: CaptureCounters): void {
    const captured = this.#captured.get(counters.interface) ?? this.#departed.get(counters.interface);
    if (!captured) return;
    const { interface: name, dropsKnown } = counters;
    const fromMs = captured.isInterrupted ? captured.toMs : counters.fromMs;
    const toMs = captured.isInterrupted ? captured.toMs : counters.toMs;
    const counts = countsOf(counters);
    const last = captured.spans.at(-1);
    captured.toMs = toMs;
    captured.dropsKnown = dropsKnown;
    if (last?.toMs === fromMs) captured.spans.splice(-1, 1, { ...joined(last, counts), toMs, dropsKnown });
    else captured.spans.push({ name, fromMs, toMs, ...counts, dropsKnown });
  }

  /** Captured packets of a moment were lost on their way into the log. */
  lost(name: string, atMs: EpochMs, packets: number): void {
    const toMs = epochMs(atMs + this.#intervalMs);
    const counts = { received: 0, kernelDropped: 0, interfaceDropped: 0, queueDropped: packets };
    this.#losses.push({ name, fromMs: atMs, toMs, ...counts, dropsKnown: true });
  }

  /**
   * Takes what is to be said; the next spans begin where these end.
   *
   * @returns undefined before anything was captured
   */
  take(now: EpochMs): Coverage | undefined {
    if (this.#captured.size + this.#departed.size === 0) return undefined;
    const reachedMs = this.reachedMs(now);
    const interfaces = [...this.#captured].flatMap(([name, captured]) => this.#takeSpans(name, captured));
    this.#restartedMs = undefined;
    return {
      reachedMs,
      interfaces: [...this.#losses.splice(0), ...this.#takeDeparted(reachedMs), ...interfaces],
    };
  }

  /**
   * What was captured reaches to this instant, the end of an interval: no record of an earlier one is still to come.
   * Where nothing is captured, time goes on all the same.
   */
  reachedMs(now: EpochMs): EpochMs {
    let reachedMs: number = now;
    for (const { isInterrupted, toMs } of this.#captured.values())
      if (!isInterrupted) reachedMs = Math.min(reachedMs, toMs);
    return epochMs(Math.floor(reachedMs / this.#intervalMs) * this.#intervalMs);
  }

  /** Nothing is missing of the time since they went. */
  #takeDeparted(reachedMs: EpochMs): InterfaceCoverage[] {
    const last = [...this.#departed.values()].flatMap(({ spans }) => spans);
    this.#departed.clear();
    return last.map((span) => ({ ...span, toMs: epochMs(Math.max(span.toMs, reachedMs)) }));
  }

  #takeSpans(name: string, captured: Captured): InterfaceCoverage[] {
    const { toMs, dropsKnown } = captured;
    const spans = captured.spans.splice(0);
    const restartedMs = this.#restartedMs;
    if (restartedMs !== undefined && (spans.length > 0 || !captured.isInterrupted)) {
      // Counts stand, whenever it was; the time that they are of is not known any more.
      const counts = spans.reduce((sum, span) => joined(sum, span), emptySpan(name, restartedMs, dropsKnown));
      return [counts];
    }
    return spans.length > 0 ? spans : [emptySpan(name, toMs, dropsKnown)];
  }
}

type Counts = Pick<InterfaceCoverage, 'received' | 'kernelDropped' | 'interfaceDropped' | 'queueDropped'>;

const countsOf = ({ kernelReceived, kernelDropped, interfaceDropped }: LinkCountsOfReport): Counts => ({
  received: kernelReceived,
  kernelDropped,
  interfaceDropped,
  queueDropped: 0,
});

type LinkCountsOfReport = Omit<LinkCounts, 'queueDropped'>;

const joined = (span: InterfaceCoverage, more: Counts): InterfaceCoverage => ({
  ...span,
  received: span.received + more.received,
  kernelDropped: span.kernelDropped + more.kernelDropped,
  interfaceDropped: span.interfaceDropped + more.interfaceDropped,
  queueDropped: span.queueDropped + more.queueDropped,
});

const emptySpan = (name: string, atMs: EpochMs, dropsKnown: boolean): InterfaceCoverage => ({
  ...{ name, fromMs: atMs, toMs: atMs },
  ...countsOf(noCounts),
  dropsKnown,
});
