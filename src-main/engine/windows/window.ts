import { addCounts } from '../../common/count.ts';
import type { LinkCounts } from '../../common/model/capture.ts';
import type { InterfaceShare, Reconciliation } from '../../common/model/windows.ts';
import type { EpochMs } from '../../common/units.ts';
import { InterfaceShares } from './interface-shares.ts';
import { PairSums } from './pair-sums.ts';
import type { PairKey } from '../flow-records/layout.ts';

/** What a window remembers beside its pairs; as it is stored. */
export interface WindowFacts {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  readonly bytes: number;
  readonly packets: number;
  readonly late: number;
  readonly dropped: number;
  readonly missed: number;
  readonly dropsKnown: boolean;
  readonly interfaces: readonly InterfaceShare[];
  /** How often its totals were reported; the next report has this revision. */
  readonly reports: number;
  readonly closed: boolean;
  readonly complete: boolean;
  /** Limits that it has left, by their scope. */
  readonly breaches: readonly string[];
}

/** One window while it is in memory: grows with each record, exact to the byte. */
export class Window {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  readonly pairs: PairSums;
  bytes: number;
  packets: number;
  /** Packets that came after corrections had ended. */
  late: number;
  /** Packets that the queue before the log had to drop. */
  dropped: number;
  /** Packets that the kernel or an interface dropped before they could be captured, as far as they count them. */
  missed: number;
  /** Whether all that dropped packets counted them. */
  readonly dropsKnown: boolean;
  readonly #interfaces: InterfaceShares;
  reports: number;
  closed: boolean;
  complete: boolean;
  readonly #breaches: Set<string>;
  /** Whether something changed since it was last stored. */
  dirty = false;
  /** Whether its totals changed since they were last reported. */
  changed = true;

  constructor(facts: WindowFacts, pairs: PairSums) {
    this.startMs = facts.startMs;
    this.endMs = facts.endMs;
    this.bytes = facts.bytes;
    this.packets = facts.packets;
    this.late = facts.late;
    this.dropped = facts.dropped;
    this.missed = facts.missed;
    this.dropsKnown = facts.dropsKnown;
    this.#interfaces = new InterfaceShares(facts.interfaces);
    this.reports = facts.reports;
    this.closed = facts.closed;
    this.complete = facts.complete;
    this.#breaches = new Set(facts.breaches);
    this.pairs = pairs;
  }

  /** A window without a packet. */
  static empty(
    startMs: EpochMs,
    endMs: EpochMs,
    maxPairs: number,
    complete: boolean,
    dropsKnown = true,
  ): Window {
    const facts = {
      startMs,
      endMs,
      bytes: 0,
      packets: 0,
      late: 0,
      dropped: 0,
      missed: 0,
      dropsKnown,
      interfaces: [],
      reports: 0,
      closed: false,
      complete,
      breaches: [],
    };
    const window = new Window(facts, new PairSums(maxPairs));
    window.dirty = true;
    return window;
  }

  /** Whether the totals stay exact with so much more: no pair and no interface holds more than they do. */
  hasRoomFor(bytes: number, packets: number): boolean {
    return this.bytes + bytes <= Number.MAX_SAFE_INTEGER && this.packets + packets <= Number.MAX_SAFE_INTEGER;
  }

  add(pair: PairKey, bytes: number, packets: number): void {
    this.pairs.add(pair, bytes, packets);
    this.bytes = addCounts(this.bytes, bytes);
    this.packets = addCounts(this.packets, packets);
    this.dirty = true;
    this.changed = true;
  }

  addLate(packets: number): void {
    this.late += packets;
    this.dirty = true;
  }

  noteCounts(name: string, counts: LinkCounts): void {
    this.dropped += counts.queueDropped;
    this.missed += counts.kernelDropped + counts.interfaceDropped;
    this.#interfaces.add(name, 0, counts);
    this.dirty = true;
  }

  /** Takes note of which interface brought packets that were added. */
  noteInterface(name: string, packets: number): void {
    this.#interfaces.add(name, packets);
  }

  /** What each interface brought and lost. */
  get interfaces(): readonly InterfaceShare[] {
    return this.#interfaces.list;
  }

  /** Takes note that the capture did not run for all of it. */
  markIncomplete(): void {
    this.dirty ||= this.complete;
    this.complete = false;
  }

  /** Limits that it has left and that were told, by their scope. */
  get breaches(): ReadonlySet<string> {
    return this.#breaches;
  }

  /** Takes note of whether it has left a limit. */
  noteBreach(scope: string, breached: boolean): void {
    if (this.#breaches.has(scope) === breached) return;
    if (breached) this.#breaches.add(scope);
    else this.#breaches.delete(scope);
    this.dirty = true;
  }

  /** Ends the window; what comes now is a correction. */
  close(): void {
    this.closed = true;
    this.dirty = true;
  }

  /** What {@link reports} will be after the next report: the same totals told again are no new revision. */
  get nextReports(): number {
    return this.changed || this.reports === 0 ? this.reports + 1 : this.reports;
  }

  /** Takes note that its totals were told, and stored as told. */
  noteReported(): void {
    this.reports = this.nextReports;
    this.changed = false;
  }

  /** What {@link Window} is made of again. */
  get facts(): WindowFacts {
    const { startMs, endMs, bytes, packets, late, dropped, missed, dropsKnown, interfaces } = this;
    const { reports, closed, complete } = this;
    const breaches = [...this.#breaches];
    const losses = { late, dropped, missed, dropsKnown, interfaces };
    return { startMs, endMs, bytes, packets, ...losses, reports, closed, complete, breaches };
  }

  get reconciliation(): Reconciliation {
    const { packets: aggregated, late, dropped } = this;
    return { captured: aggregated + late + dropped, aggregated, late, dropped };
  }
}
