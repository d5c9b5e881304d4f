import { describe, expect, it } from 'vitest';
import { isExact, lostPackets, noCounts, shortfallOf } from '../../../src-main/common/loss.ts';

const reconciliation = { captured: 9, aggregated: 9, late: 0, dropped: 0 };
const whole = { complete: true, dropsKnown: true, missed: 0, reconciliation };

describe('what a window lacks', () => {
  it('is nothing where all was captured and nothing was lost', () => {
    expect(shortfallOf(whole)).toEqual({ packets: 0, openEnded: false });
    expect(isExact(whole)).toBe(true);
  });

  it.each([
    [{ missed: 3 }, 3],
    [{ reconciliation: { ...reconciliation, dropped: 4 } }, 4],
    [{ reconciliation: { ...reconciliation, late: 5 } }, 5],
  ])('is a number of packets where they were counted: %j', (more, packets) => {
    expect(shortfallOf({ ...whole, ...more })).toEqual({ packets, openEnded: false });
    expect(isExact({ ...whole, ...more })).toBe(false);
  });

  it.each([{ complete: false }, { dropsKnown: false }])('is not known where %j', (more) => {
    expect(shortfallOf({ ...whole, ...more })).toEqual({ packets: 0, openEnded: true });
    expect(isExact({ ...whole, ...more })).toBe(false);
  });
});

it('loses packets in three places', () => {
  expect(lostPackets(noCounts)).toBe(0);
  expect(lostPackets({ kernelDropped: 1, interfaceDropped: 20, queueDropped: 300 })).toBe(321);
});
