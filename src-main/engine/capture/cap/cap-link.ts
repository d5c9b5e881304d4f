import { type PairKey, pairSize } from '../../flow-records/layout.ts';
import type { OpenCapture } from './cap-module.ts';
import type { CapOptions } from './cap-options.ts';
import { FlowSums } from './flow-sums.ts';
import type { FlowList, LinkCounts } from './frame-encoder.ts';
import { decodeRecord } from './record-decoder.ts';

const noCounts = (): LinkCounts => ({ records: 0, ip: 0, nonIp: 0, malformed: 0, unsupportedLink: 0 });

/** One interface, whether it is there or not, and what it brought since that was sent last. */
export class CapLink {
  readonly index: number;
  readonly name: string;
  readonly isNamed: boolean;
  readonly #intervalMs: number;
  readonly #flows: FlowSums;
  #counts = noCounts();
  #fromMs = 0;
  /** What was captured before this is reported. */
  #reportedMs = 0;
  #closedMs = 0;
  #open: OpenCapture | undefined;
  #told: string | undefined;

  constructor(
    index: number,
    name: string,
    isNamed: boolean,
    { intervalMs, eachPacket }: Pick<CapOptions, 'intervalMs' | 'eachPacket'>,
  ) {
    this.index = index;
    this.name = name;
    this.isNamed = isNamed;
    this.#intervalMs = intervalMs;
    this.#flows = new FlowSums(eachPacket);
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  get pairCount(): number {
    return this.#flows.size;
  }

  opened(capture: OpenCapture, atMs: number): void {
    this.#open = capture;
    this.#reportedMs = atMs;
    this.#told = undefined;
  }

  close(atMs: number): void {
    if (this.#open === undefined) return;
    this.#open.handle.close();
    this.#open = undefined;
    this.#closedMs = atMs;
  }

  /** The time that was captured since this was asked last; nothing where the clock was set back. */
  takeSpan(atMs: number): { fromMs: number; toMs: number } {
    const toMs = this.isOpen ? atMs : Math.min(atMs, this.#closedMs);
    const fromMs = Math.min(this.#reportedMs, toMs);
    const isSetBack = fromMs < this.#reportedMs;
    this.#reportedMs = toMs;
    return { fromMs: isSetBack ? toMs : fromMs, toMs };
  }

  /** Whether this is news about why it isn't open. */
  tells(why: string): boolean {
    const isNews = why !== this.#told;
    this.#told = why;
    return isNews;
  }

  /** Whether the sums so far and an instant are of the same interval. */
  isWithin(atMs: number): boolean {
    return this.#intervalAt(atMs) === this.#fromMs;
  }

  /** Counts a packet that arrived at an instant: `cap` passes on no time of its own. */
  count(atMs: number, buffer: Buffer, length: number): void {
    if (this.#open === undefined) return;
    this.#fromMs = this.#intervalAt(atMs);
    this.#counts.records += 1;
    const record = decodeRecord(this.#open.linkType, buffer, length, length);
    if (typeof record === 'string') {
      this.#counts[record] += 1;
      return;
    }
    this.#counts.ip += 1;
    const { addressesAt, family, bytes } = record;
    const pair = buffer.toString('latin1', addressesAt, addressesAt + pairSize(family)) as PairKey;
    this.#flows.add(pair, bytes);
  }

  takeFlows(): FlowList[] {
    const [index, fromMs, intervalMs] = [this.index, this.#fromMs, this.#intervalMs];
    return this.#flows.take().map((list) => ({ index, fromMs, intervalMs, ...list }));
  }

  takeCounts(): LinkCounts {
    const counts = this.#counts;
    this.#counts = noCounts();
    return counts;
  }

  #intervalAt(atMs: number): number {
    return Math.floor(atMs / this.#intervalMs) * this.#intervalMs;
  }
}
