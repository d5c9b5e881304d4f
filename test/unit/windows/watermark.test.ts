import { describe, expect, it } from 'vitest';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import { Roster } from '../../../src-main/engine/windows/roster.ts';
import { Watermark } from '../../../src-main/engine/windows/watermark.ts';
import { markOf } from '../../support/records/marks.ts';

const watermarkOf = (latenessMs: number, roster = new Roster(30_000)): Watermark =>
  new Watermark({ latenessMs, roster, isLive: false, isMarked: false });

describe('the watermark', () => {
  it('is the newest event time less the lateness', () => {
    const watermark = watermarkOf(10);
    expect(watermark.valueMs).toBe(-Infinity);
    watermark.advance(epochMs(100));
    expect(watermark.valueMs).toBe(90);
    watermark.advance(epochMs(40));
    expect(watermark.valueMs).toBe(90);
  });

  it('follows the wall clock where there is one, also when that is set back', () => {
    const watermark = watermarkOf(10);
    watermark.setWallClock(epochMs(100), 0);
    expect(watermark.valueMs).toBe(90);
    watermark.advance(epochMs(5_000));
    expect(watermark.valueMs).toBe(90);
    watermark.setWallClock(epochMs(50), 0);
    expect(watermark.valueMs).toBe(40);
  });
});

describe('the watermark of a log that is read from afar', () => {
  const known = (...of: [number, number][]): ReadonlyMap<number, number> => new Map(of);

  it('follows the wall clock as far as every partition is known to be read', () => {
    const watermark = watermarkOf(10);
    watermark.setWallClock(epochMs(1_000), 0, known([0, 900], [1, 700]));
    expect(watermark.valueMs).toBe(690);
  });

  it('is held by a partition that is behind, at its own newest event time', () => {
    const watermark = watermarkOf(0);
    watermark.advance(epochMs(500), 0);
    watermark.advance(epochMs(300), 1);
    watermark.setWallClock(epochMs(1_000), 0, known([0, -Infinity], [1, -Infinity], [2, 900]));
    expect(watermark.valueMs).toBe(300);
    watermark.advance(epochMs(800), 1);
    expect(watermark.valueMs).toBe(500);
  });

  it('does not move while nothing is known of the log, whatever the wall clock says', () => {
    const watermark = watermarkOf(0);
    watermark.setWallClock(epochMs(1_000), 0, known([-1, -Infinity]));
    expect(watermark.valueMs).toBe(-Infinity);
  });

  it('takes nothing for progress that is stamped ahead of the wall clock', () => {
    const watermark = watermarkOf(0);
    watermark.setWallClock(epochMs(1_000), 0, known([0, 400]));
    watermark.advance(epochMs(3_600_000), 0);
    expect(watermark.valueMs).toBe(400);
    watermark.setWallClock(epochMs(1_100), 0, known([0, 400]));
    expect(watermark.valueMs).toBe(400);
  });
});

describe('the watermark of agents that write marks', () => {
  const takes = (
    roster: Roster,
    agent: string,
    reachedMs: number,
    partition = 0,
    sequence = reachedMs,
  ): void => {
    roster.take(markOf(agent, sequence, reachedMs), partition, epochMs(reachedMs));
  };

  it('is the least that they have reached, whatever the wall clock says', () => {
    const roster = new Roster(30_000);
    const watermark = watermarkOf(10, roster);
    takes(roster, 'ada', 5_000);
    takes(roster, 'bob', 3_000);
    for (const wall of [4_000, 3_600_000, -3_600_000]) {
      watermark.setWallClock(epochMs(wall), 0);
      expect(watermark.valueMs).toBe(2_990);
    }
  });

  it('runs no further ahead than the wall clock, which goes on at its pace where it is set back', () => {
    const roster = new Roster(30_000);
    const watermark = watermarkOf(0, roster);
    takes(roster, 'ada', 3_600_000);
    watermark.setWallClock(epochMs(5_000), 1_000);
    expect([watermark.valueMs, watermark.isOfWallClock]).toEqual([5_000, true]);
    watermark.setWallClock(epochMs(-60_000), 2_000);
    expect(watermark.valueMs).toBe(6_000);
    watermark.setWallClock(epochMs(7_200_000), 3_000);
    expect([watermark.valueMs, watermark.isOfWallClock]).toEqual([3_600_000, false]);
  });

  it('is held by a partition in which an agent has not said it yet', () => {
    const roster = new Roster(30_000);
    const watermark = watermarkOf(0, roster);
    takes(roster, 'ada', 1_000, 0, 1);
    takes(roster, 'ada', 1_000, 1, 1);
    takes(roster, 'ada', 9_000, 0, 2);
    watermark.setWallClock(
      epochMs(9_500),
      0,
      new Map([
        [0, 9_500],
        [1, 9_500],
      ]),
    );
    expect(watermark.valueMs).toBe(1_000);
    takes(roster, 'ada', 9_000, 1, 2);
    expect(watermark.valueMs).toBe(9_000);
  });

  it('is waited for by the wall clock, too, once records without marks were read', () => {
    const roster = new Roster(30_000);
    const watermark = watermarkOf(0, roster);
    takes(roster, 'ada', 9_000);
    watermark.setWallClock(epochMs(10_000), 0, new Map([[0, 4_000]]));
    expect(watermark.valueMs).toBe(9_000);
    watermark.advance(epochMs(3_000), 0, false);
    expect(watermark.valueMs).toBe(4_000);
  });

  it('goes on by the wall clock when all have left, or fallen silent', () => {
    const roster = new Roster(1_000);
    const watermark = watermarkOf(0, roster);
    takes(roster, 'ada', 9_000);
    watermark.setWallClock(epochMs(10_000), 0);
    for (let ms = 0; ms <= 3_000; ms += 500) roster.look(durationMs(ms), true);
    expect(watermark.valueMs).toBe(10_000);
  });
});
