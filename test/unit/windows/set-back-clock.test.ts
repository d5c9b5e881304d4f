import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { batchOf, flow } from '../../support/records/flows.ts';
import { spanOf } from '../../support/records/marks.ts';
import { Reader, watched } from './marked-reader.ts';

/** An agent that had reached 1,012 s by a clock that was ahead, in two partitions. */
function reached(): Reader {
  const reader = new Reader();
  for (let ms = 1_001_000; ms <= 1_012_000; ms += 1_000) reader.mark(ms).copy(1);
  return reader;
}

/** The first mark after the clock has stood by its step: it covers nothing of what was before. */
const nothingBefore = (ms: number) => [spanOf(ms, ms)];

describe('records of an earlier time than their agent had reached', () => {
  it('hold their windows open until a mark tells of them, which are never exact', () => {
    const reader = reached().record(500_000).record(503_000).record(512_000);
    expect(reader.closed.filter(({ startMs }) => startMs < 600_000)).toEqual([]);
    reader.mark(514_000, nothingBefore(514_000), { epoch: 2 }).copy(1);
    reader.mark(532_000, [spanOf(514_000, 532_000)], { epoch: 2 }).copy(1);
    expect(reader.exact.filter(([startMs]) => startMs < 600_000)).toEqual([
      [500_000, false],
      [510_000, false],
      [520_000, true],
    ]);
  });

  it('leave what is open without it, too, as nobody knows when the clock was set', () => {
    const reader = reached().record(500_000);
    expect(reader.lacks).toContain('1010000: not-captured 1010000–1020000');
  });

  it('are told by marks that were read before: a copy of an older mark, or their own, lifts nothing', () => {
    const reader = reached().record(500_000).copy(1).record(501_000);
    expect(reader.closed.filter(({ startMs }) => startMs < 600_000)).toEqual([]);
  });

  it('are missing from when they began where the agent falls silent before a mark', () => {
    const reader = reached().record(500_000).clock(1_100_000, 0);
    for (let second = 1; second <= 40; second += 1) reader.clock(1_100_000 + second * 1_000, second * 1_000);
    expect(reader.aggregator.roster.missing).toEqual([{ agent: 'ada', livedMs: 500_000, isSilent: true }]);
  });
});

describe('a mark of an earlier time than its agent had reached', () => {
  const back = (): Reader => reached().mark(514_000, nothingBefore(514_000), { epoch: 2 }, 1);

  it('takes the other partitions back, whose records of then are still to be read', () => {
    const reader = back().mark(532_000, [spanOf(514_000, 532_000)], { epoch: 2 }, 1);
    expect(reader.closed.filter(({ startMs }) => startMs < 600_000)).toEqual([]);
    expect(reader.copy(0).closed.map(({ startMs }) => startMs)).toContain(520_000);
  });

  it('leaves the window in which it begins inexact', () => {
    const reader = back().copy(0);
    expect(reader.lacks).toContain('510000: not-captured 510000–514000');
  });

  it('makes no rival of the agent itself where older marks of it are read afterwards', () => {
    const reader = back();
    reader.older(0);
    expect(reader.rivals).toEqual([]);
    reader.mark(532_000, [spanOf(514_000, 532_000)], { epoch: 2 }, 1);
    expect(reader.closed.filter(({ startMs }) => startMs < 600_000)).toEqual([]);
  });
});

describe('a clock that is set back by a year', () => {
  const yearMs = 365 * 86_400_000;

  it('costs what there is to correct, and leaves all of it inexact', () => {
    const reader = new Reader({ correctionMs: 2 * yearMs });
    for (let ms = yearMs + 1_000; ms <= yearMs + 60_000; ms += 1_000) reader.record(ms - 1_000).mark(ms);
    const before = reader.loaded;
    reader.mark(514_000, nothingBefore(514_000), { epoch: 2 });
    expect(reader.loaded - before).toBeLessThan(20);
    const ahead = [...reader.archived.values()].filter(({ startMs, closed }) => closed && startMs >= yearMs);
    expect(ahead.length).toBeGreaterThan(3);
    expect(ahead.filter(({ exact }) => exact)).toEqual([]);
  });
});

describe('another life that begins before the one before had ended', () => {
  const begunAgain = (beganMs: number, more = {}): Reader => {
    const reader = watched(new Reader(), 11_000).mark(12_000, [spanOf(11_000, 12_700)], more);
    reader.mark(13_000, [spanOf(beganMs, 13_000)], { epoch: 2 });
    for (let ms = 14_000; ms <= 30_000; ms += 1_000) reader.mark(ms, undefined, { epoch: 2 });
    return reader;
  };

  it.each([
    ['by less than an interval, after a farewell', 12_100, { farewell: true }],
    ['by a moment, after a farewell', 12_699, { farewell: true }],
    ['by more than an interval, after a farewell', 11_500, { farewell: true }],
    ['by less than an interval, after it was killed', 12_100, {}],
  ])('tells that the clock was set back %s', (_, beganMs, more) => {
    const reader = begunAgain(beganMs, more);
    expect(reader.exact).toEqual([
      [0, true],
      [10_000, false],
      [20_000, true],
    ]);
    expect(reader.wentBackTo).toHaveLength(1);
  });

  it('says nothing of the clock where it begins after the end', () => {
    const reader = begunAgain(12_800, { farewell: true });
    expect(reader.wentBackTo).toEqual([]);
    expect(reader.exact).toEqual([
      [0, true],
      [10_000, false],
      [20_000, true],
    ]);
  });
});

it('was there already where a record lies before what the first mark covers', () => {
  const reader = new Reader().mark(27_000, nothingBefore(27_000));
  const batch = batchOf(14_000, [flow('10.0.0.1', '10.0.0.2', 100)]);
  reader.aggregator.add(batch, 0, { partition: 1, agent: 'ada', epoch: 1, sequence: 0 });
  expect(reader.aggregator.roster.find('ada')!.away[0]!.toMs).toBe(epochMs(14_000));
  expect(reader.lacks).toEqual([
    '10000: not-captured 10000–20000',
    '20000: not-captured 20000–27000 eth0',
    '20000: not-captured 20000–27000',
  ]);
});
