import type { ElectronApplication, Page } from 'playwright-core';
import type { Bridge } from '../../../src-main/common/bridge.ts';
import type { EngineState } from '../../../src-main/common/model/shell.ts';

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

/** Answers what is asked in dialogs of the system from now on: what a page alone may not do is allowed or not. */
export function answerConsent(app: ElectronApplication, isAllowed: boolean): Promise<void> {
  return app.evaluate(({ dialog }, allowed) => {
    const answer = (_parent: unknown, options: { buttons?: readonly string[] } = {}) =>
      Promise.resolve({ response: allowed ? 0 : (options.buttons?.length ?? 1) - 1, checkboxChecked: false });
    dialog.showMessageBox = answer;
  }, isAllowed);
}

/** Lets the next dialogs that ask where to save answer with `path`. */
export function saveAs(app: ElectronApplication, path: string): Promise<void> {
  return app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

/**
 * Drags files over the middle of the page as a file manager would, and drops them there.
 *
 * @param whileHeld what to do before they are dropped
 */
export async function dropOnPage(
  page: Page,
  files: readonly string[],
  whileHeld: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop'): Promise<unknown> =>
    session.send('Input.dispatchDragEvent', { type, x: 450, y: 300, data });
  await send('dragEnter');
  await send('dragOver');
  await whileHeld();
  await send('drop');
  await session.detach();
}

/** Runs a command by its title, from the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.getByTestId('palette').getByRole('combobox').fill(title);
  await page.keyboard.press('Enter');
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

/** Closes the window as its title bar would, and waits until it is hidden. */
export function closeWindow(app: ElectronApplication): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const [window] = BrowserWindow.getAllWindows();
        // Whether there is a tray is asked first.
        if (window?.isVisible()) window.once('hide', () => resolve());
        else resolve();
        window?.close();
      }),
  );
}
