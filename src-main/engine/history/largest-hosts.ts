import type { FoundHost } from '../../common/model/hosts.ts';
import { addressAt, type HostTable } from '../windows/host-table.ts';
import { knownColumns } from '../windows/known-hosts.ts';
import { hourMs } from './host-rows.ts';

/** Where a list has a host. */
export interface HostPlace {
  readonly table: HostTable;
  readonly at: number;
}

/** The hosts with most traffic of those that are offered. */
export class LargestHosts {
  readonly #count: number;
  readonly #unitMs: number;
  readonly #hosts: FoundHost[] = [];
  #offered = 0;
  /** Less than this is not among them. */
  #least = -1;

  /** @param unitMs how long the stretches are in which hosts are seen */
  constructor(count: number, unitMs: number) {
    this.#count = count;
    this.#unitMs = unitMs;
  }

  /** How many were offered. */
  get offered(): number {
    return this.#offered;
  }

  /** The one with most traffic first, of equals the first one that was offered. */
  get hosts(): readonly FoundHost[] {
    return this.#hosts.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  }

  /** @param more what another list has of the same host */
  offer(place: HostPlace, more?: HostPlace): void {
    this.#offered += 1;
    const size = bytesAt(place) + (more ? bytesAt(more) : 0);
    if (size <= this.#least) return;
    if (this.#hosts.length === this.#count)
      this.#hosts.splice(
        this.#hosts.findLastIndex((host) => sizeOf(host) === this.#least),
        1,
      );
    this.#hosts.push(more ? joined(this.#hostAt(place), this.#hostAt(more)) : this.#hostAt(place));
    if (this.#hosts.length === this.#count) this.#least = Math.min(...this.#hosts.map(sizeOf));
  }

  #hostAt({ table, at }: HostPlace): FoundHost {
    const value = (column: keyof typeof knownColumns): number => table.counts[knownColumns[column]]![at]!;
    return {
      address: addressAt(table, at),
      firstMs: value('firstHour') * hourMs,
      lastMs: value('lastHour') * hourMs + this.#unitMs,
      ...{ sent: value('sent'), received: value('received') },
    };
  }
}

const sizeOf = ({ sent, received }: FoundHost): number => sent + received;

const bytesAt = ({ table: { counts }, at }: HostPlace): number =>
  counts[knownColumns.sent]![at]! + counts[knownColumns.received]![at]!;

const joined = (a: FoundHost, b: FoundHost): FoundHost => ({
  address: a.address,
  firstMs: Math.min(a.firstMs, b.firstMs),
  lastMs: Math.max(a.lastMs, b.lastMs),
  sent: a.sent + b.sent,
  received: a.received + b.received,
});
