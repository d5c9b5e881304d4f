import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { projectionOf } from '../../../src-main/engine/periods/projection.ts';

const open = (bytes: number, parts: { sinceMs?: number | null; closed?: boolean } = {}) => ({
  ...{ bytes, endMs: epochMs(1_000), closed: parts.closed ?? false },
  sinceMs: parts.sinceMs === null ? null : epochMs(parts.sinceMs ?? 0),
});

describe('a projection', () => {
  it('says what the rate so far amounts to, and when the maximum is reached', () => {
    expect(projectionOf(open(100), 398, epochMs(250))).toEqual({ bytes: 400, reachesMs: 998 });
    expect(projectionOf(open(100), 200, epochMs(250))).toEqual({ bytes: 400, reachesMs: 503 });
    expect(projectionOf(open(100), 400, epochMs(250))).toEqual({ bytes: 400, reachesMs: null });
  });

  it('goes by the time of which there are windows', () => {
    expect(projectionOf(open(100, { sinceMs: 150 }), null, epochMs(250)).bytes).toBe(850);
  });

  it('of what is over, has not begun or has no traffic is what there is', () => {
    expect(projectionOf(open(100, { closed: true }), 50, epochMs(250))).toEqual({
      bytes: 100,
      reachesMs: null,
    });
    expect(projectionOf(open(0), 50, epochMs(0))).toEqual({ bytes: 0, reachesMs: null });
    expect(projectionOf(open(0), 50, epochMs(500))).toEqual({ bytes: 0, reachesMs: null });
  });

  it('reaches no maximum that is passed already', () => {
    expect(projectionOf(open(100), 50, epochMs(250)).reachesMs).toBe(null);
  });

  it('knows no rate before a window has closed: the capture may just have begun', () => {
    expect(projectionOf(open(100, { sinceMs: null }), 400, epochMs(250))).toEqual({
      bytes: 100,
      reachesMs: null,
    });
  });
});
