import { type BrowserWindow, dialog } from 'electron';

/** Asks the person for a file of limits; null when they cancel. */
export async function chooseLimitsFile(parent: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
    title: 'Import Limits',
    buttonLabel: 'Preview',
    properties: ['openFile'],
    filters: [
      { name: 'Limits (JSON, CSV)', extensions: ['json', 'csv', 'tsv'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
