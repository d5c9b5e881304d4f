import { durationMs, type EpochMs } from '../../common/units.ts';
import type { FlowBatch } from '../flow-records/layout.ts';
import type { OpenSums, PartShare, PartSums } from '../flow-records/part-sums.ts';
import type { RecordsOrigin, SumSink } from './aggregator-settings.ts';
import { roomIn, sumInto } from './summing.ts';
import type { Window } from './window.ts';
import type { WindowSet } from './window-set.ts';

/** What one interface of an agent brought. */
export type ShareCounts = Pick<PartShare, 'packets' | 'bytes'>;

/** What is known of a window's sums in a partition: what the next ones replace. */
export interface HeldPart {
  readonly startMs: EpochMs;
  readonly partition: number;
  readonly revision: number;
  readonly bytes: number;
  readonly packets: number;
  /** By agent, epoch and interface. */
  readonly shares: ReadonlyMap<string, ShareCounts>;
  readonly open: OpenSums;
}

/** Where the sums of partitions lie. */
export interface PartArchive {
  find(startMs: EpochMs, partition: number): HeldPart | undefined;
}

/** By how much a share has grown. */
interface GrownShare extends PartShare {
  readonly more: ShareCounts;
}

/** What windows need of who keeps them, to take sums of a cluster. */
export interface ClusterSumsParts {
  readonly windows: WindowSet;
  readonly archive: PartArchive | undefined;
  /** An agent's records of a time were summed: it is there, and their time has come. */
  readonly hear: (time: Pick<FlowBatch, 'fromMs' | 'intervalMs'>, origin: RecordsOrigin) => void;
  /** Records of an instant were summed. */
  readonly advance: (at: EpochMs, partition: number, isMarked: boolean) => void;
  /** The windows that take what is of an instant; none where it is late, which is counted then. */
  readonly accepting: (at: EpochMs, packets: number) => { readonly windows: Window[]; readonly late: number };
  /** What windows lack by the records of an agent that came to them. */
  readonly lack: (agent: string | null, isMarked: boolean, windows: readonly Window[]) => void;
  readonly refuse: (windows: readonly Window[]) => void;
  /** What windows lack by what was lost of them. */
  readonly lose: (windows: readonly Window[]) => void;
  readonly touch: (window: Window) => void;
  readonly sink: () => SumSink | undefined;
}

const keyOf = ({ agent, epoch, interface: name }: PartShare): string => JSON.stringify([agent, epoch, name]);

/**
 * Takes what a cluster has summed of windows, by partition: each time all of it, of which what was not known is added. So
 * sums that are read again, or of which some were passed over, change nothing.
 */
export class ClusterSums {
  readonly #parts: ClusterSumsParts;
  readonly #held = new Map<string, HeldPart>();
  readonly #changed = new Map<string, HeldPart>();
  /** By the start of a pane, the partitions in which pairs of it are to come. */
  readonly #open = new Map<EpochMs, Set<number>>();

  constructor(parts: ClusterSumsParts, open: readonly HeldPart[]) {
    this.#parts = parts;
    for (const part of open) {
      this.#held.set(placeOf(part.startMs, part.partition), part);
      this.#noteOpen(part.startMs, part.partition, part.open);
    }
  }

  /** No window may close that ends after it: pairs of it are to come. */
  get holdsMs(): number {
    let least = Infinity;
    for (const startMs of this.#open.keys()) least = Math.min(least, startMs);
    return least;
  }

  /** Those that are not stored. */
  get changed(): HeldPart[] {
    return [...this.#changed.values()];
  }

  /** {@link changed} are stored: only those of which pairs are to come are kept at hand. */
  noteStored(): void {
    this.#changed.clear();
    if (!this.#parts.archive) return;
    for (const [place, { startMs }] of this.#held) if (!this.#open.has(startMs)) this.#held.delete(place);
  }

  /** @returns packets that came too late */
  take(sums: PartSums, partition: number): number {
    const { startMs } = sums;
    const place = placeOf(startMs, partition);
    const before = this.#held.get(place) ?? this.#parts.archive?.find(startMs, partition);
    if (before && before.revision >= sums.revision) return 0;
    const grown = sums.shares.map((share) => ({
      ...share,
      more: grownBy(share, before?.shares.get(keyOf(share))),
    }));
    for (const share of grown) this.#hear(share, partition);
    const late = this.#add(sums, grown, {
      bytes: sums.bytes - (before?.bytes ?? 0),
      packets: sums.packets - (before?.packets ?? 0),
    });
    this.#hold(sums, partition, late > 0);
    return late;
  }

  /**
   * Something of a partition was lost unread; of the window alone that starts then, where that is known. Pairs that were
   * to come may have been in it: no window waits for them any longer, unless sums say once more that they are to come,
   * and those that did lack what was lost.
   */
  lose(partition: number, startMs?: EpochMs): void {
    const waiting = [...this.#held.values()].filter(
      (held) =>
        held.partition === partition &&
        (startMs ?? held.startMs) === held.startMs &&
        this.#open.get(held.startMs)?.has(partition),
    );
    for (const held of waiting) this.#giveUp(held);
    for (const at of startMs === undefined ? waiting.map((held) => held.startMs) : [startMs]) {
      const { windows } = this.#parts.accepting(at, 0);
      this.#parts.lose(windows);
      for (const window of windows) this.#parts.touch(window);
    }
  }

  /** Until its window is stored, what is open still counts in the scopes of limits. */
  #giveUp(held: HeldPart): void {
    const place = placeOf(held.startMs, held.partition);
    const stored = { ...held, open: { ...held.open, bytes: 0, packets: 0 } };
    this.#held.set(place, stored);
    this.#changed.set(place, stored);
    this.#waitNoLonger(held.startMs, held.partition);
  }

  #add(
    sums: PartSums,
    shares: readonly GrownShare[],
    more: { readonly bytes: number; readonly packets: number },
  ): number {
    const { startMs } = sums;
    const heard = shares.filter((share) => share.heard !== undefined);
    const accepting = this.#parts.accepting(startMs, more.packets);
    const { windows } = accepting;
    if (windows.length === 0) return accepting.late;
    const room = roomIn(windows);
    if (more.bytes < 0 || more.packets < 0 || more.bytes > room.bytes || more.packets > room.packets) {
      this.#parts.refuse(windows);
      return 0;
    }
    if (more.packets > 0 || more.bytes > 0) this.#parts.sink()?.add(startMs, more.bytes, more.packets);
    for (const window of windows) {
      if (more.packets > 0 || more.bytes > 0) window.add(more.bytes, more.packets);
      for (const share of shares)
        if (share.more.packets > 0)
          window.addShare(share.agent, share.interface, share.more.packets, share.more.bytes);
    }
    this.#addPairs(sums);
    for (const { agent, epoch } of heard) this.#parts.lack(agent, epoch !== null, windows);
    for (const window of windows) this.#parts.touch(window);
    return 0;
  }

  #hear({ agent, epoch, heard }: PartShare, partition: number): void {
    if (!heard) return;
    const { fromMs, toMs, lastMs, sequence } = heard;
    const intervalMs = durationMs(toMs - fromMs);
    this.#parts.hear({ fromMs, intervalMs }, { partition, agent, epoch, sequence });
    this.#parts.advance(lastMs, partition, epoch !== null);
  }

  /** Pairs are part of the totals already. */
  #addPairs({ startMs, pairs }: PartSums): void {
    const pane = this.#parts.windows.pane(startMs);
    const room = { bytes: Number.MAX_SAFE_INTEGER, packets: Number.MAX_SAFE_INTEGER };
    for (const { agent, batch } of pairs)
      sumInto(pane, batch, 0, {
        ...{ selection: undefined, room },
        takeFlow: this.#parts.sink()?.flowsAt(startMs, agent),
      });
  }

  /** What is late has no window: no pairs of it are waited for. */
  #hold(sums: PartSums, partition: number, isLate: boolean): void {
    const { startMs, revision, bytes, packets } = sums;
    const shares = new Map(
      sums.shares.map((share) => [keyOf(share), { packets: share.packets, bytes: share.bytes }]),
    );
    const open = isLate ? { ...sums.open, bytes: 0, packets: 0 } : sums.open;
    const held = { startMs, partition, revision, bytes, packets, shares, open };
    const place = placeOf(startMs, partition);
    this.#held.set(place, held);
    this.#changed.set(place, held);
    this.#noteOpen(startMs, partition, open);
  }

  #noteOpen(startMs: EpochMs, partition: number, open: OpenSums): void {
    const pane = this.#parts.windows.pane(startMs);
    pane.open.set(partition, open);
    if (open.packets === 0 && open.bytes === 0) return this.#waitNoLonger(startMs, partition);
    this.#open.set(startMs, (this.#open.get(startMs) ?? new Set()).add(partition));
  }

  #waitNoLonger(startMs: EpochMs, partition: number): void {
    const waiting = this.#open.get(startMs);
    if (waiting?.delete(partition) && waiting.size === 0) this.#open.delete(startMs);
  }
}

const grownBy = (share: ShareCounts, before: ShareCounts = { packets: 0, bytes: 0 }): ShareCounts => ({
  packets: share.packets - before.packets,
  bytes: share.bytes - before.bytes,
});

const placeOf = (startMs: EpochMs, partition: number): string => `${startMs}/${partition}`;
