import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures, Units } from '../measurement.ts';
import { helper } from './contenders.ts';
import { begun, caughtUp, type Link } from './live-runs.ts';
import { MeasuredRun } from './measured-run.ts';

export const soakUnits: Units = {
  'memory-first': 'MiB',
  'memory-least': 'MiB',
  'memory-most': 'MiB',
  captured: 'packets',
  dropped: 'packets',
  lost: 'packets',
};

export const SOAK_PACKETS_PER_SECOND = 50_000;
const PAIRS = 1_000_000;
/** Until then the table and the ring were used all over. */
const WARM_UP_MS = 20_000;
const SAMPLE_MS = 1000;

async function residentMib(run: MeasuredRun, until: Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  let over = false;
  void until.finally(() => (over = true));
  while (!over) {
    samples.push(run.residentKib() / 1024);
    await sleep(SAMPLE_MS);
  }
  return samples;
}

/** Captures at a steady rate with the helper, and watches its resident memory. */
export async function soakRun(link: Link, durationMs: number): Promise<Figures> {
  const reader = helper.reader();
  const run = await MeasuredRun.start(link.receiving(helper.liveCommand(link.device)), reader);
  try {
    await begun(run, reader);
    const warmUp = await link.send(WARM_UP_MS, PAIRS, SOAK_PACKETS_PER_SECOND);
    const sending = link.send(durationMs, PAIRS, SOAK_PACKETS_PER_SECOND);
    const samples = await residentMib(run, sending);
    const sent = warmUp.sent + (await sending).sent;
    await caughtUp(run);
    run.stop(helper.stopBy);
    await run.cost();
    const { captured = 0, dropped = 0 } = reader.counts();
    return {
      'memory-first': samples[0] ?? NaN,
      'memory-least': Math.min(...samples),
      'memory-most': Math.max(...samples),
      ...{ captured, dropped, lost: sent - captured - dropped },
    };
  } finally {
    run.stop('SIGTERM');
  }
}
