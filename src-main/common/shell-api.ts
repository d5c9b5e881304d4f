import * as v from 'valibot';
import type { Text } from './phrases/phrase.ts';
import { documentationPages } from './documentation.ts';
import type { Event } from './event.ts';
import { type MenuModel, menuSchema } from './menu.ts';
import type { InterfaceChoice } from './model/capture.ts';
import { reportForms } from './model/report.ts';
import type { ReplayStatus } from './replay-api.ts';
import type { SettingsState } from './settings-state.ts';
import type { EpochMs } from './units.ts';
import type { UpdateState } from './updates.ts';

/** Path of a file. */
const file = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** What the shell (the desktop's main process) does for a window. */
export const shellCalls = {
  /** Opens the native file dialog; null when it was cancelled. */
  chooseLimitsFile: v.undefined(),
  /** Opens the native file dialog; null when it was cancelled. */
  chooseCaptureFiles: v.undefined(),
  /** Replays capture files, in place of those that are open. */
  replayFiles: v.strictObject({ files: v.pipe(v.array(file), v.minLength(1), v.maxLength(100)) }),
  /** Closes the capture files that are open, and forgets what was found in them. */
  closeReplay: v.undefined(),
  getReplay: v.undefined(),
  /** Saves a file where the person wants it; null when they cancelled. */
  saveFile: v.strictObject({
    name: v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/)),
    content: v.string(),
    encoding: v.picklist(['utf8', 'base64']),
  }),
  /** Saves the report of a period where the person wants it; null when they cancelled. */
  saveReport: v.strictObject({
    period: v.pipe(v.string(), v.maxLength(64)),
    /** An instant of it; null for the present one. */
    atMs: v.nullable(v.pipe(v.number(), v.safeInteger())),
    form: v.picklist(reportForms),
  }),
  /** Raises a notification that says that it is a test. */
  testNotification: v.undefined(),
  getAppInfo: v.undefined(),
  /** Brings the window to the front, as after a click on a notification. */
  revealWindow: v.undefined(),
  /** Closes the window; the app goes on in the tray. */
  hideWindow: v.undefined(),
  /** Puts a text on the clipboard. */
  copyText: v.pipe(v.string(), v.maxLength(10_000_000)),
  /** Names that the DNS has for hosts, where the settings let it be asked. */
  lookUpHosts: v.strictObject({
    addresses: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64), v.ip())), v.maxLength(200)),
  }),
  quit: v.undefined(),
  getSettings: v.undefined(),
  /** Stores a setting; without a value it goes back to its default. */
  changeSetting: v.strictObject({
    key: v.pipe(v.string(), v.maxLength(100)),
    value: v.optional(v.unknown()),
  }),
  /** The interfaces of this machine, with what has passed them. */
  listInterfaces: v.undefined(),
  /** Opens a page of the documentation. */
  openDocumentation: v.strictObject({ page: v.picklist(documentationPages) }),
  /** Opens `settings.json` in the person's editor. */
  openSettingsFile: v.undefined(),
  /** Shows the application's menu; `commandChosen` tells what is chosen in it. */
  showMenu: menuSchema,
  getUpdate: v.undefined(),
  /** Looks for a newer version of the app; `updateChanged` tells what comes of it, and of the next ones. */
  checkForUpdates: v.undefined(),
  /** Downloads the version that was found. */
  downloadUpdate: v.undefined(),
  /** Gives the download up. */
  cancelUpdate: v.undefined(),
  /** Ends the app, and starts the version that was downloaded. */
  restartToUpdate: v.undefined(),
} as const satisfies Record<string, v.GenericSchema>;

export const shellEvents = [
  'engineStateChanged',
  'commandChosen',
  'settingsChanged',
  'replayChanged',
  'windowChosen',
  'alertChosen',
  'updateChanged',
  'optionsRefused',
  'notificationsMissing',
  'ratesSampled',
] as const;

export type ShellCallName = keyof typeof shellCalls;
export type ShellEventName = (typeof shellEvents)[number];

/** What was captured in one second. */
export interface RateSample {
  readonly atMs: EpochMs;
  readonly bytes: number;
}

/** Whether the engine's process runs; it is restarted when it dies. */
export interface EngineState {
  /** `silent`: it is there, but has not reported for some seconds, as when it was stopped or the machine is overloaded. */
  readonly state: 'starting' | 'running' | 'silent' | 'restarting' | 'failed';
  /** What went wrong last, as a sentence with what to do; null while all is well. */
  readonly problem: string | null;
  /** The same, to be put into the person's language. */
  readonly said?: Text;
  /** While it brings an older data folder up to date: which share of it is done. */
  readonly migrated?: number;
}

/**
 * What became of a test notification. `taken`: the desktop has it; `refused`: it would not show it; `notTaken`: nothing on
 * the desktop shows notifications.
 */
export type TestOutcome = 'taken' | 'refused' | 'notTaken';

export interface AppInfo {
  readonly version: string;
  /** Where releases are announced. */
  readonly homepage: string;
  readonly platform: string;
  readonly engine: EngineState;
}

export interface ShellApi {
  chooseLimitsFile(): Promise<string | null>;
  chooseCaptureFiles(): Promise<readonly string[] | null>;
  replayFiles(request: v.InferOutput<typeof shellCalls.replayFiles>): Promise<void>;
  closeReplay(): Promise<void>;
  /** Null while no capture files are open. */
  getReplay(): Promise<ReplayStatus | null>;
  /** @returns the file's path. */
  saveFile(request: v.InferOutput<typeof shellCalls.saveFile>): Promise<string | null>;
  /** @returns the file's path; rejects with `settings/invalid` for an invalid period. */
  saveReport(request: v.InferOutput<typeof shellCalls.saveReport>): Promise<string | null>;
  testNotification(): Promise<TestOutcome>;
  getAppInfo(): Promise<AppInfo>;
  revealWindow(): Promise<void>;
  hideWindow(): Promise<void>;
  copyText(text: string): Promise<void>;
  /** @returns names by address; an address without one is left out. */
  lookUpHosts(
    request: v.InferOutput<typeof shellCalls.lookUpHosts>,
  ): Promise<Readonly<Record<string, string>>>;
  quit(): Promise<void>;
  getSettings(): Promise<SettingsState>;
  changeSetting(request: v.InferOutput<typeof shellCalls.changeSetting>): Promise<void>;
  listInterfaces(): Promise<readonly InterfaceChoice[]>;
  openDocumentation(request: v.InferOutput<typeof shellCalls.openDocumentation>): Promise<void>;
  openSettingsFile(): Promise<void>;
  showMenu(menu: MenuModel): Promise<void>;
  getUpdate(): Promise<UpdateState>;
  checkForUpdates(): Promise<void>;
  downloadUpdate(): Promise<void>;
  cancelUpdate(): Promise<void>;
  restartToUpdate(): Promise<void>;
  readonly onEngineStateChanged: Event<EngineState>;
  /** The id of a command of the window. */
  readonly onCommandChosen: Event<string>;
  readonly onSettingsChanged: Event<SettingsState>;
  readonly onReplayChanged: Event<ReplayStatus | null>;
  /** The start of a window that the person wants to see. */
  readonly onWindowChosen: Event<EpochMs>;
  /** The id of an alert that the person wants to see. */
  readonly onAlertChosen: Event<string>;
  readonly onUpdateChanged: Event<UpdateState>;
  /** Another start asked for options that don't hold: the app runs on its own. */
  readonly onOptionsRefused: Event<readonly string[]>;
  /** Nothing on the desktop shows notifications: said once a run. */
  readonly onNotificationsMissing: Event<null>;
  /** The rates of seconds whose statuses the window did not get, as a newer one follows. */
  readonly onRatesSampled: Event<readonly RateSample[]>;
}
