import { say } from './common/phrases/say.ts';
/** Electron's composition root: arguments, one instance per data folder, then {@link DesktopApp}. */
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { parseDuration } from './common/duration.ts';
import { MonitorError } from './common/errors.ts';
import { type MonitorOptions, parseMonitorOptions } from './settings/monitor-options.ts';
import { takeShownView } from './command-line/shown-view.ts';
import { pathOf, userArguments } from './command-line/user-arguments.ts';
import type { DurationMs } from './common/units.ts';
import { systemClock } from './engine/run/system-clock.ts';
import { settingsDir } from './system/data-dir.ts';
import { makeFolder } from './system/make-folder.ts';
import { declareAppScheme } from './shell/app-protocol.ts';
import { configureChromium } from './shell/chromium.ts';
import { CaptureChoices } from './shell/capture-choices.ts';
import { DesktopApp } from './shell/desktop-app.ts';
import { keyringVault } from './shell/keyring-vault.ts';
import { AppSettings } from './shell/app-settings.ts';
import { SettingsFile } from './settings/sources/file.ts';
import { policyFile, readPolicy } from './settings/sources/policy.ts';
import { sentence } from './common/sentence.ts';
import type { ViewName } from './common/view-names.ts';

/** Exit statuses, as on the command line. */
const failed = 1;
const wrongUsage = 2;

/** What another start on the same data folder asks for. */
interface Asked {
  readonly files: readonly string[];
  readonly view: ViewName | null;
  readonly options: readonly string[];
}

function main(): void {
  const { options: read, view, argv } = readArguments();
  const { engine, files: named } = read;
  const letGoMs = readLetGo();
  const files = named.map(pathOf);
  const profile = prepareProfile(engine.dataDir);
  const options = argv.filter((word) => !named.includes(word));
  if (!app.requestSingleInstanceLock({ files, view, options })) return leaveToOther();
  declareAppScheme();
  const settingsFile = openSettings(settingsDir(engine.dataDir));
  configureChromium(settingsFile.read.values['app.hardwareAcceleration']);
  const opening = new Opening(files, options);
  const captureChoices = new CaptureChoices(systemClock);
  app
    .whenReady()
    .then(() => {
      const settings = new AppSettings({
        checkCapture: (wishes) => captureChoices.check(wishes),
        file: settingsFile,
        policy: readPolicy(policyFile()),
        argv: options,
        ...{ vault: keyringVault, clock: systemClock },
      });
      const parts = { clock: systemClock, captureChoices, settings, profile, view, letGoMs };
      return opening.done((waiting) => new DesktopApp({ ...parts, files: waiting })).run();
    })
    .catch((thrown: unknown) => end(thrown, failed));
}

/** There is one app for a data folder. */
function leaveToOther(): void {
  console.log(
    'StreamChecker already runs on this data folder; its window is brought to the front. It goes on with its own options.',
  );
  app.exit(0);
}

/** Hands on what other starts and the desktop ask for: to the app, once it is there. */
class Opening {
  #waiting: readonly string[];
  #desktop: DesktopApp | undefined;

  /** @param options on which this start runs */
  constructor(files: readonly string[], options: readonly string[]) {
    this.#waiting = files;
    app.on('second-instance', (_event, _argv, _folder, told) => this.#again(told as Asked, options));
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#open([path]);
    });
  }

  /** @param make makes the app, which opens what was asked for so far */
  done(make: (files: readonly string[]) => DesktopApp): DesktopApp {
    return (this.#desktop = make(this.#waiting));
  }

  #open(paths: readonly string[]): void {
    if (this.#desktop) this.#desktop.openFiles(paths);
    else this.#waiting = paths;
  }

  #again(asked: Asked, options: readonly string[]): void {
    this.#desktop?.reveal();
    if (asked.view !== null) this.#desktop?.showView(asked.view);
    if (asked.files.length > 0) this.#open(asked.files);
    const refused = otherOptions(asked.options, options);
    if (refused.length > 0) this.#desktop?.refuseOptions(refused);
  }
}

/** The options of another start that this one doesn't run on; none where they are the same, or none. */
function otherOptions(asked: readonly string[], own: readonly string[]): readonly string[] {
  const [others, ours] = [asked, own].map(withoutDataDir);
  return others!.join('\n') === ours!.join('\n') ? [] : others!;
}

/** Both starts are on the same data folder. */
const withoutDataDir = (words: readonly string[]): readonly string[] =>
  words.filter((word, i) => !word.startsWith('--data-dir') && words[i - 1] !== '--data-dir');

function readArguments(): { options: MonitorOptions; view: ViewName | null; argv: readonly string[] } {
  try {
    const { view, others } = takeShownView(userArguments(process.argv, app.isPackaged));
    return { options: parseMonitorOptions(others), view, argv: others };
  } catch (thrown) {
    return end(thrown, wrongUsage);
  }
}

/** How long the window stays hidden before it is let go. */
function readLetGo(): DurationMs {
  try {
    return parseDuration(process.env.STREAMCHECKER_LET_GO_AFTER ?? '10m');
  } catch (thrown) {
    return end(thrown, wrongUsage);
  }
}

function openSettings(folder: string): SettingsFile {
  const file = new SettingsFile(folder, systemClock);
  try {
    file.open();
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    end(new MonitorError('store/not-writable', say('shell.settingsFolder', { folder, detail })), failed);
  }
  return file;
}

/** Electron keeps its own files, and its lock, in the data folder: each data folder has an app of its own. */
function prepareProfile(dataDir: string): string {
  const profile = join(dataDir, 'desktop');
  try {
    makeFolder(profile);
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    const remedy = say('shell.remedy.otherDataFolder');
    return end(
      new MonitorError('store/not-writable', say('shell.dataFolder', { folder: dataDir, detail }), {
        remedy,
      }),
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
