import { addTo, emptyWindow } from '../../support/store/windows.ts';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { LimitAssessment } from '../../../src-main/engine/alerts/limit-assessment.ts';
import { suggestLimits } from '../../../src-main/engine/alerts/limit-suggestion.ts';
import { leastWindows } from '../../../src-main/common/model/limits.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { limitOf, pairOf } from '../../support/records/flows.ts';

function past(startMs: number, bytes: number, breaches: readonly string[] = [], complete = true): Window {
  const window = emptyWindow(
    startMs,
    startMs + 10,
    100,
    complete ? [] : [{ reason: 'not-captured' as const }],
  );
  addTo(window, pairOf('10.0.0.1', '10.0.0.2'), bytes, 1);
  for (const key of breaches) window.noteBreach(key, true);
  window.close();
  return window;
}

describe('limits held against the past', () => {
  const max = limitOf('max', 100);
  const host = limitOf('max', 50, { source: '10.0.0.1', effectiveMs: epochMs(20) });
  const rows = [max, host, limitOf('min', 10)];
  const assess = (...windows: Window[]) => {
    const assessment = new LimitAssessment(new LimitTable(rows, 10));
    for (const window of windows) assessment.add(window);
    return assessment.result(true);
  };

  it('say how often each would have been left, by the dates from which they are in force', () => {
    const { breached, breaches, examined } = assess(past(40, 60), past(30, 200), past(10, 60), past(0, 5));
    expect(examined).toEqual({ windows: 4, fromMs: 0, toMs: 40 });
    expect(breached).toEqual({ windows: 3, fromMs: 0, toMs: 40 });
    expect(breaches.map(({ limit, windows }) => [limit.value, windows])).toEqual([
      [50, 2],
      [100, 1],
      [10, 1],
    ]);
  });

  it('say which windows were judged otherwise, and leave them as they are', () => {
    const unchanged = past(30, 200, ['max|||', 'max|10.0.0.1||']);
    const onceWithin = past(20, 60);
    const onceAbove = past(10, 60, ['max|||']);
    const { judgedOtherwise } = assess(unchanged, onceWithin, onceAbove, past(0, 60));
    expect(judgedOtherwise).toEqual({ windows: 2, fromMs: 10, toMs: 20 });
    expect([...onceAbove.breaches]).toEqual(['max|||']);
  });

  it('find no minimum in windows that were not captured from start to end', () => {
    expect(assess(past(0, 5, [], false)).breached.windows).toBe(0);
  });
});

describe('limits that the past suggests', () => {
  const scope = { source: '10.0.0.0/8', destination: null, windowSeconds: 300 };
  const suggest = (totals: readonly number[]) => suggestLimits(totals, scope, epochMs(7));

  it('lie a quarter above the 99th percentile and a fifth below the first, in two digits', () => {
    const totals = Array.from({ length: 200 }, (_, i) => 1_000 + i);
    expect(suggest(totals)).toEqual([
      {
        limit: limitOf('max', 1_500, { ...scope, effectiveMs: epochMs(7) }),
        ...{ percentile: 99, usual: 1_197, windows: 200, breaches: 0 },
      },
      {
        limit: limitOf('min', 800, { ...scope, effectiveMs: epochMs(7) }),
        ...{ percentile: 1, usual: 1_001, windows: 200, breaches: 0 },
      },
    ]);
  });

  it('say how many windows would have left them', () => {
    const totals = [...Array.from({ length: 298 }, () => 100), 9_000, 9_999];
    expect(suggest(totals).map(({ limit, breaches }) => [limit.name, limit.value, breaches])).toEqual([
      ['max', 130, 2],
      ['min', 80, 0],
    ]);
  });

  it('are none of too few windows, and no minimum where there is silence', () => {
    expect(suggest(Array.from({ length: leastWindows - 1 }, () => 5))).toEqual([]);
    expect(suggest(Array.from({ length: leastWindows }, () => 0)).map(({ limit }) => limit.name)).toEqual([
      'max',
    ]);
  });
});
