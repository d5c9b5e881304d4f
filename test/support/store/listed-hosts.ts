import { formatAddress } from '../../../src-main/common/address.ts';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { destinationOf, sourceOf } from '../../../src-main/engine/flow-records/layout.ts';
import { HostIndex } from '../../../src-main/engine/history/host-index.ts';
import { HostSearch } from '../../../src-main/engine/history/host-search.ts';
import { HostRepository } from '../../../src-main/engine/store/host-repository.ts';
import { KnownHostRepository } from '../../../src-main/engine/store/known-host-repository.ts';
import { pairOf } from '../records/flows.ts';
import { StoredPairs, type StoredWindow } from './stored-pairs.ts';

export const windowMs = 1_800_000;
export const hourMs = 3_600_000;
/** In the week of the change from winter to summer time. */
export const startIndex = Date.UTC(2026, 2, 26) / windowMs;

/** The folder that was made last. */
export let stored: StoredPairs;

/** What lists and finds the hosts of a folder. */
export class Listed {
  readonly spans: HostRepository;
  readonly known: KnownHostRepository;
  readonly index: HostIndex;
  readonly search: HostSearch;
  nowMs = epochMs(0);

  constructor() {
    const { connection, series, rows, openFromMs } = stored;
    this.spans = new HostRepository(connection, series.id);
    this.known = new KnownHostRepository(connection, series.id, this.spans);
    const { spans, known } = this;
    const calendar = new Calendar('Europe/Berlin');
    this.index = new HostIndex({ rows, spans, known, openFromMs, paneMs: windowMs, calendar });
    const now = () => this.nowMs;
    this.search = new HostSearch({ rows, spans, known, unitMs: hourMs, now, openFromMs, isReplay: false });
  }

  /** @param most steps at most */
  async listAt(nowMs: number, most = Infinity): Promise<void> {
    this.nowMs = epochMs(nowMs);
    for (let i = 0; i < most && (await this.index.step(this.nowMs)); i++);
  }

  find(text = '', addresses: string[] = [], count = 1_000) {
    return this.search.find({ text, addresses, count });
  }
}

/** A folder with windows, those before one merged by hour. */
export function folderOf(windows: readonly StoredWindow[], mergedBefore = 0, maxPairs = 100): Listed {
  stored = new StoredPairs(windowMs, maxPairs);
  for (const window of windows) stored.save(window);
  stored.merge(mergedBefore);
  return new Listed();
}

/** A closed window, by its number from the first one on. */
export const windowOf = (
  index: number,
  ...flows: [from: string, to: string, bytes: number][]
): StoredWindow => ({
  ...{ index: startIndex + index, closed: true, grows: false },
  flows: flows.map(([from, to, bytes]) => ({ pair: pairOf(from, to), bytes })),
});

/** What is to be found of each host, counted one by one. */
export function counted(windows: readonly StoredWindow[]) {
  const hosts = new Map<string, { firstMs: number; lastMs: number; sent: number; received: number }>();
  const note = (address: string, index: number, key: 'sent' | 'received', bytes: number): void => {
    const hour = Math.floor((index * windowMs) / hourMs) * hourMs;
    const host = hosts.get(address) ?? { firstMs: hour, lastMs: hour, sent: 0, received: 0 };
    host.firstMs = Math.min(host.firstMs, hour);
    host.lastMs = Math.max(host.lastMs, hour + hourMs);
    host[key] += bytes;
    hosts.set(address, host);
  };
  for (const { index, flows } of windows)
    for (const { pair, bytes } of flows) {
      note(formatAddress(sourceOf(pair)), index, 'sent', bytes);
      note(formatAddress(destinationOf(pair)), index, 'received', bytes);
    }
  return [...hosts].map(([address, sums]) => ({ address, ...sums }));
}

/** In an order that does not depend on bytes. */
export const byAddress = <T extends { address: string }>(hosts: readonly T[]): T[] =>
  hosts.toSorted((a, b) => (a.address < b.address ? -1 : 1));
