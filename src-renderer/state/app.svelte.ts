import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { Disposable } from '../../src-main/common/disposable.ts';
import { MonitorError } from '../../src-main/common/errors.ts';
import type { MenuModel } from '../../src-main/common/menu.ts';
import type { Alert } from '../../src-main/common/model/alerts.ts';
import type { PairTotal } from '../../src-main/common/model/windows.ts';
import { problemSentence } from '../problem-words.ts';
import type { EpochMs } from '../../src-main/common/units.ts';
import { type Command, isEnabled, shortcutsOf } from '../commands/command.ts';
import { allCommands } from '../commands/commands.ts';
import { foundThings } from '../commands/found-things.ts';
import { menuOf } from '../commands/menu.ts';
import { Palette } from '../commands/palette.svelte.ts';
import type { WindowClock } from '../browser-clock.ts';
import { pairText } from '../format.ts';
import { t } from '../texts/texts.ts';
import { AlertsPage } from '../features/alerts/alerts-page.svelte.ts';
import { AgentList } from '../features/agents/agent-list.svelte.ts';
import { Away } from '../features/alerts/away.svelte.ts';
import { CaptureFiles } from '../features/capture-files/capture-files.svelte.ts';
import { type Client, createClient, type PageBridge } from './client.ts';
import { ContextMenu } from './context-menu.svelte.ts';
import { HistoryRange, type HistoryScope } from '../features/history/history-range.svelte.ts';
import { Layout } from './layout.svelte.ts';
import { LiveRate } from '../features/monitor/live-rate.svelte.ts';
import { HostNames } from '../features/hosts/host-names.svelte.ts';
import { HostSearch } from '../features/hosts/host-search.svelte.ts';
import type { LimitForm } from '../features/limits/limit-form.svelte.ts';
import { limitParts, newLimitForm } from '../features/limits/limit-parts.ts';
import type { LimitSuggestions } from '../features/limits/limit-suggestions.svelte.ts';
import type { LimitsImport } from '../features/limits/limits-import.svelte.ts';
import type { Memory } from './memory.ts';
import { MonitorStore } from '../features/monitor/monitor-store.svelte.ts';
import { Now } from './now.svelte.ts';
import { OpenAlert } from '../features/alerts/open-alert.svelte.ts';
import { Output } from './output.svelte.ts';
import { PairList } from '../features/pairs/pair-list.svelte.ts';
import { Preferences } from '../features/settings/preferences.svelte.ts';
import { problemsOf } from './problems.ts';
import { QuotaList } from '../features/quotas/quota-list.svelte.ts';
import { ShownScopeRules } from '../features/limits/scope-rules.svelte.ts';
import { ProblemReport } from '../features/problem-report/problem-report.svelte.ts';
import { ReportExport } from '../features/history/report-export.svelte.ts';
import { SelectedWindow } from '../features/monitor/selected-window.svelte.ts';
import { SettingsPage } from '../features/settings/settings-page.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { Largest } from '../features/monitor/largest.svelte.ts';
import { TotalsPage } from '../features/totals/totals-page.svelte.ts';
import { Updates } from '../features/updates/updates.svelte.ts';
import { Welcome } from '../features/welcome/welcome.svelte.ts';
import { UsualBand } from '../features/history/usual-band.svelte.ts';
import { WindowHistory } from '../features/history/window-history.svelte.ts';

interface AppOptions {
  readonly bridge: PageBridge;
  readonly clock: WindowClock;
  readonly memory: Memory;
  readonly isMac: boolean;
  /** Whether the page can be seen: the shell holds back what nobody would see. */
  readonly isSeen: () => boolean;
  /** Whether the window has no room for a side bar beside the view. */
  readonly isNarrow: () => boolean;
  /** The system's, as a BCP 47 tag. */
  readonly language: string;
}

/** The renderer's state, composed; components reach it through {@link getApp}. */
export class App implements Disposable {
  readonly shell: Client['shell'];
  /** Where a dropped file lies. */
  readonly pathOf: PageBridge['pathOf'];
  readonly #engine: Client['monitor'];
  readonly isMac: boolean;
  readonly now: Now;
  readonly monitor: MonitorStore;
  readonly history: WindowHistory;
  readonly selection: SelectedWindow;
  readonly limitsImport: LimitsImport;
  readonly limitSuggestions: LimitSuggestions;
  readonly limitForm: LimitForm;
  readonly quotaList: QuotaList;
  readonly totalsPage: TotalsPage;
  readonly reportExport: ReportExport;
  readonly problemReport: ProblemReport;
  readonly layout: Layout;
  readonly output: Output;
  readonly palette = new Palette(
    () => this.commands,
    () => foundThings(this),
  );
  readonly contextMenu = new ContextMenu();
  readonly toasts = new Toasts();
  /** The alert that the person is about to acknowledge. */
  acknowledging = $state.raw<Alert | null>(null);
  /** Id of the alert at which the list of alerts is to begin, once it is there. */
  soughtAlert = $state.raw<string | null>(null);

  readonly preferences: Preferences;
  readonly updates: Updates;
  readonly liveRate: LiveRate;
  readonly away: Away;
  readonly welcome: Welcome;
  readonly largest: Largest;
  readonly hostNames: HostNames;
  readonly hostSearch: HostSearch;
  readonly agentList: AgentList;
  readonly scopeRules: ShownScopeRules;
  readonly pairList: PairList;
  readonly historyRange: HistoryRange;
  readonly captureFiles: CaptureFiles;
  readonly settingsPage = new SettingsPage();
  readonly alertsPage = new AlertsPage();
  readonly openAlert: OpenAlert;
  /** Problems that the person has put away, by their id. */
  readonly dismissed = new SvelteSet<string>();

  readonly #opened: readonly Disposable[];

  readonly commands: readonly Command[] = $derived.by(() => allCommands(this));
  readonly shortcuts: ReadonlyMap<string, string> = $derived.by(() =>
    shortcutsOf(this.commands, this.preferences.values['keyboard.shortcuts']),
  );
  /** As text, so that it is only handed over when it is another one. */
  readonly #menu: string = $derived.by(() => JSON.stringify(menuOf(this.commands, this.shortcuts)));
  readonly firingCount: number = $derived.by(() => this.monitor.status?.firingCount ?? 0);
  readonly allProblems = $derived.by(() =>
    problemsOf(
      this.monitor.engine,
      this.monitor.status,
      this.history.problem ?? this.monitor.problem,
      this.preferences.state.problems,
    ),
  );
  /** Those that the person has not put away. */
  readonly problems = $derived.by(() => this.allProblems.filter(({ id }) => !this.dismissed.has(id)));

  constructor({ bridge, clock, memory, isMac, isSeen, isNarrow, language }: AppOptions) {
    const client = createClient(bridge);
    ({ shell: this.shell, monitor: this.#engine } = client);
    this.pathOf = (file) => bridge.pathOf(file);
    this.isMac = isMac;
    this.preferences = new Preferences(client, language);
    this.updates = new Updates(client);
    this.now = new Now(clock);
    this.monitor = new MonitorStore({ client, clock, isSeen });
    this.history = new WindowHistory({ ...client, store: this.monitor, clock });
    this.selection = new SelectedWindow(client);
    this.openAlert = new OpenAlert(client);
    this.liveRate = new LiveRate(client);
    this.away = new Away({ ...client, memory });
    this.welcome = new Welcome({ ...client, memory });
    this.largest = new Largest(client);
    this.hostNames = new HostNames({ ...client, clock, settings: () => this.preferences.values });
    this.scopeRules = new ShownScopeRules(client);
    this.hostSearch = this.#newSearch(client, clock);
    this.pairList = this.#newPairs(client);
    this.historyRange = this.#newRange(client, clock);
    this.layout = new Layout(memory, isNarrow);
    this.captureFiles = new CaptureFiles({
      inAddresses: (filter) => this.hostNames.inAddresses(filter),
      ...{ ...client, clock },
      onOpened: () => this.layout.show('captureFiles'),
    });
    this.output = new Output({ ...client, clock });
    ({ limitsImport: this.limitsImport, limitSuggestions: this.limitSuggestions } = limitParts(client, this));
    this.limitForm = newLimitForm(client, this);
    this.quotaList = new QuotaList({ ...client, clock });
    this.agentList = new AgentList({ ...client, clock });
    this.totalsPage = new TotalsPage({ ...client, clock });
    this.reportExport = new ReportExport({ ...client, toasts: this.toasts });
    this.problemReport = new ProblemReport({ ...client, toasts: this.toasts });
    this.#opened = this.#listen(client);
  }

  /** What has to be closed again. */
  #listen(client: Client): readonly Disposable[] {
    return [
      client.monitor.onStatusChanged(() => this.now.tick()),
      client.shell.onOptionsRefused((options) =>
        this.toasts.show(t().frame.optionsRefused(options.join(' ')), { isProblem: true }),
      ),
      client.shell.onNotificationsMissing(() => {
        if (this.preferences.values['notifications.enabled'])
          this.toasts.show(t().frame.noNotifications, { isProblem: true });
      }),
      client.shell.onCommandChosen((id) => this.#runChosen(id)),
      client.shell.onWindowChosen((startMs) => void this.showWindow(startMs)),
      client.shell.onAlertChosen((id) => this.showAlert(id)),
      ...[this.preferences, this.updates, this.captureFiles, this.pairList, this.liveRate, this.away],
      ...[this.openAlert, this.output, this.selection, this.history, this.monitor, this.hostNames],
    ];
  }

  #newRange(client: Client, clock: WindowClock): HistoryRange {
    return new HistoryRange({
      ...{ ...client, clock },
      windowMs: () => this.monitor.status?.windowMs ?? 300_000,
      listSeries: () => client.monitor.listSeries(),
    });
  }

  #newPairs(client: Client): PairList {
    return new PairList({
      ...client,
      presentMs: () => this.monitor.status?.window?.startMs ?? null,
      inAddresses: (filter) => this.hostNames.inAddresses(filter),
    });
  }

  #newSearch(client: Client, clock: WindowClock): HostSearch {
    const addressesCalled = (text: string): readonly string[] => this.hostNames.addressesCalled(text);
    return new HostSearch({ ...client, clock, addressesCalled });
  }

  /** Runs what was chosen outside of the page: in the menu, the tray, or when the app was started. */
  #runChosen(id: string): void {
    this.welcome.giveWay();
    this.run(id);
  }

  /** Runs a command by its id; one that can't run now does nothing. */
  run(id: string): void {
    const command = this.commands.find((one) => one.id === id);
    if (command && isEnabled(command)) command.run();
  }

  /** Hands the commands to the application's menu. */
  async showMenu(): Promise<void> {
    await this.shell.showMenu(JSON.parse(this.#menu) as MenuModel);
  }

  /** Fetches what is shown of the past from an engine that has begun anew, perhaps on other settings. */
  async lookAgain(): Promise<void> {
    await Promise.all([this.history.load(), this.selection.refresh(), this.openAlert.load()]);
  }

  /** Shows all that there is to say of an alert. */
  showAlert(id: string): void {
    void this.openAlert.open(id);
    this.layout.show('alerts');
  }

  /** Goes back from an alert to the list of all, at that alert. */
  closeAlert(): void {
    this.soughtAlert = this.openAlert.id;
    this.openAlert.close();
  }

  /** Shows a view from its beginning. */
  showView(view: string): void {
    if (view === 'alerts') this.openAlert.close();
    this.layout.show(view);
  }

  /** Shows a window in the chart and its pairs beside it. */
  async showWindow(startMs: EpochMs): Promise<void> {
    this.layout.show('overview');
    await Promise.all([this.selection.select(startMs), this.history.reveal(startMs)]);
  }

  /** Goes back to the present, in the view that shows it. */
  async goToPresent(): Promise<void> {
    this.layout.show('overview');
    await this.showPresent();
  }

  /** Goes back to the present. */
  async showPresent(): Promise<void> {
    this.selection.clear();
    if (!this.history.isLive) await this.history.followPresent();
  }

  /** Shows all pairs of a window. */
  showPairsOf(startMs: EpochMs): void {
    this.pairList.pick(startMs);
    this.layout.show('pairs');
  }

  /** Shows the past of a host or network, or of a pair; null for that of all traffic. It is that of what is summed now. */
  showHistoryOf(scope: HistoryScope | null): void {
    if (this.historyRange.series !== null) void this.historyRange.showSeries(null);
    void this.historyRange.showScope(scope);
    this.layout.show('history');
  }

  /** Shows what an agent recorded, or agents by a pattern. */
  showAgentHistory(agent: string): void {
    if (this.historyRange.series !== null) void this.historyRange.showSeries(null);
    void this.historyRange.showAgent(agent);
    this.layout.show('history');
  }

  /** Nobody is notified about limits on this pair until it is unmuted. */
  async mutePair({ source, destination }: Pick<PairTotal, 'source' | 'destination'>): Promise<void> {
    const scope = { limitName: null, source, destination, direction: null, agent: null, untilMs: null };
    const pair = pairText({ source, destination });
    await this.attempt((monitor) => monitor.muteScope(scope), t().pairs.muted(pair));
  }

  /** Asks the engine for something, and tells how it went: `done` where it did, else why not. */
  async attempt(step: (monitor: Client['monitor']) => Promise<unknown>, done?: string): Promise<void> {
    try {
      await step(this.#engine);
      if (done !== undefined) this.toasts.show(done);
    } catch (thrown) {
      this.toasts.show(problemSentence(MonitorError.from(thrown)), { isProblem: true });
    }
  }

  /** What tells a chart what is usual; none where the person does not want to see it. */
  newUsualBand(): UsualBand {
    return new UsualBand(this.#engine);
  }

  /** Saves a text where the person wants it. */
  async save(name: string, text: string): Promise<void> {
    await this.#save({ name, content: text, encoding: 'utf8' });
  }

  /** Saves what a canvas shows as a PNG. */
  async savePicture(name: string, canvas: HTMLCanvasElement): Promise<void> {
    const content = canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
    await this.#save({ name, content, encoding: 'base64' });
  }

  #save(request: Parameters<Client['shell']['saveFile']>[0]): Promise<void> {
    return this.attempt(async () => {
      const path = await this.shell.saveFile(request);
      if (path !== null) this.toasts.show(t().history.saved(path));
    });
  }

  /** Puts a text on the clipboard. */
  async copy(text: string): Promise<void> {
    await this.shell.copyText(text);
    this.toasts.show(t().commands.copied);
  }

  dismissProblem(id: string): void {
    this.dismissed.add(id);
  }

  dispose(): void {
    for (const opened of this.#opened) opened.dispose();
  }
}

export const [getApp, setApp] = createContext<App>();
