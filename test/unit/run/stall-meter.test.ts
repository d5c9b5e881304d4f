import { expect, it } from 'vitest';
import { StallMeter } from '../../../src-main/engine/run/stall-meter.ts';
import { MemoryLog } from '../../support/records/flows.ts';

/** Other work of this thread has had its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('measures the longest time for which the thread did one thing', async () => {
  let now = 0;
  const meter = new StallMeter(() => now);
  meter.begin();
  now += 30;
  // What follows in the same turn is a part of it.
  meter.begin();
  now += 40;
  await turn();
  expect(meter.longestMs).toBe(70);
  now += 1_000;
  meter.begin();
  now += 20;
  await turn();
  expect(meter.longestMs).toBe(70);
});

it('counts what is done with what was read, and what is written', async () => {
  let now = 0;
  const meter = new StallMeter(() => now);
  const log = meter.watching(new MemoryLog());
  await log.read(new Map(), 10);
  now += 50;
  await turn();
  expect(meter.longestMs).toBe(50);
  const appended = log.append([]);
  now += 60;
  await appended;
  await turn();
  expect(meter.longestMs).toBe(60);
});
