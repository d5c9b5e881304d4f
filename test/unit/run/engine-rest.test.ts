import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { EngineRest, restMs } from '../../../src-main/engine/run/engine-rest.ts';

function restOf() {
  const store = { version: '1' };
  return { store, rest: new EngineRest(() => store.version) };
}

/** A status that shows nothing that goes on. */
const quiet = (atMs: number) => ({
  ...{ atMs: epochMs(atMs), firingCount: 0, problems: [] },
  capture: { packetsPerSecond: 0 },
});

describe('an engine to which nothing comes', () => {
  it('rests until it is time to look again', () => {
    const { rest } = restOf();
    expect(rest.isResting(epochMs(0))).toBe(false);
    rest.looked(quiet(10_000));
    expect(rest.isResting(epochMs(10_000 + restMs - 1))).toBe(true);
    expect(rest.isResting(epochMs(10_000 + restMs))).toBe(false);
  });

  it('looks at once when something comes, and does not rest while anything goes on', () => {
    const { rest } = restOf();
    rest.looked(quiet(10_000));
    rest.note();
    expect(rest.isResting(epochMs(10_001))).toBe(false);
    for (const goesOn of [{ capture: { packetsPerSecond: 1 } }, { firingCount: 1 }]) {
      rest.looked({ ...quiet(10_001), ...goesOn });
      expect(rest.isResting(epochMs(10_002))).toBe(false);
    }
  });

  it('looks at once when another process has changed the store', () => {
    const { rest, store } = restOf();
    rest.looked(quiet(10_000));
    store.version = '2';
    expect(rest.isResting(epochMs(10_001))).toBe(false);
  });

  it('looks at once when the clock was set', () => {
    const { rest } = restOf();
    rest.looked(quiet(90_000_000));
    expect(rest.isResting(epochMs(0))).toBe(false);
  });
});
