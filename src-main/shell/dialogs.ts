import { writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import { MonitorError } from '../common/errors.ts';
import { say } from '../common/phrases/say.ts';
import type { ConsentQuestion } from './consent.ts';
import type { Words } from './words.ts';

/** Asks the person for a file of limits; null when they cancel. */
export async function chooseLimitsFile(parent: BrowserWindow, { text }: Words): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
    title: text(say('dialog.open.importLimits')),
    buttonLabel: text(say('dialog.open.preview')),
    properties: ['openFile'],
    filters: [
      { name: text(say('dialog.open.limits')), extensions: ['json', 'csv', 'tsv'] },
      { name: text(say('dialog.open.allFiles')), extensions: ['*'] },
    ],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Files without an ending are among all files. */
const captureEndings = ['pcap', 'pcapng', 'cap', 'dmp', 'gz', 'zst', 'lz4', 'xz'];

/** Asks the person for capture files; null when they cancel. */
export async function chooseCaptureFiles(
  parent: BrowserWindow,
  { text }: Words,
): Promise<readonly string[] | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
    title: text(say('dialog.open.openCaptures')),
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: text(say('dialog.open.captures')), extensions: captureEndings },
      { name: text(say('dialog.open.allFiles')), extensions: ['*'] },
    ],
  });
  return canceled || filePaths.length === 0 ? null : filePaths;
}

/** Asks what closing the window means where there is no tray. */
export async function askOnClose(
  parent: BrowserWindow,
  { text }: Words,
): Promise<'keep watching' | 'quit' | 'stay'> {
  const { response } = await dialog.showMessageBox(parent, {
    type: 'question',
    message: text(say('dialog.close.question')),
    detail: text(say('dialog.close.detail')),
    buttons: [
      text(say('dialog.close.keepWatching')),
      text(say('dialog.close.quit')),
      text(say('dialog.close.cancel')),
    ],
    defaultId: 0,
    cancelId: 2,
  });
  return (['keep watching', 'quit', 'stay'] as const)[response] ?? 'stay';
}

/** Asks for what a page alone may not do: to start a program, to read a source of limits, to connect elsewhere. */
export async function askConsent(
  parent: BrowserWindow,
  { text }: Words,
  { subject, named }: ConsentQuestion,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(parent, {
    type: 'question',
    message: text(say(`dialog.consent.${subject}`)),
    detail: named,
    buttons: [text(say('dialog.consent.allow')), text(say('dialog.consent.cancel'))],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** What is to be saved, and under which name at first. */
export interface SaveRequest {
  readonly name: string;
  readonly content: string;
  readonly encoding: 'utf8' | 'base64';
}

/**
 * Asks the person where to save a file, and saves it there; null when they cancel.
 *
 * @throws MonitorError `store/not-writable`
 */
export async function saveFile(parent: BrowserWindow, request: SaveRequest): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(parent, { defaultPath: request.name });
  if (canceled || filePath === '') return null;
  try {
    await writeFile(filePath, request.content, request.encoding);
  } catch (cause) {
    const remedy = say('shell.remedy.otherFolder');
    throw new MonitorError('store/not-writable', say('shell.notWritten', { path: filePath }), {
      remedy,
      cause,
    });
  }
  return filePath;
}
