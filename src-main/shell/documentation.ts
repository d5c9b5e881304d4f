import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, shell } from 'electron';
import type { DocumentationPage } from '../common/documentation.ts';
import { MonitorError } from '../common/errors.ts';
import { say } from '../common/phrases/say.ts';

/**
 * Opens a page of the documentation: the file of a checkout or of the package, else where releases are announced.
 *
 * @throws MonitorError `internal` where the desktop can't open it
 */
export async function openDocumentation(page: DocumentationPage, homepage: string): Promise<void> {
  const folders = [app.getAppPath(), process.resourcesPath];
  const file = folders.map((folder) => join(folder, 'docs', `${page}.md`)).find((path) => existsSync(path));
  if (file === undefined) return shell.openExternal(`${homepage}/docs/${page}`);
  await openPath(file);
}

/**
 * Opens the file of settings as the desktop would; one that is not there yet is made.
 *
 * @throws MonitorError `internal` where the desktop can't open it
 */
export async function openSettingsFile(path: string): Promise<void> {
  if (!existsSync(path)) writeFileSync(path, '{}\n');
  await openPath(path);
}

async function openPath(path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem !== '') throw new MonitorError('internal', say('shell.notOpened', { path, detail: problem }));
}
