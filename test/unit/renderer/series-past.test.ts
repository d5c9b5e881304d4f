import { describe, expect, it } from 'vitest';
import type { WindowRollup, WindowSummary } from '../../../src-main/common/model/windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { readRange } from '../../../src-main/common/contract/replay.ts';
import { pastOf } from '../../../src-renderer/features/history/series-past.ts';

const hour = 3_600_000;
const five = 300_000;
const limits = { min: null, max: 900 };

const window = (startMs: number, bytes: number, closed: boolean): WindowSummary =>
  ({
    ...{ startMs: epochMs(startMs), endMs: epochMs(startMs + five), bytes, packets: 1, closed, limits },
    ...{ complete: true, exact: closed, lacks: closed ? [] : [{ reason: 'not-over' }] },
  }) as unknown as WindowSummary;

/** Sums of closed windows by the stretch between two edges, worked out one by one, as the store does. */
function rollups(windows: readonly WindowSummary[], edges: readonly number[]): WindowRollup[] {
  return edges.slice(1).flatMap((end, i) => {
    const within = windows.filter(({ startMs, closed }) => closed && startMs >= edges[i]! && startMs < end);
    if (within.length === 0) return [];
    const bytes = within.map((one) => one.bytes);
    return [
      {
        ...{
          startMs: epochMs(edges[i]!),
          endMs: epochMs(end),
          windows: within.length,
          packets: within.length,
        },
        ...{
          bytes: bytes.reduce((sum, one) => sum + one, 0),
          least: Math.min(...bytes),
          most: Math.max(...bytes),
        },
        ...{ above: 0, below: 0, incomplete: 0, inexact: 0, limits },
      },
    ];
  });
}

const totalsOf = async (windows: readonly WindowSummary[], edges: number[]) => {
  const past = pastOf(
    {
      getRange: ({ edges: asked, of }) =>
        Promise.resolve({
          range: {
            parts: rollups(windows, asked),
            windows: windows.slice(-(of as { windows: number }).windows),
          },
          ...{ before: null, usual: [] },
        }),
    },
    7,
  );
  const of = { kind: 'totals', windows: 0 } as const;
  return (await readRange(past, { edges, of, before: null, usual: null })).range.parts;
};

describe('the hours of a series that is no longer summed', () => {
  const edges = [0, hour, 2 * hour, 3 * hour];

  it('hold the window that was left growing, and are not exact then', async () => {
    expect(await totalsOf([window(0, 100, true), window(five, 20, false)], edges)).toEqual([
      expect.objectContaining({
        ...{ startMs: 0, endMs: hour, windows: 2, bytes: 120, packets: 2, least: 20, most: 100 },
        ...{ incomplete: 1, inexact: 1, limits },
      }),
    ]);
  });

  it('begin with it where nothing else is in its hour', async () => {
    const [first, last] = await totalsOf([window(0, 100, true), window(2 * hour, 20, false)], edges);
    expect(first).toMatchObject({ bytes: 100, inexact: 0 });
    expect(last).toMatchObject({
      startMs: 2 * hour,
      endMs: 3 * hour,
      windows: 1,
      bytes: 20,
      least: 20,
      inexact: 1,
    });
  });

  it('stay as they are where nothing was left', async () => {
    const windows = [window(0, 100, true), window(five, 20, true)];
    expect(await totalsOf(windows, edges)).toEqual(rollups(windows, edges));
  });
});
