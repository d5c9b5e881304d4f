import { BrowserWindow } from 'electron';
import type { Clock } from '../common/clock.ts';
import { MonitorError } from '../common/errors.ts';
import { say } from '../common/phrases/say.ts';

/** How long a page may take to be printed. */
const printMs = 30_000;
const millimetresOfAnInch = 25.4;
const margin = 15 / millimetresOfAnInch;

/**
 * Prints a page that stands alone as PDF on A4, in a window of its own that nobody sees: sandboxed, without scripts, and
 * with nothing to load from elsewhere.
 *
 * @throws MonitorError `internal` where it could not be printed in 30 s
 */
export async function printPdf(html: string, clock: Clock): Promise<Buffer> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  });
  const bound = new AbortController();
  try {
    const late = clock.after(printMs, bound.signal).then(() => Promise.reject(tooLate()));
    return await Promise.race([print(window, html), late]);
  } finally {
    bound.abort();
    window.destroy();
  }
}

async function print(window: BrowserWindow, html: string): Promise<Buffer> {
  await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html).toString('base64')}`);
  return window.webContents.printToPDF({
    pageSize: 'A4',
    printBackground: true,
    margins: { top: margin, bottom: margin, left: margin, right: margin },
  });
}

const tooLate = (): MonitorError =>
  new MonitorError('internal', say('shell.printTooLong', { seconds: printMs / 1_000 }), {
    remedy: say('shell.remedy.html'),
  });
