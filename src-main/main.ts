/** Electron's composition root: arguments, one instance per data folder, then {@link DesktopApp}. */
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { MonitorError } from './common/errors.ts';
import { type MonitorOptions, parseMonitorOptions } from './command-line/monitor-options.ts';
import { userArguments } from './command-line/user-arguments.ts';
import { makeFolder } from './engine/store/folder.ts';
import { declareAppScheme } from './shell/app-protocol.ts';
import { DesktopApp } from './shell/desktop-app.ts';
import { sentence } from './common/sentence.ts';

/** Exit statuses, as on the command line. */
const failed = 1;
const wrongUsage = 2;

function main(): void {
  const options = readOptions();
  const profile = prepareProfile(options.engine.dataDir);
  if (!app.requestSingleInstanceLock()) {
    console.log('StreamChecker already runs on this data folder; its window is brought to the front.');
    app.exit(0);
    return;
  }
  declareAppScheme();
  const desktop = new DesktopApp({ options, profile });
  app.on('second-instance', () => desktop.reveal());
  app
    .whenReady()
    .then(() => desktop.run())
    .catch((thrown: unknown) => end(thrown, failed));
}

function readOptions(): MonitorOptions {
  try {
    return parseMonitorOptions(userArguments(process.argv, app.isPackaged));
  } catch (thrown) {
    return end(thrown, wrongUsage);
  }
}

/** Electron keeps its own files, and its lock, in the data folder: each data folder has an app of its own. */
function prepareProfile(dataDir: string): string {
  const profile = join(dataDir, 'desktop');
  try {
    makeFolder(profile);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const remedy = 'Choose another one with --data-dir.';
    return end(
      new MonitorError('store/not-writable', `Can't use the data folder ${dataDir}: ${reason}`, { remedy }),
      failed,
    );
  }
  app.setPath('userData', profile);
  return profile;
}

function end(thrown: unknown, status: number): never {
  const error = MonitorError.from(thrown);
  console.error(`streamchecker: ${sentence(error)}`);
  if (app.isPackaged && !process.stderr.isTTY) dialog.showErrorBox('StreamChecker', sentence(error));
  process.exit(status);
}

main();
