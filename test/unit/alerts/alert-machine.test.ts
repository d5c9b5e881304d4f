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
});

/** Tells for each observation what it led to: `F` fired, `R` resolved, `FR` both, `-` nothing. */
function told(...observations: Observation[]): string {
  let memory: AlertMemory = withinMemory;
  return observations
    .map((one, i) => {
      const result = step(memory, one, `alert-${i}`);
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
    const memory: AlertMemory = { firing: null, breachMs: null, closedMs: epochMs(10) };
    const again = { ...seen(0, 'breached'), told: true };
    expect(step(memory, again, 'new')).toEqual({ memory, fire: false, resolve: false });
  });

  it('has the id of the transition that fired until it is resolved', () => {
    const fired = step(withinMemory, seen(0, 'breached'), 'first').memory;
    expect(fired.firing).toBe('first');
    const still = step(fired, seen(10, 'breached'), 'second').memory;
    expect(still.firing).toBe('first');
    expect(step(still, seen(20, 'within'), 'third').memory.firing).toBeNull();
  });
});

describe('any order of observations', () => {
  const observation = fc.record({
    startMs: fc.integer({ min: 0, max: 8 }).map((number) => epochMs(number * 10)),
    closed: fc.boolean(),
    breached: fc.boolean(),
    told: fc.boolean(),
  });

  it('fires and resolves in turn, and fires at the newest window that breaches', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 40 }), (observations) => {
        let memory: AlertMemory = withinMemory;
        let newestClosed = -1;
        for (const [i, one] of observations.entries()) {
          const before = memory;
          const { fire, resolve, memory: after } = step(memory, one, `alert-${i}`);
          memory = after;
          if (one.closed) newestClosed = Math.max(newestClosed, one.startMs);
          if (before.firing !== null || one.told) expect(fire).toBe(false);
          if (before.firing === null) expect(resolve && !fire).toBe(false);
          expect(memory.firing).toBe(resolve ? null : fire ? `alert-${i}` : before.firing);
          expect(memory.breachMs === null).toBe(memory.firing === null);
          if (one.breached && !one.told) expect(fire).toBe(before.firing === null);
          if (one.breached && !one.told && one.startMs >= newestClosed) expect(memory.firing).not.toBeNull();
          if (one.closed && !one.breached && one.startMs >= (before.breachMs ?? 0))
            expect(memory.firing).toBeNull();
          if (!one.closed && !one.breached) expect(memory).toEqual(before);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
