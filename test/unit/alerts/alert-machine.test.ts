import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import {
  type AlertMemory,
  type Observation,
  step,
  withinMemory,
} from '../../../src-main/engine/alerts/alert-machine.ts';

const seen = (
  startMs: number,
  outcome: 'breached' | 'within',
  when: 'open' | 'closed' = 'closed',
): Observation => ({
  ...{ startMs: epochMs(startMs), closed: when === 'closed', breached: outcome === 'breached', told: false },
  clear: outcome === 'within',
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
      const result = step(memory, one, `alert-${i}`, forWindows);
      memory = result.memory;
      return `${result.fire ? 'F' : ''}${result.resolve ? 'R' : ''}` || '-';
    })
    .join(' ');
}

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
    expect(step(memory, again, 'new', 1)).toEqual({ memory, fire: false, resolve: false });
  });

  it('has the id of the transition that fired until it is resolved', () => {
    const fired = step(withinMemory, seen(0, 'breached'), 'first', 1).memory;
    expect(fired.firing).toBe('first');
    const still = step(fired, seen(10, 'breached'), 'second', 1).memory;
    expect(still.firing).toBe('first');
    expect(step(still, seen(20, 'within'), 'third', 1).memory.firing).toBeNull();
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

describe('any order of observations', () => {
  const observation = fc
    .record({
      startMs: fc.integer({ min: 0, max: 8 }).map((number) => epochMs(number * 10)),
      closed: fc.boolean(),
      outcome: fc.constantFrom('breached', 'near', 'clear'),
      told: fc.boolean(),
    })
    .map(({ outcome, ...rest }) => ({
      ...rest,
      breached: outcome === 'breached',
      clear: outcome === 'clear',
    }));

  it('fires and resolves in turn, and fires at the newest window that breaches', () => {
    const property = fc.property(
      fc.array(observation, { maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      (observations, forWindows) => {
        let memory: AlertMemory = withinMemory;
        for (const [i, one] of observations.entries()) {
          const before = memory;
          const { fire, resolve, memory: after } = step(memory, one, `alert-${i}`, forWindows);
          memory = after;
          if (before.firing !== null || one.told || !one.breached) expect(fire).toBe(false);
          if (before.firing === null) expect(resolve && !fire).toBe(false);
          expect(memory.firing).toBe(resolve ? null : fire ? `alert-${i}` : before.firing);
          expect(memory.breachMs === null).toBe(memory.firing === null);
          expect(memory.pending.length).toBeLessThan(forWindows);
          expect(new Set(memory.pending).size).toBe(memory.pending.length);
          if (memory.firing !== null) expect(memory.pending).toEqual([]);
          for (const pendingMs of memory.pending)
            expect(pendingMs).toBeGreaterThanOrEqual(memory.withinMs ?? 0);
          if (forWindows === 1 && one.breached && !one.told) expect(fire).toBe(before.firing === null);
          if (one.closed && one.clear && one.startMs >= (before.breachMs ?? 0))
            expect(memory.firing).toBeNull();
          if (!one.closed && !one.breached) expect(memory).toEqual(before);
        }
      },
    );
    fc.assert(property, { numRuns: 1_000 });
  });
});
