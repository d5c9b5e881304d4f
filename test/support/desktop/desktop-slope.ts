import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { type PastSecond, writePast } from './desktop-history.ts';
import { flow } from '../records/flows.ts';

const windowMs = 10_000;

/** Forty windows of 1,000, 1,100 and so on up to 4,900 bytes, and one of 1,000 that is left open. */
function* slope(nowMs: number): Generator<PastSecond> {
  const firstMs = (Math.floor(nowMs / windowMs) - 50) * windowMs;
  for (let i = 0; i <= 40; i += 1) {
    const bytes = 1_000 + (i % 40) * 100;
    yield { fromMs: firstMs + i * windowMs, flows: [flow('10.0.0.1', '10.0.0.2', bytes, 1)] };
  }
}

/**
 * Leaves windows of 10 s that grow, without limits, in a data folder.
 *
 * @returns the options of the app that goes on with them
 */
export async function writeSlope(dataDir: string, filter: string): Promise<string[]> {
  const settings: CheckSettings = {
    ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000 },
    ...{ filter, sources: [], destinations: [], rules: plainRules },
  };
  await writePast(dataDir, settings, [], slope(Date.now()));
  return ['--interface', 'lo', '--filter', filter, '--window', '10s'];
}
