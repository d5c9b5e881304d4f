import { addCounts } from '../../common/count.ts';
import type { LinkCounts } from '../../common/model/capture.ts';
import type { InterfaceShare, Lack, LackReason, Reconciliation } from '../../common/model/windows.ts';
import type { EpochMs } from '../../common/units.ts';
import { InterfaceShares } from './interface-shares.ts';
import { lostPackets } from '../../common/loss.ts';
import { allLacks, isCovered, LackList } from './lacks.ts';
import { MergedPairs } from './merged-pairs.ts';
import { openPairCount, withOpenPairs } from './open-parts.ts';
import type { PairSums } from './pair-sums.ts';
import type { Pane } from './pane.ts';

/** What a window remembers beside its pairs and the limits that it has left. */
export interface WindowCounts {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  readonly bytes: number;
  readonly packets: number;
  readonly late: number;
  readonly dropped: number;
  readonly missed: number;
  readonly interfaces: readonly InterfaceShare[];
  /** How often its totals were reported; the next report has this revision. */
  readonly reports: number;
  readonly closed: boolean;
  /** What its total lacks, beside what its counts tell. */
  readonly gaps: readonly Lack[];
}

/** What a window remembers beside its pairs; as it is stored. */
export interface WindowFacts extends WindowCounts {
  /** Limits that it has left, by their scope. */
  readonly breaches: readonly string[];
  /** The change of the limits by whose rows it was judged; null or undefined where that is not known. */
  readonly judgedWith?: number | null;
}

/** By what a stored window that is closed was judged, and whether it was exact then. */
export interface Judgement {
  readonly with: number | null;
  readonly exact: boolean;
}

/** One window while it is in memory: grows with each record, exact to the byte. Its pairs are those of its panes. */
export class Window {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  readonly #panes: () => readonly Pane[];
  readonly #maxPairs: number;
  #merged: MergedPairs | undefined;
  bytes: number;
  packets: number;
  /** Packets that came after corrections had ended. */
  late: number;
  /** Packets that the queue before the log had to drop. */
  dropped: number;
  /** Packets that the kernel or an interface dropped before they could be captured, as far as they count them. */
  missed: number;
  readonly #interfaces: InterfaceShares;
  readonly #gaps: LackList;
  reports: number;
  closed: boolean;
  readonly #breaches: Set<string>;
  readonly #breachChanges = new Map<string, boolean>();
  /** Whether something changed since it was last stored. */
  dirty = false;
  /** Whether its totals changed since they were last reported. */
  changed = true;
  /** What the periods that it is in were told that it lacks: of a stored one that is closed, all; undefined for nothing. */
  toldLacks: readonly Lack[] | undefined;
  /** How it had been judged when it was taken from where it is stored; undefined of one that wasn't closed by then. */
  readonly judgement: Judgement | undefined;

  /** @param panes its panes, oldest first; later ones may join them */
  constructor(facts: WindowFacts, panes: () => readonly Pane[], maxPairs: number) {
    this.startMs = facts.startMs;
    this.endMs = facts.endMs;
    this.bytes = facts.bytes;
    this.packets = facts.packets;
    this.late = facts.late;
    this.dropped = facts.dropped;
    this.missed = facts.missed;
    this.#gaps = new LackList(facts.gaps);
    this.#interfaces = new InterfaceShares(facts.interfaces);
    this.reports = facts.reports;
    this.closed = facts.closed;
    this.#breaches = new Set(facts.breaches);
    this.#panes = panes;
    this.#maxPairs = maxPairs;
    if (!facts.closed) return;
    this.toldLacks = this.lacks;
    this.judgement = { with: facts.judgedWith ?? null, exact: this.toldLacks.length === 0 };
  }

  /** What is known of a window without a packet. */
  static noFacts(startMs: EpochMs, endMs: EpochMs, gaps: readonly Lack[] = []): WindowFacts {
    return {
      startMs,
      endMs,
      bytes: 0,
      packets: 0,
      late: 0,
      dropped: 0,
      missed: 0,
      interfaces: [],
      reports: 0,
      closed: false,
      gaps,
      breaches: [],
    };
  }

  get panes(): readonly Pane[] {
    return this.#panes();
  }

  /** Whether a cluster has summed some of it whose pairs are to come. */
  get hasOpenPairs(): boolean {
    return this.#panes().some(({ open }) => !open.isEmpty);
  }

  /**
   * All of its pairs; read from the archive where they aren't in memory. Of those that are to come, the largest that are
   * known, and the rest as one.
   */
  get pairs(): PairSums {
    const panes = this.#panes();
    if (this.hasOpenPairs) return withOpenPairs(panes);
    if (panes.length === 1) return panes[0]!.pairs;
    this.#merged ??= new MergedPairs(this.#maxPairs);
    return this.#merged.of(panes);
  }

  /** How many pairs it has, as far as is known. */
  get pairsKnown(): number {
    const { size } = this.pairs;
    return this.hasOpenPairs ? Math.max(size, openPairCount(this.#panes())) : size;
  }

  /** How many pairs it has; null where they would have to be read or summed to know. */
  get pairCount(): number | null {
    const panes = this.#panes();
    if (this.hasOpenPairs) return this.pairsKnown;
    if (panes.length === 0) return 0;
    return panes.length === 1 && panes[0]!.isWhole ? panes[0]!.pairs.size : null;
  }

  /** Adds what was added to one of its panes. */
  add(bytes: number, packets: number): void {
    this.bytes = addCounts(this.bytes, bytes);
    this.packets = addCounts(this.packets, packets);
    this.dirty = true;
    this.changed = true;
  }

  addLate(packets: number): void {
    this.late += packets;
    this.#changeGaps();
  }

  /** Adds what was counted of an interface of an agent, beside the packets that were captured. */
  addCounts(agent: string, name: string, counts: LinkCounts): void {
    this.dropped += counts.queueDropped;
    this.missed += counts.kernelDropped + counts.interfaceDropped;
    this.#interfaces.add(agent, name, 0, 0, counts);
    this.dirty = true;
    if (lostPackets(counts) > 0) this.changed = true;
  }

  /** Counts what was added for the interface that brought it. */
  addShare(agent: string | null, name: string, packets: number, bytes: number): void {
    this.#interfaces.add(agent, name, packets, bytes);
  }

  /** What each interface brought and lost. */
  get interfaces(): readonly InterfaceShare[] {
    return this.#interfaces.list;
  }

  /** Its total lacks something, or may. */
  addGap(gap: Lack): void {
    if (this.#gaps.add(gap)) this.#changeGaps();
  }

  /** What was feared of an agent did not come true. */
  liftGap(reason: LackReason, agent: string): void {
    if (this.#gaps.lift(reason, agent)) this.#changeGaps();
  }

  /** What is known of a total is told with it: a closed window is reported again. */
  #changeGaps(): void {
    this.dirty = true;
    this.changed = true;
  }

  /** Whether the capture is known to have run for all of it. */
  get complete(): boolean {
    return isCovered(this.#gaps.list);
  }

  /** All that its total lacks, or may lack. */
  get lacks(): Lack[] {
    const { late, closed, endMs, interfaces } = this;
    return allLacks({ gaps: this.#gaps.list, interfaces, late, closed, endMs });
  }

  /** Whether its total has every packet that passed, and will have no other. */
  get exact(): boolean {
    return this.lacks.length === 0;
  }

  /** Limits that it has left and that were told, by their scope. */
  get breaches(): ReadonlySet<string> {
    return this.#breaches;
  }

  /** Limits that it has left since it was stored last, and those that it keeps again (false), by their scope. */
  get breachChanges(): ReadonlyMap<string, boolean> {
    return this.#breachChanges;
  }

  /** Records whether it has left a limit. */
  noteBreach(scope: string, breached: boolean): void {
    if (this.#breaches.has(scope) === breached) return;
    if (breached) this.#breaches.add(scope);
    else this.#breaches.delete(scope);
    this.#breachChanges.set(scope, breached);
    this.dirty = true;
  }

  /** Ends the window; what comes now is a correction. */
  close(): void {
    this.closed = true;
    this.dirty = true;
  }

  /** What {@link reports} will be after the next report: the same totals told again are not a new revision. */
  get nextReports(): number {
    return this.changed || this.reports === 0 ? this.reports + 1 : this.reports;
  }

  /** Records that its totals were reported, and stored as reported. */
  noteReported(): void {
    this.reports = this.nextReports;
    this.changed = false;
  }

  /** It is stored as it is. */
  noteStored(): void {
    this.dirty = false;
    this.#breachChanges.clear();
  }

  /** What {@link Window} is made of again. */
  get facts(): WindowFacts {
    return { ...this.counts, breaches: [...this.#breaches] };
  }

  /** {@link facts} without the limits that it has left, which may be very many. */
  get counts(): WindowCounts {
    const { startMs, endMs, bytes, packets, late, dropped, missed, interfaces } = this;
    const { reports, closed } = this;
    const losses = { late, dropped, missed, interfaces, gaps: this.#gaps.list };
    return { startMs, endMs, bytes, packets, ...losses, reports, closed };
  }

  get reconciliation(): Reconciliation {
    const { packets: aggregated, late, dropped } = this;
    return { captured: aggregated + late + dropped, aggregated, late, dropped };
  }
}
