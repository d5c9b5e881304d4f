import type { ElectronApplication, Page } from 'playwright-core';
import type { Bridge, EngineState } from '../../src-main/common/monitor-api.ts';

declare global {
  interface Window {
    readonly streamchecker: Bridge;
    /** States of the engine since {@link recordEngineStates}. */
    engineStates?: EngineState['state'][];
  }
}

/** The current window's total as the page shows it; null while it shows none. */
export async function shownTotal(page: Page): Promise<number | null> {
  const totals = page.getByTestId('window-total');
  if ((await totals.count()) === 0) return null;
  const bytes = await totals.first().getAttribute('data-bytes');
  return bytes === null ? null : Number(bytes);
}

/** Lets the next file dialogs answer with `path`; null cancels them. No driver can click a native dialog. */
export function chooseFile(app: ElectronApplication, path: string | null): Promise<void> {
  return app.evaluate(({ dialog }, chosen) => {
    const answer = { canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] };
    dialog.showOpenDialog = () => Promise.resolve(answer);
  }, path);
}

/** Notes from now on, in the page, in which states the engine is. */
export function recordEngineStates(page: Page): Promise<void> {
  return page.evaluate(() => {
    const states: EngineState['state'][] = [];
    window.engineStates = states;
    window.streamchecker.on('engineStateChanged', (state) => states.push((state as EngineState).state));
  });
}

/** Whether each of the app's windows can be seen. */
export function visibleWindows(app: ElectronApplication): Promise<boolean[]> {
  return app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  );
}

/** Closes the window as its title bar would. */
export function closeWindow(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}
