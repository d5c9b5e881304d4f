import { addTo, emptyWindow } from '../../support/store/windows.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { judge, statusOf } from '../../../src-main/engine/alerts/evaluator.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { type Flow, flow, limitOf, pairOf } from '../../support/records/flows.ts';

function windowOf(flows: readonly Flow[], { closed = true, complete = true } = {}): Window {
  const window = emptyWindow(0, 10_000, 100, complete ? [] : [{ reason: 'not-captured' as const }]);
  for (const { source, destination, bytes, packets } of flows)
    addTo(window, pairOf(source, destination), bytes, packets);
  if (closed) window.close();
  return window;
}

const total = (bytes: number): Flow[] => [flow('10.0.0.1', '10.0.0.2', bytes)];
const open = { closed: false };
const cut = { complete: false };

describe('a window against max', () => {
  it.each([
    [99, open, 'open'],
    [100, open, 'open'],
    [101, open, 'breached'],
    [100, {}, 'within'],
    [101, {}, 'breached'],
    [101, cut, 'breached'],
    [0, cut, 'within'],
  ] as const)('of 100 with %d bytes, %o, is %s', (bytes, state, outcome) => {
    const verdict = judge(windowOf(total(bytes), state), limitOf('max', 100));
    expect(verdict).toMatchObject({ outcome, observed: bytes });
  });
});

describe('a window against min', () => {
  it.each([
    [0, open, 'open'],
    [100, open, 'open'],
    [99, {}, 'breached'],
    [100, {}, 'within'],
    [101, {}, 'within'],
    [99, cut, 'unchecked'],
    [100, cut, 'within'],
  ] as const)('of 100 with %d bytes, %o, is %s', (bytes, state, outcome) => {
    expect(judge(windowOf(total(bytes), state), limitOf('min', 100))).toMatchObject({ outcome });
  });
});

describe('a limit with a scope', () => {
  const flows = [
    flow('10.0.0.1', '192.0.2.1', 1),
    flow('10.0.0.1', '192.0.2.2', 10),
    flow('10.1.0.1', '192.0.2.1', 100),
    flow('2001:db8::1', '2001:db8::2', 1_000),
  ];
  it.each([
    [{}, 1_111],
    [{ source: '10.0.0.1' }, 11],
    [{ source: '10.0.0.0/8' }, 111],
    [{ destination: '192.0.2.1' }, 101],
    [{ source: '10.0.0.0/16', destination: '192.0.2.1' }, 1],
    [{ destination: '2001:db8::/32' }, 1_000],
    [{ source: '0.0.0.0/0' }, 111],
    [{ source: '192.0.2.1' }, 0],
  ])('%o is compared with %d bytes', (scope, observed) => {
    expect(judge(windowOf(flows), limitOf('max', 0, scope)).observed).toBe(observed);
    expect(judge(windowOf(flows), limitOf('max', observed, scope)).outcome).toBe('within');
    expect(judge(windowOf(flows), limitOf('min', observed + 1, scope)).outcome).toBe('breached');
  });
});

describe('the status of a window', () => {
  const bound = fc.option(fc.nat(4));

  it('is the one word for its total, equality within', () => {
    const closed = { bytes: 5, closed: true, exact: true };
    expect(statusOf(closed, { min: null, max: null })).toBe('unchecked');
    expect(statusOf(closed, { min: 5, max: 5 })).toBe('within');
    expect(statusOf(closed, { min: null, max: 4 })).toBe('above');
    expect(statusOf(closed, { min: 6, max: null })).toBe('below');
    expect(statusOf({ ...closed, closed: false }, { min: 6, max: null })).toBe('unchecked');
    expect(statusOf({ ...closed, closed: false }, { min: 6, max: 9 })).toBe('within');
    expect(statusOf({ ...closed, exact: false }, { min: 6, max: null })).toBe('unchecked');
  });

  it('agrees with the verdicts of its limits', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.boolean(),
        fc.boolean(),
        bound,
        bound,
        (bytes, closed, complete, min, max) => {
          const window = windowOf(total(bytes), { closed, complete });
          const breached = (name: Limit['name'], value: number | null): boolean =>
            value !== null && judge(window, limitOf(name, value)).outcome === 'breached';
          const status = statusOf(window, { min, max });
          expect(status === 'above').toBe(breached('max', max));
          expect(status === 'below').toBe(breached('min', min) && !breached('max', max));
          if (min === null && max === null) expect(status).toBe('unchecked');
        },
      ),
    );
  });
});
