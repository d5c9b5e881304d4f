import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, shell } from 'electron';
import type { DocumentationPage } from '../common/documentation.ts';
import { MonitorError } from '../common/errors.ts';

/**
 * Opens a page of the documentation: the file of a checkout, else where releases are announced.
 *
 * @throws MonitorError `internal` where the desktop can't open it
 */
export async function openDocumentation(page: DocumentationPage, homepage: string): Promise<void> {
  const file = join(app.getAppPath(), 'docs', `${page}.md`);
  if (!existsSync(file)) return shell.openExternal(`${homepage}/docs/${page}`);
  const problem = await shell.openPath(file);
  if (problem !== '') throw new MonitorError('internal', `Can't open ${file}: ${problem}`);
}
