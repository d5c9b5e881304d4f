import * as v from 'valibot';
import { documentationPages } from '../documentation.ts';
import { menuSchema } from '../menu.ts';
import type { InterfaceChoice } from '../model/capture.ts';
import type { ReplayStatus } from '../model/replay.ts';
import { reportForms } from '../model/report.ts';
import type { AppInfo, EngineState, TestOutcome } from '../model/shell.ts';
import type { SettingsState } from '../settings-state.ts';
import type { EpochMs } from '../units.ts';
import type { UpdateState } from '../updates.ts';
import { type ApiOf, call, event, gives, givesNothing } from './contract.ts';
import { instant, nothing, text } from './fields.ts';

/** Path of a file. */
const file = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** What the shell (the desktop's main process) does for a window. */
export const shellContract = {
  calls: {
    /** Opens the native file dialog; null when it was cancelled. */
    chooseLimitsFile: call(nothing, gives<string | null>()),
    /** Opens the native file dialog; null when it was cancelled. */
    chooseCaptureFiles: call(nothing, gives<readonly string[] | null>()),
    /** Replays capture files, in place of those that are open. */
    replayFiles: call(
      v.strictObject({ files: v.pipe(v.array(file), v.minLength(1), v.maxLength(100)) }),
      givesNothing,
    ),
    /** Closes the capture files that are open, and forgets what was found in them. */
    closeReplay: call(nothing, givesNothing),
    /** Null while no capture files are open. */
    getReplay: call(nothing, gives<ReplayStatus | null>()),
    /** Saves a file where the person wants it; answers with its path, or null when they cancelled. */
    saveFile: call(
      v.strictObject({
        name: v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/)),
        content: v.string(),
        encoding: v.picklist(['utf8', 'base64']),
      }),
      gives<string | null>(),
    ),
    /**
     * Saves the report of a period where the person wants it; answers with its path, or null when they cancelled. Rejects
     * with `settings/invalid` for an invalid period.
     */
    saveReport: call(
      v.strictObject({
        period: text(64),
        /** An instant of it; null for the present one. */
        atMs: v.nullable(instant),
        form: v.picklist(reportForms),
      }),
      gives<string | null>(),
    ),
    /** Raises a notification that says that it is a test. */
    testNotification: call(nothing, gives<TestOutcome>()),
    getAppInfo: call(nothing, gives<AppInfo>()),
    /** Brings the window to the front, as after a click on a notification. */
    revealWindow: call(nothing, givesNothing),
    /** Closes the window; the app goes on in the tray. */
    hideWindow: call(nothing, givesNothing),
    /** Puts a text on the clipboard. */
    copyText: call(text(10_000_000), givesNothing),
    /** Names by address that the DNS has for hosts, where the settings let it be asked; one without a name is left out. */
    lookUpHosts: call(
      v.strictObject({
        addresses: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64), v.ip())), v.maxLength(200)),
      }),
      gives<Readonly<Record<string, string>>>(),
    ),
    quit: call(nothing, givesNothing),
    getSettings: call(nothing, gives<SettingsState>()),
    /** Stores a setting; without a value it goes back to its default. */
    changeSetting: call(v.strictObject({ key: text(100), value: v.optional(v.unknown()) }), givesNothing),
    /** The interfaces of this machine, with what has passed them. */
    listInterfaces: call(nothing, gives<readonly InterfaceChoice[]>()),
    /** Opens a page of the documentation. */
    openDocumentation: call(v.strictObject({ page: v.picklist(documentationPages) }), givesNothing),
    /** Writes what helps to find a problem, without secrets; nothing leaves the machine by it. */
    describeProblem: call(nothing, gives<string>()),
    /** Opens the page in the browser where problems are reported. */
    openIssueTracker: call(nothing, givesNothing),
    /** Opens `settings.json` in the person's editor. */
    openSettingsFile: call(nothing, givesNothing),
    /** Shows the application's menu; `commandChosen` tells what is chosen in it. */
    showMenu: call(menuSchema, givesNothing),
    getUpdate: call(nothing, gives<UpdateState>()),
    /** Looks for a newer version of the app; `updateChanged` tells what comes of it, and of the next ones. */
    checkForUpdates: call(nothing, givesNothing),
    /** Downloads the version that was found. */
    downloadUpdate: call(nothing, givesNothing),
    /** Gives the download up. */
    cancelUpdate: call(nothing, givesNothing),
    /** Ends the app, and starts the version that was downloaded. */
    restartToUpdate: call(nothing, givesNothing),
  },
  events: {
    engineStateChanged: event<EngineState>(),
    /** The id of a command of the window. */
    commandChosen: event<string>(),
    settingsChanged: event<SettingsState>(),
    replayChanged: event<ReplayStatus | null>(),
    /** The start of a window that the person wants to see. */
    windowChosen: event<EpochMs>(),
    /** The id of an alert that the person wants to see. */
    alertChosen: event<string>(),
    updateChanged: event<UpdateState>(),
    /** Another start asked for options that don't hold: the app runs on its own. */
    optionsRefused: event<readonly string[]>(),
    /** Nothing on the desktop shows notifications: said once a run. */
    notificationsMissing: event<null>(),
  },
} as const;

export type ShellCallName = keyof typeof shellContract.calls;
export type ShellEventName = keyof typeof shellContract.events;
export type ShellApi = ApiOf<typeof shellContract>;
