import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRange } from '../../src-main/common/contract/replay.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, eventually, launchApp } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { pictureProblem } from '../support/desktop/desktop-problems.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('agents in the app', () => {
  const own = ownedByTests();
  let running: DesktopAppUnderTest;
  let traffic: LoopbackTraffic;

  beforeAll(async () => {
    traffic = own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const desktop = own(await Desktop.start(), (session) => session.stop());
    const filter = `udp port ${traffic.port}`;
    const options = ['--interface', 'lo', '--filter', filter, '--window', '5s', '--lateness', '1s'];
    running = own(await launchApp(desktop, options), (app) => app.close());
    await running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
  });

  const violations = async (): Promise<unknown[]> => {
    await running.page.evaluate(await readFile(axeSource, 'utf8'));
    const found = await running.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  };

  it('are listed with what they say of themselves, and expected, missed and let go of by hand', async () => {
    const { page } = running;
    await traffic.send(30_000, 30, '127.0.0.7', '127.0.0.20');
    await page.getByTestId('go-agents').click();
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    await page.locator(`[data-testid=agent-row][data-state=live][data-version="${version}"]`).waitFor();
    await page.getByTestId('expect-name').locator('input').fill('branch office');
    await page.keyboard.press('Enter');
    const branch = page.locator('[data-testid=agent-row][data-agent="branch office"]');
    await branch.getByText('expected, never heard').waitFor();
    await page.getByTestId('agents-view').getByText('1 missing').waitFor();
    expect(await violations()).toEqual([]);
    await pictureProblem(running, 'agents');
    await branch.getByTestId('row-actions').click();
    await page.getByRole('menuitem', { name: 'Expect It No Longer' }).click();
    await branch.waitFor({ state: 'detached' });
  });

  it('have a history of their own, to the byte', async () => {
    const { page } = running;
    await page.getByTestId('agent-row').getByRole('button').first().click();
    await page.getByTestId('history-agent').waitFor();
    const shown = async (): Promise<number> => {
      const now = Math.ceil(Date.now() / 5_000) * 5_000;
      const { range } = await readRange(engineOf(page), {
        ...{ edges: [now - 3_600_000, now], of: { kind: 'agent', agent: '*' } },
        ...{ before: null, usual: null },
      });
      return range.parts.reduce((sum, { bytes, unknownPackets }) => sum + bytes + unknownPackets, 0);
    };
    await eventually('what was sent', async () => (await shown()) === 30_000, 30_000);
    await page.getByTestId('history').getByText('Pairs and hosts are not kept by agent').waitFor();
    expect(await violations()).toEqual([]);
    await pictureProblem(running, 'agent-history');
  }, 60_000);
});
