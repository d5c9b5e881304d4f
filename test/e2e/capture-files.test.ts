import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import { Desktop } from '../support/desktop/desktop.ts';
import { type DesktopAppUnderTest, eventually, launchApp, runApp } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { chooseFile, dropOnPage } from '../support/desktop/desktop-page.ts';
import { packed, plain } from '../support/packets/packed-captures.ts';
import { ethernet, etherTypes, ipv4, pcapFile, pcapngFile } from '../support/packets/pcap-writer.ts';
import { engineOf } from '../support/desktop/page-calls.ts';

const hour = 3600;
/** 2026-03-02, 12:00:00 UTC. */
const noon = 1_772_452_800;
const limits = 'limit_name,limit_value,effective_date\nmax,100000,2026-03-02T13:00:00Z\n';

describe('capture files', () => {
  const own = ownedByTests();
  let desktop: Desktop;
  let folder: string;
  let running: DesktopAppUnderTest;
  let office: string;

  const packet = (seconds: number, totalLength: number, source = '192.0.2.7') => ({
    seconds,
    data: ethernet(etherTypes.ipv4, ipv4({ source, totalLength })),
  });

  beforeAll(async () => {
    folder = own(await mkdtemp(join(tmpdir(), 'streamchecker-captures-')), (path) =>
      rm(path, { recursive: true, force: true }),
    );
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => packet(from + (i % 200), 1_400, `192.0.2.${i % 50}`));
    office = join(folder, 'office hours.pcapng');
    const traffic = [...many(noon, 120), ...many(noon + 1.5 * hour, 60), ...many(noon + 2 * hour, 90)];
    await writeFile(office, pcapngFile(traffic));
    await writeFile(join(folder, 'limits.csv'), limits);
    desktop = own(await Desktop.start(), (session) => session.stop());
    // Of what is live: other tests send over the loopback interface, too.
    const live = ['--interface', 'lo', '--filter', 'ip and not net 127.0.0.0/8'];
    const options = [pathToFileURL(office).href, ...live, '--limits', join(folder, 'limits.csv')];
    const dataDir = join(folder, 'data');
    running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
  });

  const shows = (state: string): Promise<void> =>
    running.page.locator(`[data-testid=capture][data-state=${state}]`).waitFor();
  const liveWindows = (): Promise<readonly WindowSummary[]> =>
    engineOf(running.page).listWindows({ fromMs: 0, toMs: 2_000_000_000_000, count: 1000 });

  it('are opened from the command line, by path or address, in a view of their own', async () => {
    const { page } = running;
    await shows('done');
    await expect.poll(() => page.getByRole('heading', { name: 'office hours.pcapng' }).count()).toBe(1);
    await expect.poll(() => page.getByTestId('replayed-packets').getAttribute('data-count')).toBe('270');
    expect(await page.getByTestId('replay-problem').count()).toBe(0);
  });

  it('are judged by the limits of their time', async () => {
    const { page } = running;
    // Before the limit's date the largest window was within no limit; after it, 90 packets are too many.
    await page.getByTestId('replayed-breach').waitFor();
    await expect.poll(() => page.getByTestId('replayed-breach').count()).toBe(1);
    const shown = page.getByTestId('capture-window');
    await expect.poll(() => shown.getAttribute('data-status')).toBe('above');
    await expect.poll(() => shown.getAttribute('data-bytes')).toBe(String(90 * 1_400));
    await expect.poll(() => page.getByTestId('pair-row').count()).toBeGreaterThan(10);
  });

  it('leave the live history as it is, and notify nobody', async () => {
    expect((await liveWindows()).every(({ startMs }) => startMs > (noon + 24 * hour) * 1000)).toBe(true);
    expect(await engineOf(running.page).listAlerts({ count: 9 })).toEqual([]);
    expect(desktop.notices).toEqual([]);
  });

  it('say in one sentence what is wrong with a file', async () => {
    const { app, page } = running;
    const notes = join(folder, 'notes.txt');
    await writeFile(notes, 'This is not a capture file, but a text.');
    await chooseFile(app, notes);
    await page.keyboard.press('Control+o');
    await shows('failed');
    await expect.poll(() => page.getByTestId('replay-problem').innerText()).toContain('notes.txt');
    await chooseFile(app, join(folder, 'none.pcap'));
    await page.keyboard.press('Control+o');
    await page.getByTestId('replay-problem').getByText('does not exist').waitFor();
  });

  it.each([
    ['without an ending', 'trace', () => plain],
    ['by a number', 'dump.pcap7', () => plain],
    ...packed.map(
      ([form, content]) => [`compressed with ${form}`, `${form}.capture`, () => content] as const,
    ),
  ] as const)('are taken whatever their name: %s', async (_, name, content) => {
    const { app, page } = running;
    const path = join(folder, name);
    await writeFile(path, content());
    const shown = async (): Promise<void> => {
      await page.getByRole('heading', { name, exact: true }).waitFor();
      await expect.poll(() => page.getByTestId('replayed-packets').getAttribute('data-count')).toBe('3');
    };
    await chooseFile(app, path);
    await page.keyboard.press('Control+o');
    await shown();
    await page.getByRole('button', { name: 'Close Capture Files' }).click();
    await dropOnPage(page, [path], () => page.getByTestId('file-drop').waitFor());
    await shown();
  });

  it('are closed again', async () => {
    const { page } = running;
    await page.getByRole('button', { name: 'Close Capture Files' }).click();
    await page.getByTestId('no-capture-files').waitFor();
  });

  it('tell how far they are read, and can be cancelled', async () => {
    const { app, page } = running;
    const records = Array.from({ length: 200_000 }, (_, i) =>
      packet(noon + (i >> 9), 100, `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`),
    );
    const part = pcapFile(records);
    const large = join(folder, 'large.pcap');
    await writeFile(large, Buffer.concat([part, ...Array<Buffer>(59).fill(part.subarray(24))]));
    await chooseFile(app, large);
    await page.getByTestId('open-capture-files').click();
    const progress = page.getByTestId('replay-progress');
    await eventually('a part is read', async () => Number(await progress.getAttribute('data-read')) > 0);
    await page.getByTestId('cancel-replay').click();
    await shows('cancelled');
    await expect.poll(() => progress.innerText()).toMatch(/Cancelled at \d.* %: what follows is missing/);
  });

  it('are handed over by a second start', async () => {
    const { page, dataDir } = running;
    const second = await runApp(desktop, [office, '--data-dir', dataDir]);
    expect(second).toMatchObject({ status: 0 });
    await page.getByRole('heading', { name: 'office hours.pcapng' }).waitFor();
    await shows('done');
  });

  it('are opened when they are dropped on the window, several as one stream', async () => {
    const { page } = running;
    const next = join(folder, 'the next day.pcap');
    await writeFile(next, pcapFile([packet(noon + 24 * hour, 1_000)]));
    await dropOnPage(page, [office, next], () => page.getByTestId('file-drop').waitFor());
    await page.getByRole('heading', { name: 'office hours.pcapng, the next day.pcap' }).waitFor();
    await shows('done');
    await expect.poll(() => page.getByTestId('replayed-packets').getAttribute('data-count')).toBe('271');
  });

  it('come back after the page was loaded anew', async () => {
    const { page } = running;
    await page.reload();
    await shows('done');
  });
});
