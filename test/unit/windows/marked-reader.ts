import { noPanes } from '../../support/store/memory-panes.ts';
import type { Lack } from '../../../src-main/common/model/windows.ts';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import type { Mark } from '../../../src-main/engine/flow-records/mark.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import {
  type AggregatorSettings,
  WindowAggregator,
} from '../../../src-main/engine/windows/window-aggregator.ts';
import { archiveOf, batchOf, flow } from '../../support/records/flows.ts';
import { markOf } from '../../support/records/marks.ts';

export const settings: AggregatorSettings = {
  ...{ shape: { sizeMs: 10_000, slideMs: 10_000 }, selection: everything, latenessMs: 0 },
  ...{ correctionMs: 3_600_000, maxPairs: 1_000, coverage: 'marked', leaseMs: 30_000 },
};

/** A reader of marked records, over an archive in memory. */
export class Reader {
  readonly archived = new Map<number, Window>();
  /** Windows that were looked for in the archive. */
  loaded = 0;
  readonly closed: Window[] = [];
  readonly wentBackTo: number[] = [];
  readonly rivals: string[] = [];
  readonly refused: string[] = [];
  readonly aggregator: WindowAggregator;
  #sequence = 0;
  readonly #marks: Mark[] = [];

  constructor(parts: Partial<AggregatorSettings> = {}) {
    this.aggregator = new WindowAggregator(
      { ...settings, ...parts },
      {
        ...archiveOf(this.archived),
        load: (startMs) => {
          this.loaded += 1;
          return this.archived.get(startMs)?.facts;
        },
        panes: noPanes,
      },
    );
    this.aggregator.onWentBack = (toMs) => this.wentBackTo.push(toMs);
    this.aggregator.onRival = (agent) => this.rivals.push(agent);
    this.aggregator.onRefused = (_records, reason) => this.refused.push(reason);
  }

  /** An agent says that it has got so far, with the spans since the mark before. */
  mark(reachedMs: number, spans?: Mark['interfaces'], more: Partial<Mark> = {}, partition = 0): this {
    this.#sequence += 1;
    const mark = markOf('ada', this.#sequence, reachedMs, spans, more);
    this.#marks.push(mark);
    this.aggregator.mark(mark, partition, epochMs(reachedMs));
    return this.settle();
  }

  /** The newest mark is read from another partition, too. */
  copy(partition: number): this {
    return this.#again(this.#marks.at(-1)!, partition);
  }

  /** The mark before the newest is read from another partition only now. */
  older(partition: number): this {
    return this.#again(this.#marks.at(-2)!, partition);
  }

  #again(mark: Mark, partition: number): this {
    this.aggregator.mark(mark, partition, mark.reachedMs);
    return this.settle();
  }

  record(fromMs: number, bytes = 100): this {
    const batch = batchOf(fromMs, [flow('10.0.0.1', '10.0.0.2', bytes)]);
    this.aggregator.add(batch, 0, { partition: 0, agent: 'ada', epoch: 1, sequence: this.#sequence + 1 });
    return this.settle();
  }

  /** Moves the clocks on: the wall clock need not go with the other one. */
  clock(wallMs: number, monotonicMs: number): this {
    this.aggregator.advance(epochMs(wallMs), durationMs(monotonicMs));
    return this.settle();
  }

  settle(): this {
    this.closed.push(...this.aggregator.closePassed());
    for (const window of this.aggregator.windows())
      if (window.closed) this.archived.set(window.startMs, window);
    this.aggregator.release();
    return this;
  }

  get windows(): Window[] {
    return [...this.archived.values(), ...this.aggregator.open()].sort((a, b) => a.startMs - b.startMs);
  }

  /** What each window lacks, in short: `start: reason from–to`. */
  get lacks(): string[] {
    return this.windows.flatMap((window) =>
      window.lacks
        .filter(({ reason }) => reason !== 'not-over')
        .map((lack) => `${window.startMs}: ${inShort(lack)}`),
    );
  }

  get exact(): [number, boolean][] {
    return this.closed.map(({ startMs, exact }) => [startMs, exact]);
  }
}

const inShort = ({ reason, fromMs, toMs, packets, interface: name }: Lack): string =>
  [reason, fromMs === undefined ? '' : `${fromMs}–${toMs ?? ''}`, packets ?? '', name ?? '']
    .join(' ')
    .replaceAll(/ +/g, ' ')
    .trim();

/** From 0 on, a mark each second. */
export const watched = (reader: Reader, untilMs: number, fromMs = 0): Reader => {
  for (let ms = fromMs + 1_000; ms <= untilMs; ms += 1_000) reader.mark(ms);
  return reader;
};
