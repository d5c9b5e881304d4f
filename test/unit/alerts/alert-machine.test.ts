import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Breach } from '../../../src-main/common/model/alerts.ts';
import {
  type AlertMemory,
  type Observation,
  rewound,
  rowUpTo,
  step,
  withinMemory,
} from '../../../src-main/engine/alerts/alert-machine.ts';

const stepMs = 10;
const breachAt = (startMs: number): Breach => ({
  window: { startMs: epochMs(startMs), endMs: epochMs(startMs + stepMs) },
  observed: 1,
  topPairs: [],
});
const seen = (
  startMs: number,
  outcome: Observation['outcome'],
  when: 'open' | 'closed' = 'closed',
): Observation => ({
  ...{ startMs: epochMs(startMs), closed: when === 'closed', outcome, told: false },
  ...{ clear: outcome === 'within', breach: () => breachAt(startMs) },
});
/** Within the limit, but not so far that the alert may end. */
const near = (startMs: number): Observation => ({ ...seen(startMs, 'within'), clear: false });

/** Tells for each observation what it led to: `F` fired, `R` resolved, `FR` both, `-` nothing. */
const told = (...observations: Observation[]): string => toldFor(1, ...observations);

/** The same, of an alert that needs so many breaches in a row. */
function toldFor(forWindows: number, ...observations: Observation[]): string {
  let memory: AlertMemory = withinMemory;
  return observations
    .map((one, i) => {
      const result = step(memory, one, () => `alert-${i}`, { forWindows, stepMs });
      memory = result.memory;
      return `${result.fire ? 'F' : ''}${result.resolve ? 'R' : ''}` || '-';
    })
    .join(' ');
}

const alone = { forWindows: 1, stepMs };

describe('an alert', () => {
  it('fires once at a breach, and resolves once when a window after it closes within', () => {
    expect(
      told(
        seen(0, 'breached', 'open'),
        seen(0, 'breached', 'open'),
        seen(0, 'breached'),
        seen(10, 'breached', 'open'),
        seen(10, 'breached'),
        seen(20, 'within'),
        seen(30, 'within'),
        seen(40, 'breached'),
      ),
    ).toBe('F - - - - R - F');
  });

  it('is not resolved by an older window than the one that breached', () => {
    expect(
      told(seen(10, 'breached', 'open'), seen(0, 'within'), seen(10, 'breached'), seen(20, 'within')),
    ).toBe('F - - R');
  });

  it('is resolved when the breach itself is corrected away', () => {
    expect(told(seen(0, 'breached'), seen(0, 'within'))).toBe('F R');
    expect(told(seen(0, 'breached'), seen(10, 'breached'), seen(0, 'within'), seen(10, 'within'))).toBe(
      'F - - R',
    );
  });

  it('of a breach that is found when newer windows have closed fires and is over at once', () => {
    expect(told(seen(0, 'within'), seen(10, 'within'), seen(0, 'breached'), seen(20, 'within'))).toBe(
      '- - FR -',
    );
    expect(told(seen(10, 'within'), seen(20, 'breached'), seen(0, 'breached'), seen(30, 'within'))).toBe(
      '- F - R',
    );
  });

  it('does not fire again for a window whose breach was told', () => {
    const memory: AlertMemory = { ...withinMemory, withinMs: epochMs(10) };
    const again = { ...seen(0, 'breached'), told: true };
    expect(step(memory, again, () => 'new', alone)).toEqual({ memory, fire: false, resolve: false, row: [] });
  });

  it('has the id of the transition that fired until it is resolved', () => {
    const fired = step(withinMemory, seen(0, 'breached'), () => 'first', alone).memory;
    expect(fired.firing).toBe('first');
    const still = step(fired, seen(10, 'breached'), () => 'second', alone).memory;
    expect(still.firing).toBe('first');
    expect(step(still, seen(20, 'within'), () => 'third', alone).memory.firing).toBeNull();
  });
});

describe('an alert that needs several breaches in a row', () => {
  it('is pending until the last of them, and begins anew after a window within', () => {
    const row = [seen(0, 'breached'), seen(10, 'breached'), seen(20, 'within'), seen(30, 'breached')];
    expect(toldFor(3, ...row, seen(40, 'breached'), seen(50, 'breached', 'open'), seen(60, 'within'))).toBe(
      '- - - - - F R',
    );
  });

  it('counts a breach that is found between two others, and not one that was corrected away', () => {
    expect(toldFor(3, seen(10, 'breached'), seen(20, 'breached'), seen(0, 'breached'))).toBe('- - F');
    expect(toldFor(2, seen(0, 'breached'), seen(0, 'within'), seen(10, 'breached'))).toBe('- - -');
    expect(toldFor(2, seen(10, 'breached'), seen(0, 'within'), seen(20, 'breached'))).toBe('- - F');
  });

  it('does not count a breach from before a window within', () => {
    expect(toldFor(2, seen(10, 'within'), seen(0, 'breached'), seen(20, 'breached'))).toBe('- - -');
  });
});

describe('an alert with a clear threshold', () => {
  it('goes on until a window closes clear of the limit', () => {
    expect(told(seen(0, 'breached'), near(10), seen(20, 'breached'), near(30), seen(40, 'within'))).toBe(
      'F - - - R',
    );
  });

  it('does not fire while nothing breaches, however near it is', () => {
    expect(told(near(0), near(10))).toBe('- -');
  });
});

describe('a row', () => {
  const day = 86_400_000;

  it('is broken by a window that is missing, however soon the next one breaches', () => {
    expect(toldFor(2, seen(0, 'breached'), seen(3 * day, 'breached'))).toBe('- -');
    expect(toldFor(2, seen(0, 'breached'), seen(20, 'breached'), seen(30, 'breached'))).toBe('- - F');
  });

  it('is broken by a window that nobody could check, and by one that was found to be such', () => {
    const unchecked = seen(10, 'open');
    expect(toldFor(2, seen(0, 'breached'), unchecked, seen(20, 'breached'), seen(30, 'breached'))).toBe(
      '- - - F',
    );
    expect(toldFor(2, seen(0, 'breached'), seen(0, 'open'), seen(10, 'breached'))).toBe('- - -');
  });

  it('is completed by a window between two others that is found later', () => {
    expect(toldFor(3, seen(0, 'breached'), seen(20, 'breached'), seen(10, 'breached'))).toBe('- - F');
  });

  it('gives the alert its windows, and the newer ones that breached', () => {
    const pending = [breachAt(0), breachAt(30)];
    const result = step({ ...withinMemory, pending }, seen(10, 'breached'), () => 'a', {
      forWindows: 2,
      stepMs,
    });
    expect(result.row.map(({ window }) => window.startMs)).toEqual([0, 10, 30]);
    expect(result.memory.breachMs).toBe(30);
  });

  it('does not end with a window that nobody could check', () => {
    expect(told(seen(0, 'breached'), seen(10, 'open'), seen(20, 'within'))).toBe('F - R');
  });

  it('is counted up to the window that is open, or the one before it', () => {
    const pending = [breachAt(0), breachAt(20), breachAt(30)];
    const rowAt = (startMs: number): number => rowUpTo(pending, epochMs(startMs), stepMs).length;
    expect([0, 10, 20, 30, 40, 50].map(rowAt)).toEqual([1, 1, 1, 2, 2, 0]);
  });
});

describe('time that goes back', () => {
  const ahead = 2 * 86_400_000;
  const now = epochMs(15);

  it('leaves what is remembered of earlier windows, and forgets the rest', () => {
    const memory = { ...withinMemory, withinMs: epochMs(0), pending: [breachAt(10), breachAt(ahead)] };
    expect(rewound(memory, now)).toEqual({ ...memory, pending: [breachAt(10)] });
    expect(rewound({ ...memory, pending: [] }, now)).toEqual({ ...memory, pending: [] });
    const late = { ...withinMemory, withinMs: epochMs(ahead), warnedMs: epochMs(ahead) };
    expect(rewound(late, now)).toEqual(withinMemory);
  });

  it('holds up no row, and no alert that is over', () => {
    const within = rewound({ ...withinMemory, withinMs: epochMs(ahead) }, now);
    const first = step(within, seen(10, 'breached'), () => 'a', { forWindows: 2, stepMs });
    expect(step(first.memory, seen(20, 'breached'), () => 'b', { forWindows: 2, stepMs }).fire).toBe(true);
    const firing = rewound({ ...withinMemory, firing: 'a', breachMs: epochMs(ahead) }, now);
    expect(step(firing, seen(10, 'within'), () => '', alone).resolve).toBe(true);
  });
});

describe('any order of observations', () => {
  const observation = fc
    .record({
      startMs: fc.integer({ min: 0, max: 8 }).map((number) => epochMs(number * stepMs)),
      closed: fc.boolean(),
      outcome: fc.constantFrom('breached', 'near', 'clear', 'unchecked'),
      told: fc.boolean(),
    })
    .map(({ outcome, closed, ...rest }): Observation => ({
      ...{ ...rest, closed, clear: outcome === 'clear', breach: () => breachAt(rest.startMs) },
      outcome: outcome === 'breached' ? 'breached' : closed && outcome !== 'unchecked' ? 'within' : 'open',
    }));

  it('fires and resolves in turn, and only with this many windows in a row', () => {
    const property = fc.property(
      fc.array(observation, { maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      (observations, forWindows) => {
        let memory: AlertMemory = withinMemory;
        for (const [i, one] of observations.entries()) {
          const before = memory;
          const isBreach = one.outcome === 'breached';
          const result = step(memory, one, () => `alert-${i}`, { forWindows, stepMs });
          const { fire, resolve, memory: after, row } = result;
          memory = after;
          if (before.firing !== null || one.told || !isBreach) expect(fire).toBe(false);
          if (before.firing === null) expect(resolve && !fire).toBe(false);
          expect(memory.firing).toBe(resolve ? null : fire ? `alert-${i}` : before.firing);
          expect(memory.breachMs === null).toBe(memory.firing === null);
          expect(longestRow(memory.pending)).toBeLessThan(forWindows);
          if (fire) expect(longestRow(row)).toBeGreaterThanOrEqual(forWindows);
          if (memory.firing !== null) expect(memory.pending).toEqual([]);
          for (const { window } of memory.pending)
            expect(window.startMs).toBeGreaterThanOrEqual(memory.withinMs ?? 0);
          if (forWindows === 1 && isBreach && !one.told) expect(fire).toBe(before.firing === null);
          if (one.closed && one.clear && one.startMs >= (before.breachMs ?? 0))
            expect(memory.firing).toBeNull();
          if (!one.closed && !isBreach) expect(memory).toEqual(before);
        }
      },
    );
    fc.assert(property, { numRuns: 1_000 });
  });
});

/** Length of the longest row of windows without a gap. */
function longestRow(windows: readonly Breach[]): number {
  const starts = new Set(windows.map(({ window }) => Number(window.startMs)));
  const lengthFrom = (start: number): number => (starts.has(start) ? 1 + lengthFrom(start + stepMs) : 0);
  return Math.max(0, ...[...starts].map(lengthFrom));
}
