import { join } from 'node:path';
import { app, type MessagePortMain } from 'electron';
import type { Clock } from '../common/clock.ts';
import { type MonitorApi, monitorContract } from '../common/contract/monitor.ts';
import type { ViewName } from '../common/view-names.ts';
import { mayNotify } from '../settings/quiet-hours.ts';
import type { EpochMs } from '../common/units.ts';
import type { MonitorOptions } from '../settings/monitor-options.ts';
import { AlertNotifier } from './alert-notifier.ts';
import { serveApp } from './app-protocol.ts';
import { applyToApp } from './applied-settings.ts';
import type { CaptureChoices } from './capture-choices.ts';
import { Consent, type ConsentQuestion } from './consent.ts';
import { DesktopNotices } from './desktop-notices.ts';
import { askConsent, askOnClose } from './dialogs.ts';
import { restartOnSignal } from './development.ts';
import { forkEngine } from './engine-child.ts';
import { say } from '../common/phrases/say.ts';
import { clientOf } from '../common/rpc/client.ts';
import { EngineHost } from './engine-host.ts';
import { serveIpc } from './ipc.ts';
import { MainWindow, preloadPath } from './main-window.ts';
import { showMenu } from './menu.ts';
import { ReplayHost, replayOf } from './replay-host.ts';
import { ReverseDns } from './reverse-dns.ts';
import { secureApp } from './security.ts';
import { NotificationServer } from './session/notification-server.ts';
import { notificationService, SessionBus, trayService } from './session/session-bus.ts';
import type { AppSettings } from './app-settings.ts';
import { shellTarget } from './shell-target.ts';
import { alertWordsOf, type Words, wordsOf } from './words.ts';
import { TrayControl } from './tray-control.ts';
import type { AppUpdates } from './updates/app-updates.ts';
import { openUpdates } from './updates/open-updates.ts';
import { type Origin, readOrigin } from './updates/channel.ts';

/** The desktop app: puts the engine's process, the window and the tray together, and takes them apart again. */
export class DesktopApp {
  readonly #settings: AppSettings;
  readonly #durationMs: number | null;
  readonly #profile: string;
  readonly #host: EngineHost<MonitorOptions['engine'], MessagePortMain>;
  /** The engine that runs, for the shell. */
  readonly #engine: MonitorApi;
  readonly #replays: ReplayHost<MessagePortMain>;
  readonly #consent: Consent;
  /** Capture files that wait for the engine's start: before it, its limits may not be known. */
  #filesToOpen: readonly string[];
  readonly #firstView: ViewName | null;
  readonly #origin: Origin;
  readonly #updates: AppUpdates;
  readonly #reverseDns: ReverseDns;
  readonly #captureChoices: CaptureChoices;
  readonly #clock: Clock;
  readonly #letGoMs: number;
  /** What is done at the very end. */
  #last: () => void = () => undefined;
  /** What the engine runs on, secrets sealed. */
  #engineSettings = '';
  /** Those it was started on, which may be older where the newest can't be captured by. */
  #runSettings = '';
  #window: MainWindow | null = null;
  #tray: TrayControl | null = null;
  #problem: string | null = null;
  #isStopped = false;
  /** Whether something on the desktop shows the tray's icon. */
  #hasTray = true;
  readonly #bus = new SessionBus([notificationService]);
  readonly #notices: DesktopNotices;
  #notifier: AlertNotifier | null = null;
  #hasToldOfTray = false;

  /**
   * @param parts.files capture files to show at once
   * @param parts.view the view to begin with; null for the one that was shown last
   * @param parts.letGoMs how long the window stays hidden before it is let go
   */
  constructor(parts: {
    settings: AppSettings;
    profile: string;
    files: readonly string[];
    view: ViewName | null;
    captureChoices: CaptureChoices;
    clock: Clock;
    letGoMs: number;
  }) {
    this.#letGoMs = parts.letGoMs;
    this.#captureChoices = parts.captureChoices;
    this.#clock = parts.clock;
    this.#reverseDns = new ReverseDns(parts.clock);
    this.#settings = parts.settings;
    this.#notices = new DesktopNotices(parts.clock, new NotificationServer(this.#bus));
    this.#durationMs = parts.settings.options.durationMs;
    this.#profile = parts.profile;
    this.#filesToOpen = parts.files;
    this.#firstView = parts.view;
    this.#consent = new Consent(parts.settings, (asked) => this.#askConsent(asked));
    this.#host = this.#newHost();
    this.#engine = clientOf(monitorContract, this.#host);
    if (__DEVELOPMENT__ !== null) restartOnSignal(this.#host);
    this.#replays = new ReplayHost({
      fork: () => forkEngine('replay'),
      folder: join(parts.profile, 'replay'),
    });
    this.#origin = readOrigin(app.getAppPath());
    this.#updates = openUpdates({
      clock: this.#clock,
      settings: this.#settings,
      origin: this.#origin,
      quitTo: (last) => {
        this.#last = last;
        app.quit();
      },
    });
  }

  #newHost(): EngineHost<MonitorOptions['engine'], MessagePortMain> {
    return new EngineHost({
      ...{ fork: () => forkEngine('engine'), settings: this.#settings.options.engine, clock: this.#clock },
      serves: { agreeToSource: ({ source }) => this.#consent.toSource(source) },
    });
  }

  /** Shows the window and starts the engine; to be called when Electron is ready. */
  async run(): Promise<void> {
    this.#quitOnRequest();
    secureApp();
    showMenu([], () => undefined);
    serveApp(join(app.getAppPath(), 'dist/renderer'));
    const window = this.#openWindow();
    this.#serve(window);
    this.#showTray();
    this.#notifier = this.#newNotifier();
    this.#passOn(window);
    void this.#runEngine();
    await window.load();
    if (this.#firstView !== null) this.showView(this.#firstView);
  }

  /** Shows what capture files hold, as the limits of their time judge it. */
  openFiles(files: readonly string[]): void {
    const isEarly = this.#host.state.state === 'starting';
    this.#filesToOpen = isEarly ? files : [];
    if (isEarly) return;
    this.#replays.open(replayOf(this.#settings.options.engine, files));
  }

  /** Shows a view of the window, as its command does. */
  showView(view: ViewName): void {
    this.#window?.ask('commandChosen', `view.${view}`);
  }

  /** Says that options of another start don't hold: the app runs on those of its own. */
  refuseOptions(options: readonly string[]): void {
    this.#window?.ask('optionsRefused', options);
  }

  /** Brings the window to the front. */
  reveal(): void {
    this.#window?.reveal();
  }

  #openWindow(): MainWindow {
    const placeFile = join(this.#profile, 'window.json');
    const window = new MainWindow({
      ...{ clock: this.#clock, placeFile, preload: preloadPath, icon: join(iconFolder(), 'icon.png') },
      isShown: !this.#settings.state.values['app.startHidden'],
      mayHide: () => this.#mayHide(),
      letGoMs: this.#letGoMs,
    });
    window.onHidden(() => this.#tellOfTray());
    void window.seen.then(async () => {
      if (!(await this.#bus.hasService(notificationService))) window.ask('notificationsMissing', null);
    });
    this.#window = window;
    return window;
  }

  #serve(window: MainWindow): void {
    const words = (): Words => this.#words();
    const consent = this.#consent;
    serveIpc({
      consent,
      page: () => window.page,
      lines: {
        engine: (port) => this.#host.connectPage(port),
        replay: (port) => this.#replays.connectPage(port),
      },
      shell: shellTarget({
        ...{ window, consent, words, settings: this.#settings, updates: this.#updates },
        ...{ replays: this.#replays, host: this.#host, engine: this.#engine, origin: this.#origin },
        ...{ captureChoices: this.#captureChoices, reverseDns: this.#reverseDns },
        ...{ notices: this.#notices, bus: this.#bus },
        ...{ clock: this.#clock, openFiles: (files) => this.openFiles(files) },
      }),
    });
  }

  #showTray(): void {
    this.#tray = new TrayControl({
      ...{ clock: this.#clock, host: this.#host, engine: this.#engine },
      ...{ icons: iconFolder(), words: () => this.#words() },
      open: () => this.reveal(),
      showAlert: (id) => this.#showAlert(id),
      quit: () => app.quit(),
    });
  }

  #newNotifier(): AlertNotifier {
    return new AlertNotifier({
      ...{ host: this.#host, engine: this.#engine, clock: this.#clock },
      words: () => alertWordsOf(this.#settings.state.values, app.getLocale(), this.#reverseDns),
      mayNotify: () => mayNotify(this.#settings.state.values, this.#clock.now()),
      raise: (text, options) => this.#notices.show(text, options),
      showAlert: (id) => this.#showAlert(id),
      showWindow: (startMs) => this.#showWindow(startMs),
      showAlerts: () => {
        this.reveal();
        this.showView('alerts');
      },
    });
  }

  /** Shows a window of the stream, in the window of the app. */
  #showWindow(startMs: EpochMs): void {
    this.reveal();
    this.#window?.ask('windowChosen', startMs);
  }

  /** Shows an alert, in the window of the app. */
  #showAlert(id: string): void {
    this.reveal();
    this.#window?.ask('alertChosen', id);
  }

  #passOn(window: MainWindow): void {
    applyToApp(this.#settings);
    this.#settings.onChanged((state) => {
      applyToApp(this.#settings);
      window.send('settingsChanged', state);
      this.#updates.followSettings();
      this.#tray?.translate();
      void this.#runEngine();
    });
    this.#settings.onUnsealed(() => {
      this.#engineSettings = this.#runSettings = '';
      void this.#runEngine();
    });
    this.#updates.onChanged((state) => window.send('updateChanged', state));
    this.#updates.followSettings();
    // A desktop that tells nothing of a window is asked now and then.
    this.#engine.onStatusChanged(() => this.#host.attend(window.attention));
    window.onAttended((attention) => this.#host.attend(attention));
    for (const { pages } of [this.#host, this.#replays]) {
      window.onPage((step) => pages[step]());
    }
    this.#host.attend(window.attention);
    this.#replays.onChanged((status) => window.send('replayChanged', status));
    this.#host.onStateChanged((state) => {
      this.#tell(state.problem);
      window.send('engineStateChanged', state);
      if (this.#filesToOpen.length > 0) this.openFiles(this.#filesToOpen);
    });
  }

  /** Starts the engine; again, where its settings differ from what it runs on. */
  async #runEngine(): Promise<void> {
    const { engine } = this.#settings.options;
    const settings = JSON.stringify(engine);
    if (settings === this.#engineSettings) return;
    this.#engineSettings = settings;
    const usable = await this.#settings.usable(engine);
    // The settings may have changed again meanwhile.
    if (settings !== this.#engineSettings || JSON.stringify(usable) === this.#runSettings) return;
    this.#runSettings = JSON.stringify(usable);
    const opened = await this.#settings.opened(usable);
    if (settings === this.#engineSettings) this.#host.restart(opened);
  }

  /** A page whose window was let go meanwhile gets no consent: nobody would know what the question is about. */
  async #askConsent(asked: ConsentQuestion): Promise<boolean> {
    if (!this.#window?.page) return false;
    return askConsent(this.#window.browser, this.#words(), asked);
  }

  /** Each problem once, not at every attempt. */
  #tell(problem: string | null): void {
    if (problem !== null && problem !== this.#problem) console.error(`streamchecker: ${problem}`);
    this.#problem = problem;
  }

  /** Where there is no tray to open the window from, the person decides what closing it means. */
  async #mayHide(): Promise<boolean> {
    this.#hasTray = await this.#bus.hasService(trayService);
    if (this.#hasTray || this.#window === null) return true;
    const choice = await askOnClose(this.#window.browser, this.#words());
    if (choice === 'quit') app.quit();
    return choice === 'keep watching';
  }

  /** Once a run: a person who closes the window may think that the watching is over. */
  #tellOfTray(): void {
    if (this.#hasToldOfTray) return;
    this.#hasToldOfTray = true;
    const { text } = this.#words();
    const title = text(say('notice.keepsWatching'));
    const body = text(say(`notice.keepsWatching.${this.#hasTray ? 'body' : 'bodyWithoutTray'}`));
    this.#notices.show({ title, body, tag: 'tray' }, { onClick: () => this.reveal(), isSilent: true });
  }

  #words(): Words {
    return wordsOf(this.#settings.state.values, app.getLocale());
  }

  #quitOnRequest(): void {
    app.on('window-all-closed', () => undefined);
    app.on('activate', () => this.reveal());
    app.on('before-quit', (event) => this.#stopFirst(event));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
    if (this.#durationMs !== null) this.#clock.once(this.#durationMs, () => app.quit());
  }

  /** The engine stops before anything else ends; the second quit goes through. */
  #stopFirst(event: { preventDefault(): void }): void {
    if (this.#isStopped) return;
    event.preventDefault();
    this.#window?.retire();
    this.#notifier?.dispose();
    this.#tray?.dispose();
    this.#tray = null;
    const status = this.#host.state.problem === null ? 0 : 1;
    this.#settings.dispose();
    this.#replays.dispose();
    this.#updates.dispose();
    this.#bus.dispose();
    void this.#host.stop().then(() => {
      this.#isStopped = true;
      app.releaseSingleInstanceLock();
      this.#last();
      app.exit(status);
    });
  }
}

function iconFolder(): string {
  return join(app.getAppPath(), 'resources/icons');
}
