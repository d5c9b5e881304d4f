import { describe, expect, it } from 'vitest';
import { appTargets } from '../../../scripts/bench/app/app-targets.ts';
import { summarise } from '../../../scripts/bench/measurement.ts';

const figures = (contender: string, values: Record<string, number>) =>
  summarise('app', contender, Object.fromEntries(Object.keys(values).map((name) => [name, ''])), [values]);
const good = {
  ...{ 'first-total': 1_500, 'history-drawn': 80, 'history-panned': 59.7, 'idle-cpu': 1.4 },
  ...{ 'idle-wake-ups': 58, 'unfocused-cpu': 1, 'silent-cpu': 0.4, 'hidden-cpu': 0.5 },
  ...{ 'hidden-memory': 110, 'come-back': 1_000 },
};

describe('targets of the app', () => {
  const of = (own: Record<string, number>, bundle = 150_000): string[] =>
    appTargets([...figures('StreamChecker', own), ...figures('empty Electron app', { memory: 130 })], bundle);

  it('are reached, each at its bound', () => {
    expect(of({ ...good, 'long-tasks': 0, memory: 190 })).toEqual([
      'reached: first total with a year of history, ≤ 2 s: 1500 ms',
      'reached: history of that year drawn, ≤ 100 ms: 80 ms',
      'reached: panned at 60 frames/s: 59.7 frames/s',
      'reached: idle CPU at 1,000 packets/s, ≤ 1.5 % of a core: 1.4 %',
      'reached: wake-ups at 1,000 packets/s, ≤ 60 a second: 58 a second',
      'reached: CPU without the focus at 1,000 packets/s, ≤ 1.0 % of a core: 1 %',
      'reached: CPU without a packet, ≤ 0.4 % of a core: 0.4 %',
      'reached: CPU while hidden at 1,000 packets/s, ≤ 0.5 % of a core: 0.5 %',
      'reached: memory (PSS) with the overview, ≤ 190 MiB: 190 MiB',
      'reached: memory (PSS) once the window was let go, ≤ 110 MiB: 110 MiB',
      'reached: the window that was let go is back with its total, ≤ 1 s: 1000 ms',
      'reached: tasks > 50 ms in the window while 50,000 pairs/s arrive, 0: 0 tasks',
      'reached: memory over an empty app, ≤ 60 MiB: 60 MiB',
      'reached: bundle of the window, gzip, ≤ 400 kB: 150 kB',
    ]);
  });

  it('are missed one by one', () => {
    const bad = { 'first-total': 2_100, 'history-drawn': 101, 'history-panned': 40, 'idle-cpu': 1.6 };
    const restless = { 'idle-wake-ups': 61, 'unfocused-cpu': 1.1, 'silent-cpu': 0.5, 'hidden-cpu': 0.6 };
    const heavy = { 'hidden-memory': 111, 'come-back': 1_001 };
    const lines = of({ ...bad, ...restless, ...heavy, 'long-tasks': 1, memory: 400 }, 500_000);
    expect(lines.every((line) => line.startsWith('missed: '))).toBe(true);
  });

  it('are missed where there is no figure', () => {
    expect(of({ ...good, 'long-tasks': 0 })[12]).toMatch(/^missed: .*: NaN MiB$/);
  });
});
