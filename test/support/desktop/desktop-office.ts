import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { Desktop } from './desktop.ts';
import { type DesktopAppUnderTest, launchApp, makeDataDir } from './desktop-app.ts';
import { enoughOfWindow, writePast } from './desktop-history.ts';
import { morning } from './desktop-morning.ts';
import type { ownedByTests } from './desktop-owned.ts';
import { LoopbackTraffic } from './desktop-traffic.ts';

const windowMs = 300_000;
const max: Limit = {
  ...{ name: 'max', value: 96 * 1024 ** 2, effectiveMs: epochMs(Date.UTC(2026, 0, 1)) },
  ...{ source: null, destination: null, windowSeconds: null },
};

/** Of the past only: what is followed from the start on has not got it. */
const scoped: Limit = { ...max, value: 1024, source: '10.20.4.17' };

/** An app that has watched an office's morning and captures on the loopback interface. */
export interface Office {
  readonly running: DesktopAppUnderTest;
  readonly dataDir: string;
  readonly traffic: LoopbackTraffic;
  /** The file of limits that it follows. */
  readonly limits: string;
  /** Shows a view by its button in the activity bar. */
  show(view: string): Promise<void>;
  /** An attribute of the first element with that test id. */
  attribute(testId: string, name: string): Promise<string | null>;
}

export async function openOffice(own: ReturnType<typeof ownedByTests>): Promise<Office> {
  const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
  const traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
  const filter = `udp port ${traffic.port}`;
  const settings: CheckSettings = {
    ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000 },
    ...{ filter, sources: [], destinations: [], rules: plainRules },
  };
  await enoughOfWindow(windowMs, 40_000);
  await writePast(dataDir, settings, [max, scoped], morning(Date.now()));
  const limits = join(dataDir, 'limits.csv');
  await writeFile(limits, 'limit_name,limit_value,effective_date\nmax,100663296,2026-01-01\n');
  const desktop = own(await Desktop.start(), (session) => session.stop());
  const options = ['--interface', 'lo', '--filter', filter, '--limits', limits];
  const running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
  const { page } = running;
  await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor({ timeout: 30_000 });
  await traffic.send(4_000_000, 100, '127.0.0.7', '127.0.0.20');
  const show = async (view: string): Promise<void> => {
    const button = page.getByTestId(`go-${view}`);
    if ((await button.getAttribute('aria-current')) === null) await button.click();
  };
  const attribute = (testId: string, name: string): Promise<string | null> =>
    page.getByTestId(testId).first().getAttribute(name);
  return { running, dataDir, traffic, limits, show, attribute };
}
