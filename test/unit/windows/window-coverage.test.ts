import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../../src-main/common/address.ts';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import { archiveOf, batchOf, flow } from '../../support/records/flows.ts';
import { markOf, noDrops, spanOf } from '../../support/records/marks.ts';

import { Window } from '../../../src-main/engine/windows/window.ts';
import { WindowAggregator } from '../../../src-main/engine/windows/window-aggregator.ts';
import { noPanes } from '../../support/store/memory-panes.ts';
import { Reader, settings, watched } from './marked-reader.ts';

describe('windows of agents that write marks', () => {
  it('close when their agent has passed their end, exact, also where nothing passed', () => {
    const reader = watched(new Reader().record(500), 29_000);
    expect(reader.exact).toEqual([
      [0, true],
      [10_000, true],
    ]);
    expect(reader.closed.map(({ bytes }) => bytes)).toEqual([100, 0]);
  });

  it('are not made, closed or judged by a step of the wall clock', () => {
    const reader = watched(new Reader(), 12_000);
    reader.clock(12_000, 0).clock(3_612_000, 250).clock(-999_999, 500).clock(12_500, 750);
    expect(reader.windows.map(({ startMs }) => startMs)).toEqual([0, 10_000]);
    expect(reader.closed).toHaveLength(1);
  });

  it('stay open through a stall of the reader, however long, until what was captured is read', () => {
    const reader = watched(new Reader(), 12_000).clock(12_000, 0).clock(612_000, 600_000);
    expect(reader.closed).toHaveLength(1);
    watched(reader.record(13_000), 25_000, 12_000);
    expect(reader.exact).toEqual([
      [0, true],
      [10_000, true],
    ]);
  });

  it('lack the time before their agent joined, and after it left', () => {
    const reader = new Reader().mark(5_000, [spanOf(4_200, 5_000)]).mark(12_000, [spanOf(5_000, 12_300)]);
    reader.mark(13_000, [spanOf(12_300, 13_000)], { farewell: true });
    expect(reader.lacks).toEqual(['0: not-captured 0–4200 eth0', '10000: not-captured 13000–20000 eth0']);
  });

  it('lack a hole between two spans, and name its owner', () => {
    const reader = watched(new Reader(), 13_000).mark(27_000, [spanOf(26_000, 27_000)]);
    expect(reader.lacks).toEqual([
      '10000: not-captured 13000–20000 eth0',
      '20000: not-captured 20000–26000 eth0',
    ]);
    expect(reader.windows[1]!.lacks[0]).toMatchObject({ agent: 'ada', interface: 'eth0' });
    expect(watched(reader, 45_000, 27_000).exact.at(-1)).toEqual([30_000, true]);
  });

  it('lack what an interface does not cover while others go on', () => {
    const reader = watched(new Reader(), 2_000);
    for (let ms = 3_000; ms <= 21_000; ms += 1_000)
      reader.mark(ms, [spanOf(ms - 1_000, ms), spanOf(2_500, 2_500, { name: 'wlan0', received: 0 })]);
    expect(reader.lacks).toEqual([
      '0: not-captured 2000–10000 wlan0',
      '10000: not-captured 10000–20000 wlan0',
      '20000: not-captured 20000–21000 wlan0',
    ]);
  });

  it('lack nothing of an interface that is no longer to be captured', () => {
    const both = [spanOf(0, 1_000), spanOf(0, 1_000, { name: 'veth7' })];
    const reader = watched(new Reader().mark(1_000, both), 22_000, 1_000);
    expect(reader.exact).toEqual([
      [0, true],
      [10_000, true],
    ]);
  });

  it('lack what was dropped, by the time and the interface that the mark names', () => {
    const reader = watched(new Reader(), 1_000);
    const lost = spanOf(1_000, 2_000, { kernelDropped: 3, interfaceDropped: 2 });
    const spooled = { ...spanOf(-9_000, -8_000), ...noDrops, queueDropped: 7 };
    watched(reader.mark(2_000, [spooled, lost]), 11_000, 2_000);
    expect(reader.lacks).toEqual(['0: kernel-dropped 3 eth0', '0: interface-dropped 2 eth0']);
    expect(reader.windows[0]).toMatchObject({ missed: 5, dropped: 0 });
  });

  it('lack no packet that is told with a window of its own, however late', () => {
    const reader = watched(new Reader(), 12_000);
    const spooled = { ...spanOf(3_000, 4_000), ...noDrops, queueDropped: 7 };
    reader.mark(13_000, [spooled, spanOf(12_000, 13_000)]);
    expect(reader.lacks).toEqual(['0: queue-dropped 7 eth0']);
    expect(reader.archived.get(0)).toMatchObject({ dropped: 7, closed: true, changed: true });
  });

  it('lack what was lost unread, until the next mark of each agent tells how far that reaches', () => {
    const reader = watched(new Reader(), 12_000);
    reader.aggregator.noteLost(0);
    watched(reader, 35_000, 12_000);
    expect(reader.lacks).toEqual(['10000: records-lost 12000–15000']);
    expect(reader.exact.slice(1)).toEqual([
      [10_000, false],
      [20_000, true],
    ]);
  });
});

describe('what was lost unread', () => {
  it('is missing from no window that an agent has not reached by its next mark, though it is there already', () => {
    const topic = new Reader();
    for (const partition of [0, 1]) topic.mark(1_000, [spanOf(0, 1_000)], { sequence: 1 }, partition);
    topic.mark(9_000, [spanOf(1_000, 9_000)], { sequence: 2 }, 1);
    topic.mark(35_000, [spanOf(9_000, 35_000)], { sequence: 3 }, 1).aggregator.noteLost(0);
    topic.mark(9_000, [], { sequence: 2 }, 0).mark(35_000, [], { sequence: 3 }, 0);
    expect(topic.lacks).toEqual(['0: records-lost 1000–10000', '10000: records-lost 10000–11000']);
  });

  it('is missing from the windows that close by the silence of its agent, or as it is forgotten', () => {
    const forgotten = watched(new Reader(), 12_000);
    forgotten.aggregator.noteLost(0);
    forgotten.aggregator.forget('ada');
    expect(forgotten.lacks).toEqual(['10000: records-lost 12000–20000']);
    const silent = watched(new Reader(), 12_000);
    silent.aggregator.noteLost(0);
    for (let ms = 0; ms <= 31_000; ms += 250) silent.clock(12_000 + ms, ms);
    expect(silent.lacks).toEqual(['10000: agent-silent 12000–20000', '10000: records-lost 12000–20000']);
  });

  it('is not missing again from an agent that was heard since, and forgotten meanwhile', () => {
    const reader = watched(new Reader(), 12_000);
    reader.aggregator.noteLost(0);
    watched(reader, 20_000, 12_000).aggregator.forget('ada');
    watched(reader, 45_000, 20_000);
    expect(reader.lacks).toEqual(['10000: records-lost 12000–15000']);
  });
});

describe('an agent that falls silent', () => {
  const silent = (): Reader => {
    const reader = watched(new Reader(), 12_000);
    for (let ms = 0; ms <= 31_000; ms += 250) reader.clock(12_000 + ms, ms);
    return reader;
  };

  it('makes the windows since its last mark lack something, once its lease is over', () => {
    const reader = silent();
    expect(reader.aggregator.roster.missing.map(({ agent }) => agent)).toEqual(['ada']);
    expect(reader.lacks).toEqual(['10000: agent-silent 12000–20000']);
    expect(reader.exact).toEqual([
      [0, true],
      [10_000, false],
    ]);
  });

  it('did not fall silent while its reader stood still', () => {
    const reader = watched(new Reader(), 12_000)
      .clock(12_000, 0)
      .clock(100_000, 88_000)
      .clock(100_250, 88_250);
    expect(reader.aggregator.roster.missing).toEqual([]);
  });

  it('is heard again: what it captured meanwhile corrects the windows, which lack nothing', () => {
    const reader = silent();
    reader.record(15_000).mark(44_000, [spanOf(12_000, 44_000)]);
    expect(reader.archived.get(10_000)).toMatchObject({ bytes: 100, exact: true, changed: true });
    expect(reader.windows.map(({ startMs }) => startMs)).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
  });
});

describe('time that goes back', () => {
  it('is told, and the windows of the present close as they should', () => {
    const reader = watched(new Reader(), 1_012_000, 1_000_000);
    watched(reader, 522_000, 500_000);
    expect(reader.wentBackTo).toEqual([501_000]);
    expect(reader.exact.filter(([startMs]) => startMs < 600_000)).toEqual([
      [500_000, true],
      [510_000, true],
    ]);
    expect(reader.lacks).toEqual(['1010000: not-captured 1010000–1020000']);
  });
});

describe('what marks say that can not be', () => {
  it('is no harm: a mark that reached beyond its records is corrected by them', () => {
    const reader = watched(new Reader(), 25_000).record(3_000);
    expect(reader.archived.get(0)).toMatchObject({ bytes: 100, changed: true });
  });

  it('is told where two processes publish as one agent', () => {
    const reader = watched(new Reader(), 12_000);
    reader.mark(13_000, undefined, { epoch: 5 });
    reader.mark(30_000, undefined, { epoch: 1 });
    expect(reader.rivals).toEqual(['ada']);
    expect(reader.lacks).toContain('10000: coverage-unknown');
  });

  it('is told where two processes publish as one agent in one life', () => {
    const reader = watched(new Reader(), 12_000);
    const rival = markOf('ada', 3, 14_000);
    reader.aggregator.mark(rival, 0, epochMs(14_000));
    expect(reader.rivals).toEqual(['ada']);
  });

  it('is counted once, in however many partitions it stands', () => {
    const reader = watched(new Reader(), 1_000);
    const mark = markOf('ada', 99, 2_000, [spanOf(1_000, 2_000, { kernelDropped: 3 })]);
    for (const partition of [0, 1, 0]) reader.aggregator.mark(mark, partition, epochMs(2_000));
    expect(reader.windows[0]).toMatchObject({ missed: 3 });
  });
});

describe('a record', () => {
  it.each([
    [9_500, 1_000, ['0: refused 9500–10000', '10000: refused 10000–10500']],
    [0, 20_000, ['0: refused 0–10000', '10000: refused 10000–20000']],
    [9_000, 12_000, ['0: refused 9000–10000', '10000: refused 10000–20000', '20000: refused 20000–21000']],
  ])('from %i of %i ms is refused, and its windows lack it', (fromMs, intervalMs, lacks) => {
    const reader = new Reader().clock(0, 0);
    const batch = batchOf(fromMs, [flow('10.0.0.1', '10.0.0.2', 1)], { intervalMs: durationMs(intervalMs) });
    expect(reader.aggregator.add(batch, 0, { partition: 0, agent: 'ada', epoch: 1, sequence: 0 })).toBe(0);
    expect(reader.refused).toEqual([expect.stringContaining('crosses the border')]);
    expect(reader.lacks).toEqual(lacks);
    expect(reader.windows[0]!.lacks[0]).toMatchObject({ agent: 'ada' });
  });

  it('of more than a day ahead is refused, and makes no window', () => {
    const reader = new Reader().clock(0, 0);
    expect(reader.aggregator.add(batchOf(100_000_000, [flow('10.0.0.1', '10.0.0.2', 1)]))).toBe(0);
    expect(reader.refused).toEqual([expect.stringContaining('more than a day ahead')]);
    expect(reader.windows).toEqual([]);
  });

  it('of an endless interval makes no endless row of windows', () => {
    const reader = new Reader({ correctionMs: Infinity }).clock(0, 0);
    const intervalMs = durationMs(8e15);
    reader.aggregator.add(batchOf(-8e15, [flow('10.0.0.1', '10.0.0.2', 1)], { intervalMs }));
    expect(reader.windows).toHaveLength(10_000);
    expect(reader.windows.at(-1)).toMatchObject({ endMs: 0, exact: false });
  });

  it('that is refused leaves windows exact of which nothing is selected', () => {
    const selection = { sources: [parseNetwork('10.0.0.9')], destinations: [] };
    const reader = new Reader({ selection }).clock(0, 0);
    reader.aggregator.add(batchOf(9_500, [flow('10.0.0.1', '10.0.0.2', 1)]));
    expect(watched(reader, 25_000).clock(25_000, 25_000).exact).toEqual([
      [0, true],
      [10_000, true],
    ]);
  });

  it('that comes too late makes no window, and is counted', () => {
    const reader = watched(new Reader({ correctionMs: 0 }), 500_000, 400_000);
    const batch = batchOf(0, [flow('10.0.0.1', '10.0.0.2', 1, 3)]);
    expect(reader.aggregator.add(batch)).toBe(3);
    expect(reader.windows[0]!.startMs).toBe(400_000);
  });

  it('of a producer without marks leaves its window’s coverage unknown', () => {
    const reader = watched(new Reader(), 1_000);
    const batch = batchOf(3_000, [flow('10.0.0.1', '10.0.0.2', 1)]);
    reader.aggregator.add(batch, 0, { partition: 0, agent: null, epoch: null, sequence: 0 });
    expect(reader.windows[0]).toMatchObject({ bytes: 1, exact: false });
    expect(reader.lacks).toEqual(['0: coverage-unknown']);
  });
});

/** Second by second: what was captured, what is said of it, and in which second a packet passed that is missing. */
describe('any schedule of spans, holes and drops', () => {
  const second = fc.record({
    captured: fc.boolean(),
    bytes: fc.nat(500),
    dropped: fc.nat(2),
    interrupted: fc.boolean(),
  });

  it('never calls a window exact that a packet is missing from', () => {
    fc.assert(
      fc.property(fc.array(second, { minLength: 1, maxLength: 60 }), (seconds) => {
        const reader = new Reader().mark(0, [spanOf(0, 0, { received: 0 })]);
        const missing = new Set<number>();
        let coveredMs = 0;
        seconds.forEach(({ captured, bytes, dropped, interrupted }, i) => {
          const [fromMs, toMs] = [i * 1_000, (i + 1) * 1_000];
          const isCaptured = captured && !interrupted;
          if (isCaptured) {
            if (bytes > 0) reader.record(fromMs, bytes);
            reader.mark(toMs, [spanOf(fromMs, toMs, { kernelDropped: dropped })]);
            coveredMs = toMs;
          } else if (interrupted) reader.mark(toMs, [spanOf(coveredMs, coveredMs, { received: 0 })]);
          if (!isCaptured || dropped > 0) missing.add(Math.floor(fromMs / 10_000) * 10_000);
        });
        for (const { startMs, exact } of reader.closed) expect(exact).toBe(!missing.has(startMs));
      }),
      { numRuns: 300 },
    );
  });
});

describe('records of any interval', () => {
  const record = fc.record({ fromMs: fc.nat(40_000), intervalMs: fc.integer({ min: 1, max: 25_000 }) });

  it('are missing from each window of theirs, and from no other, where they are refused', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), fc.boolean(), (records, areLate) => {
        const reader = new Reader();
        if (areLate) watched(reader, 75_000);
        const lacking = new Set<number>();
        for (const { fromMs, intervalMs } of records) {
          const batch = batchOf(fromMs, [flow('10.0.0.1', '10.0.0.2', 1)], {
            intervalMs: durationMs(intervalMs),
          });
          reader.aggregator.add(batch, 0, { partition: 0, agent: 'ada', epoch: 1, sequence: 0 });
          const [first, last] = [fromMs, fromMs + intervalMs - 1].map((ms) => Math.floor(ms / 10_000));
          for (let i = first!; first !== last && i <= last!; i += 1) lacking.add(i * 10_000);
        }
        watched(reader.settle(), 90_000, areLate ? 75_000 : 0);
        expect(reader.windows.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(7);
        for (const { startMs, closed, exact } of reader.windows)
          if (closed) expect([startMs, exact]).toEqual([startMs, !lacking.has(startMs)]);
      }),
      { numRuns: 200 },
    );
  });
});

it('lack what nobody knows of them where an older version left them open, without marks', () => {
  const facts = { ...Window.noFacts(epochMs(0), epochMs(10_000)), bytes: 100, packets: 1 };
  const aggregator = new WindowAggregator(
    settings,
    { ...archiveOf(new Map()), panes: noPanes },
    { open: [facts] },
  );
  expect(aggregator.open().map(({ exact, complete, lacks }) => [exact, complete, lacks[0]?.reason])).toEqual([
    [false, false, 'coverage-unknown'],
  ]);
});
