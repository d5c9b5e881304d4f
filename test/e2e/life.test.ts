import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../support/process/command-line.ts';
import type { ElectronApplication } from 'playwright-core';
import { Desktop } from '../support/desktop/desktop.ts';
import { enginePids, eventually, launchApp, makeDataDir, runApp } from '../support/desktop/desktop-app.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { closeWindow, visibleWindows } from '../support/desktop/desktop-page.ts';

const options = ['--interface', 'lo'];

describe('the desktop app, from start to end', () => {
  const own = ownedByTests();
  let desktop: Desktop;

  beforeAll(async () => {
    desktop = own(await Desktop.start(), (session) => session.stop());
  });

  /** An orphan that has ended stays in the list of processes until init looks after it. */
  const isAlive = (pid: number): boolean => {
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };

  it('stays in the tray when its window is closed, comes back, and quits from there', async () => {
    const running = await launchApp(desktop, options);
    try {
      const item = await eventually('the tray icon', () => desktop.trayItems.at(-1));
      const engine = await eventually('an engine', async () => (await enginePids(running.app))[0]);
      const isSeen = async (): Promise<boolean> => (await visibleWindows(running.app)).includes(true);
      const isHidden = async (): Promise<boolean> => !(await isSeen());

      await closeWindow(running.app);
      await eventually('the window is hidden', isHidden);
      await eventually('it says that it goes on', () =>
        desktop.notices.some(({ summary }) => summary === 'StreamChecker keeps watching'),
      );
      await desktop.chooseInMenu(item, 'Open StreamChecker');
      await eventually('the window is back', isSeen);
      await closeWindow(running.app);
      await eventually('the window is hidden again', isHidden);
      await desktop.clickTray(item);
      await eventually('the window is back again', isSeen);
      await closeWindow(running.app);
      await eventually('a status line', async () =>
        [...(await desktop.menuLabels(item)).values()].includes('No limits set'),
      );
      await desktop.chooseInMenu(item, 'Quit');
      expect(await running.ended).toBe(0);
      await eventually('the end of the engine', () => !isAlive(engine), 5_000);
    } finally {
      await running.close();
    }
  });

  it('speaks the language of the person in the tray, as soon as they choose it', async () => {
    const running = await launchApp(desktop, options);
    try {
      const item = await eventually('the tray icon', () => desktop.trayItems.at(-1));
      const says = async (label: string): Promise<boolean> =>
        [...(await desktop.menuLabels(item)).values()].includes(label);
      await eventually('an English menu', () => says('Open StreamChecker'));
      await writeFile(join(running.dataDir, 'settings.json'), '{ "appearance.language": "de" }');
      await eventually('a German menu', () => says('StreamChecker öffnen'));
    } finally {
      await running.close();
    }
  });

  it('says at the next opening what happened while nobody looked', async () => {
    const running = await launchApp(desktop, options);
    try {
      const { page } = running;
      await page.locator('[data-testid=capture-state][data-state=capturing]').waitFor();
      expect(await page.getByTestId('away').count()).toBe(0);
      await page.addInitScript(() => localStorage.setItem('lastSeen', String(Date.now() - 3_600_000)));
      await page.reload();
      await page.getByTestId('away').getByText('no alert fired').waitFor();
      await page.getByTestId('away').getByRole('button', { name: 'Dismiss' }).click();
      await page.getByTestId('away').waitFor({ state: 'detached' });
    } finally {
      await running.close();
    }
  });

  it('hands a second start on the same data folder to the first', async () => {
    const dataDir = await makeDataDir();
    const running = await launchApp(desktop, options, { dataDir });
    try {
      await closeWindow(running.app);
      const second = await runApp(desktop, ['--data-dir', dataDir, ...options]);
      expect(second).toMatchObject({ status: 0 });
      expect(second.stdout).toContain('already runs');
      expect(await running.page.getByTestId('toast').count()).toBe(0);
      await runApp(desktop, ['--data-dir', dataDir, ...options, '--window', '1h']);
      await running.page.getByTestId('toast').getByText('--interface lo --window 1h').waitFor();
      await eventually('the window is back', async () => (await visibleWindows(running.app)).includes(true));
    } finally {
      await running.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('shows the view that it is asked for, also by a second start', async () => {
    const dataDir = await makeDataDir();
    const running = await launchApp(desktop, [...options, '--show=alerts'], { dataDir });
    try {
      const shown = (view: string): Promise<void> =>
        running.page.locator(`[data-testid=go-${view}][aria-current=page]`).waitFor();
      await shown('alerts');
      await runApp(desktop, ['--data-dir', dataDir, '--show', 'history']);
      await shown('history');
    } finally {
      await running.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('runs beside another one on another data folder, for as long as it was told to', async () => {
    const dataDir = await makeDataDir();
    const running = await launchApp(desktop, options);
    try {
      const other = await runApp(desktop, ['--data-dir', dataDir, '--duration', '1s', ...options]);
      expect(other).toMatchObject({ status: 0 });
      expect(await visibleWindows(running.app)).toEqual([true]);
    } finally {
      await running.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s', async (signal) => {
    const running = await launchApp(desktop, options);
    const engine = await eventually('an engine', async () => (await enginePids(running.app))[0]);
    running.app.process().kill(signal);
    expect(await running.ended).toBe(0);
    await eventually('the end of the engine', () => !isAlive(engine), 5_000);
    await running.close();
  });

  it('says in its window that something else uses the data folder, and ends with status 1', async () => {
    const dataDir = await makeDataDir();
    const own = ['--data-dir', dataDir, '--window', '1s', '--lateness', '1s', '--format', 'json'];
    const monitor = new CommandLine(['monitor', ...own, ...options]);
    try {
      await eventually('a window of the headless monitor', () => monitor.lines.length > 0);
      const running = await launchApp(desktop, options, { dataDir });
      await running.page.getByTestId('problem').filter({ hasText: dataDir }).waitFor();
      expect(running.errors()).toContain(dataDir);
      await running.close();
      expect(await running.ended).toBe(1);
      expect(monitor.isRunning()).toBe(true);
    } finally {
      monitor.kill('SIGKILL');
      await monitor.end();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('refuses a wrong argument in one line', async () => {
    const { status, stderr } = await runApp(desktop, ['--no-such-option']);
    expect(status).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('streamchecker: '))).toHaveLength(1);
    expect(stderr).toContain('--no-such-option');
  });

  it('says when it cannot use the data folder', async () => {
    const { status, stderr } = await runApp(desktop, ['--data-dir', '/dev/null/nowhere']);
    expect(status).toBe(1);
    expect(stderr).toContain('/dev/null/nowhere');
  });
});

describe('the desktop app without a tray', () => {
  const own = ownedByTests();

  it('asks when its window is closed, and comes back when it is started again', async () => {
    const desktop = own(await Desktop.start({ tray: false }), (session) => session.stop());
    const dataDir = own(await makeDataDir(), (path) => rm(path, { recursive: true, force: true }));
    const running = own(await launchApp(desktop, options, { dataDir }), (app) => app.close());
    await answerOnClose(running.app, 'Keep Watching');
    await closeWindow(running.app);
    expect(await visibleWindows(running.app)).toEqual([false]);
    await eventually('a notice that promises no tray', () =>
      desktop.notices.some(
        ({ summary, body }) => summary.includes('keeps watching') && !body.includes('tray'),
      ),
    );
    await runApp(desktop, ['--data-dir', dataDir]);
    await eventually('the window is back', async () => (await visibleWindows(running.app)).includes(true));
    await answerOnClose(running.app, 'Quit');
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await running.ended).toBe(0);
  });
});

/** Answers the question what closing the window means by one of its buttons. No driver can click a native dialog. */
function answerOnClose(app: ElectronApplication, button: string): Promise<void> {
  return app.evaluate(({ dialog }, wanted) => {
    const answer = (_parent: unknown, { buttons = [] }: { buttons?: readonly string[] } = {}) =>
      Promise.resolve({ response: buttons.indexOf(wanted), checkboxChecked: false });
    dialog.showMessageBox = answer;
  }, button);
}
