import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const main = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  window.loadFile('index.html');
});
`;

/** Writes the least that Electron can run with a window: what an app costs before it does anything. */
export function writeEmptyApp(folder: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }));
  writeFileSync(join(folder, 'main.cjs'), main);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Empty</title><p>Nothing</p>');
}
