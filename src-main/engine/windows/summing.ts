import { type FlowBatch, keyAt, type PairKey } from '../flow-records/layout.ts';
import { countPackets, forEachFlow, forEachKey, sumsFrom } from '../flow-records/reader.ts';
import type { Pane } from './pane.ts';
import { type Selection, selects } from './selection.ts';
import type { Window } from './window.ts';

/** Totals, or what may still be added to them. */
interface Counts {
  readonly bytes: number;
  readonly packets: number;
}

/** How records are summed. */
export interface Summing {
  /** Undefined where all records are summed. */
  readonly selection: Selection | undefined;
  /** What may be added before a total is past 2^53 − 1. */
  readonly room: Counts;
  /** Called for each record that is summed. */
  readonly takeFlow: ((pair: PairKey, bytes: number) => void) | undefined;
}

/** What was added, and how many records there was no room for. */
export interface Summed extends Counts {
  readonly refused: number;
}

/** Adds the entries of a batch from an index on to a pane: all at once, where nobody looks at single ones. */
export function sumInto(pane: Pane, batch: FlowBatch, from: number, summing: Summing): Summed {
  const { selection, room, takeFlow } = summing;
  if (!selection && !takeFlow) {
    const sums = sumsFrom(batch, from);
    if (sums.bytes <= room.bytes && sums.packets <= room.packets) {
      pane.addAll(batch, from);
      return { ...sums, refused: 0 };
    }
  }
  let [bytes, packets, refused] = [0, 0, 0];
  const { family } = batch;
  forEachKey(batch, from, (view, at, ofPair, packetsOfPair) => {
    if (selection && !selects(selection, keyAt(view, at, family))) return;
    if (bytes + ofPair > room.bytes || packets + packetsOfPair > room.packets) {
      refused += 1;
      return;
    }
    bytes += ofPair;
    packets += packetsOfPair;
    pane.addFrom(view, at, family, ofPair, packetsOfPair);
    takeFlow?.(keyAt(view, at, family), ofPair);
  });
  return { bytes, packets, refused };
}

/** How much more windows can hold and stay exact: no pair and no interface holds more than they do. */
export function roomIn(windows: readonly Window[]): Summing['room'] {
  const most = (of: (window: Window) => number): number => Math.max(...windows.map(of));
  return {
    bytes: Number.MAX_SAFE_INTEGER - most(({ bytes }) => bytes),
    packets: Number.MAX_SAFE_INTEGER - most(({ packets }) => packets),
  };
}

/** Packets of a batch, from an index on, that a selection takes; undefined takes all. */
export function countTaken(batch: FlowBatch, from: number, selection: Selection | undefined): number {
  if (!selection) return countPackets(batch, from);
  let sum = 0;
  forEachFlow(batch, from, (pair, _bytes, packets) => {
    if (selects(selection, pair)) sum += packets;
  });
  return sum;
}
