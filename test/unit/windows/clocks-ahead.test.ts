import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { WindowAggregator } from '../../../src-main/engine/windows/window-aggregator.ts';
import { archiveOf, batchOf, flow } from '../../support/records/flows.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';
import { noPanes } from '../../support/store/memory-panes.ts';
import { settings } from './marked-reader.ts';

const [windowMs, latenessMs, leaseMs] = [10_000, 2_000, 30_000];
const beginMs = 1_000_000_000;
const longestSeconds = 60;

/** What says something of itself, and how much: lengths name no agent, version 1 has no epoch, and a mark may be long in coming. */
type Kind = 'lengths' | 'version 1' | 'no mark yet' | 'marks';

interface Producer {
  readonly kind: Kind;
  /** How far its clock is ahead. */
  readonly aheadMs: number;
  /** The second in which it is heard first, and its place among those that are heard in a second. */
  readonly firstSecond: number;
  readonly place: number;
}

const producer: fc.Arbitrary<Producer> = fc.record({
  kind: fc.constantFrom<Kind>('lengths', 'version 1', 'no mark yet', 'marks'),
  aheadMs: fc.constantFrom(0, 0, 700, 25_000, 600_000),
  firstSecond: fc.nat(longestSeconds - 20),
  place: fc.nat(9),
});

/** A reader of producers whose records are on the topic as soon as they are made. */
class HeardProducers {
  /** What each window held as it closed, by its start. */
  readonly closed = new Map<number, number>();
  readonly early: string[] = [];
  readonly published = new Map<number, number>();
  readonly #archived = new Map<number, Window>();
  readonly #aggregator = new WindowAggregator(
    { ...settings, latenessMs, leaseMs, coverage: 'unknown' },
    { ...archiveOf(this.#archived), panes: noPanes },
  );

  hear({ kind, aheadMs }: Producer, name: string, nowMs: number, second: number): void {
    const fromMs = Math.floor((nowMs + aheadMs) / 1_000) * 1_000 - 1_000;
    const agent = kind === 'lengths' ? null : name;
    const epoch = kind === 'no mark yet' || kind === 'marks' ? 1 : null;
    const origin = { partition: 0, agent, epoch, sequence: 2 * second };
    this.#aggregator.add(batchOf(fromMs, [flow('10.0.0.1', '10.0.0.2', 1)]), 0, origin);
    const startMs = Math.floor(fromMs / windowMs) * windowMs;
    this.published.set(startMs, (this.published.get(startMs) ?? 0) + 1);
    if (kind !== 'marks') return;
    const mark = markOf(name, 2 * second + 1, fromMs + 1_000, [spanOf(fromMs, fromMs + 1_000)]);
    this.#aggregator.mark(mark, 0, epochMs(nowMs));
  }

  /** What the reader is told of the time, and what it closes then. */
  tick(nowMs: number): void {
    this.#aggregator.advance(epochMs(nowMs), nowMs - beginMs, new Map([[0, nowMs]]));
    this.settle(nowMs);
  }

  settle(nowMs: number): void {
    for (const { startMs, endMs, bytes } of this.#aggregator.closePassed()) {
      this.closed.set(startMs, bytes);
      if (endMs + latenessMs > nowMs) this.early.push(`${endMs - nowMs} ms before its end`);
    }
    for (const window of this.#aggregator.windows())
      if (window.closed) this.#archived.set(window.startMs, window);
    this.#aggregator.release();
  }
}

it('no window closes before its end by the reader’s clock, nor without what comes, whoever is heard first', () => {
  fc.assert(
    fc.property(fc.array(producer, { minLength: 1, maxLength: 4 }), fc.boolean(), (producers, ticksFirst) => {
      const heard = new HeardProducers();
      const inOrder = producers
        .map((one, i) => ({ one, name: `agent ${i}` }))
        .sort((a, b) => a.one.place - b.one.place);
      for (let second = 0; second < longestSeconds; second++) {
        const nowMs = beginMs + 1_000 * second + 300;
        if (ticksFirst) heard.tick(nowMs);
        for (const { one, name } of inOrder) {
          if (second < one.firstSecond) continue;
          heard.hear(one, name, nowMs, second);
          heard.settle(nowMs);
        }
        if (!ticksFirst) heard.tick(nowMs);
      }
      expect(heard.early).toEqual([]);
      for (const [startMs, bytes] of heard.closed)
        expect([startMs, bytes]).toEqual([startMs, heard.published.get(startMs) ?? 0]);
    }),
    { numRuns: 200 },
  );
});
