import { expect, it } from 'vitest';
import { StallMeter } from '../../../src-main/engine/run/stall-meter.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

it('measures the longest time for which the thread did one thing', async () => {
  const meter = new StallMeter();
  // Its first look begins the measurement.
  await systemClock.after(100);
  expect(meter.longestMs).toBeLessThan(10_000);
  const untilMs = systemClock.monotonic() + 300;
  while (systemClock.monotonic() < untilMs);
  await expect.poll(() => meter.longestMs, { timeout: 5_000 }).toBeGreaterThan(200);
  meter.dispose();
});
