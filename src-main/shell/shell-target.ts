import { app, clipboard, shell } from 'electron';
import type { Clock } from '../common/clock.ts';
import type { AppInfo, TestOutcome } from '../common/model/shell.ts';
import type { MonitorApi } from '../common/contract/monitor.ts';
import type { shellContract } from '../common/contract/shell.ts';
import type { MethodsOf } from '../common/contract/contract.ts';
import type { AppSettings } from './app-settings.ts';
import type { CaptureChoices } from './capture-choices.ts';
import { say } from '../common/phrases/say.ts';
import type { Consent } from './consent.ts';
import type { DesktopNotices } from './desktop-notices.ts';
import { chooseCaptureFiles, chooseLimitsFile, saveFile } from './dialogs.ts';
import { openDocumentation, openSettingsFile } from './documentation.ts';
import type { EngineHost } from './engine-host.ts';
import type { MainWindow } from './main-window.ts';
import { showMenu } from './menu.ts';
import type { ReplayHost } from './replay-host.ts';
import { reportFile } from './report-file.ts';
import type { ReverseDns } from './reverse-dns.ts';
import { notificationService, type SessionBus } from './session/session-bus.ts';
import type { Words } from './words.ts';
import type { AppUpdates } from './updates/app-updates.ts';
import type { Origin } from './updates/channel.ts';

/** What the shell's calls work on. */
export interface ShellParts {
  readonly window: MainWindow;
  readonly consent: Consent;
  readonly words: () => Words;
  readonly settings: AppSettings;
  readonly updates: AppUpdates;
  readonly replays: ReplayHost;
  readonly host: Pick<EngineHost<unknown>, 'state'>;
  readonly engine: Pick<MonitorApi, 'reportRange'>;
  readonly clock: Clock;
  readonly notices: DesktopNotices;
  readonly bus: Pick<SessionBus, 'hasService'>;
  readonly origin: Origin;
  readonly captureChoices: CaptureChoices;
  readonly reverseDns: ReverseDns;
  readonly openFiles: (files: readonly string[]) => void;
}

type Target = MethodsOf<typeof shellContract.calls>;

/** What answers the shell's calls. */
export const shellTarget = (parts: ShellParts): Target => ({
  ...fileCalls(parts),
  ...windowCalls(parts),
  ...settingCalls(parts),
  ...updateCalls(parts),
});

const fileCalls = ({ window, consent, words, replays, openFiles, engine, clock }: ShellParts) =>
  ({
    chooseLimitsFile: () => consent.chosen(chooseLimitsFile(window.browser, words())),
    chooseCaptureFiles: () => chooseCaptureFiles(window.browser, words()),
    replayFiles: ({ files }) => Promise.resolve(openFiles(files)),
    closeReplay: () => Promise.resolve(replays.close()),
    getReplay: () => Promise.resolve(replays.status),
    saveFile: (request) => saveFile(window.browser, request),
    saveReport: async (request) => {
      const { language } = words();
      return saveFile(window.browser, await reportFile(request, engine, { clock, language }));
    },
  }) satisfies Partial<Target>;

const windowCalls = (parts: ShellParts) => {
  const { window, origin, host, settings, reverseDns } = parts;
  return {
    getAppInfo: () => Promise.resolve(appInfo(origin, host)),
    revealWindow: () => Promise.resolve(window.reveal()),
    hideWindow: () => Promise.resolve(window.close()),
    copyText: (text) => Promise.resolve(clipboard.writeText(text)),
    openDocumentation: ({ page }) => openDocumentation(page, origin.homepage),
    lookUpHosts: async ({ addresses }) => {
      const { 'hosts.reverseDns': isOn, 'hosts.dnsServers': servers } = settings.state.values;
      return isOn ? reverseDns.lookUp(addresses, servers) : {};
    },
    describeProblem: () => describeProblem(parts),
    openIssueTracker: () => shell.openExternal(`${origin.homepage}/issues/new`),
    testNotification: () => testNotification(parts),
    quit: () => Promise.resolve(app.quit()),
    showMenu: (menu) => Promise.resolve(showMenu(menu, (command) => window.ask('commandChosen', command))),
  } satisfies Partial<Target>;
};

async function testNotification({ notices, bus, words, window }: ShellParts): Promise<TestOutcome> {
  if (!(await bus.hasService(notificationService))) return 'notTaken';
  const { text } = words();
  const [title, body] = [text(say('notice.test')), text(say('notice.test.body'))];
  return notices.test({ title, body, tag: 'test' }, () => window.reveal());
}

/** What is seldom wanted is loaded when it is. */
async function describeProblem({ host, settings }: ShellParts): Promise<string> {
  const { problemReport } = await import('./problem-report.ts');
  const { changed, values } = settings.state;
  return problemReport({
    engine: host.state,
    settings: await settings.opened(settings.options.engine),
    ...{ values, changedSettings: changed },
  });
}

const appInfo = ({ homepage }: Origin, { state }: ShellParts['host']): AppInfo => ({
  ...{ version: app.getVersion(), homepage, platform: process.platform, engine: state },
});

const settingCalls = ({ settings, consent, captureChoices }: ShellParts) =>
  ({
    getSettings: () => Promise.resolve(settings.state),
    changeSetting: ({ key, value }) => settings.set(key, value, () => consent.toSetting(key, value)),
    listInterfaces: () => captureChoices.list(),
    openSettingsFile: () => openSettingsFile(settings.state.file),
  }) satisfies Partial<Target>;

const updateCalls = ({ updates }: ShellParts) =>
  ({
    getUpdate: () => Promise.resolve(updates.state),
    checkForUpdates: () => updates.check(),
    downloadUpdate: () => updates.download(),
    cancelUpdate: () => Promise.resolve(updates.cancel()),
    restartToUpdate: () => updates.restart(),
  }) satisfies Partial<Target>;
