import { describe, expect, it } from 'vitest';
import { DueTimer } from '../../../src-main/engine/run/due-timer.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

/** A timer for a list of instants, each of which is done when it is run at or after it; and when it ran. */
function timerFor(due: number[]): { clock: FakeClock; timer: DueTimer; ran: number[]; isHeldUp: boolean } {
  const clock = new FakeClock(10_000);
  const ran: number[] = [];
  const run = (): void => {
    ran.push(clock.now());
    if (!held.isHeldUp) due.splice(0, due.filter((ms) => ms <= clock.now()).length);
  };
  const timer = new DueTimer({ clock, dueMs: () => due[0] ?? Infinity, run });
  const held = { clock, timer, ran, isHeldUp: false };
  return held;
}

describe('a timer for what is due next', () => {
  it('runs at each instant, and at no other', () => {
    const { clock, timer, ran } = timerFor([11_000, 11_030, 15_000]);
    timer.set();
    clock.advance(60_000);
    expect(ran).toEqual([11_000, 11_030, 15_000]);
    timer.dispose();
  });

  it('waits for something earlier as soon as it is set anew', () => {
    const due = [20_000];
    const { clock, timer, ran } = timerFor(due);
    timer.set();
    clock.advance(1_000);
    due.unshift(11_500);
    timer.set();
    clock.advance(2_000);
    expect(ran).toEqual([11_500]);
    expect(clock.timers).toBe(1);
  });

  it('tries what could not be done four times a second', () => {
    const held = timerFor([10_500]);
    held.isHeldUp = true;
    held.timer.set();
    held.clock.advance(1_200);
    expect(held.ran).toEqual([10_500, 10_750, 11_000]);
    held.isHeldUp = false;
    held.clock.advance(60_000);
    expect(held.ran).toHaveLength(4);
  });

  it('goes on though a run throws, and not after its end', () => {
    const clock = new FakeClock(0);
    let runs = 0;
    const run = (): void => {
      runs += 1;
      throw new Error('disk full');
    };
    const timer = new DueTimer({ clock, dueMs: () => 100, run });
    timer.set();
    for (let i = 0; i < 3; i++) expect(() => clock.advance(250)).toThrow('disk full');
    expect(runs).toBe(3);
    timer.dispose();
    timer.set();
    clock.advance(1_000);
    expect([runs, clock.timers]).toEqual([3, 0]);
  });
});
