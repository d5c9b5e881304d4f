import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { type PastSecond, writePast } from '../desktop/desktop-history.ts';
import { flow } from '../records/flows.ts';

/** Length of the windows of {@link writeSomeHours}. */
export const windowMs = 300_000;
const settings: CheckSettings = {
  ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000, filter: '' },
  ...{ sources: [], destinations: [], rules: plainRules },
};

/** Windows of 1,000 to 4,000 bytes, of which the last two stay open. */
function* past(): Generator<PastSecond> {
  const firstMs = (Math.floor(Date.now() / windowMs) - 40) * windowMs;
  for (let i = 0; i <= 30; i += 1)
    yield { fromMs: firstMs + i * windowMs, flows: [flow('10.0.0.1', '10.0.0.2', 1_000 + i * 100)] };
}

/** Leaves hours of traffic in a data folder, to which limits can be held. */
export const writeSomeHours = (dataDir: string): Promise<void> => writePast(dataDir, settings, [], past());

/** Has a data folder follow a source of limits. */
export function followIn(dataDir: string, source: string): void {
  const shared = DataFolder.share(dataDir);
  shared.settings.followLimits(source);
  shared.dispose();
}
