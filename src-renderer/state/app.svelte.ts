import { type Component, createContext } from 'svelte';
import type { ViewName } from '../../src-main/common/view-names.ts';
import type { Disposable } from '../../src-main/common/disposable.ts';
import { MonitorError } from '../../src-main/common/errors.ts';
import type { MenuModel } from '../../src-main/common/menu.ts';
import { problemSentence } from '../problem-words.ts';
import { type Command, isEnabled, shortcutsOf } from '../commands/command.ts';
import { menuOf } from '../commands/menu.ts';
import { Palette } from '../commands/palette.svelte.ts';
import type { WindowClock } from '../browser-clock.ts';
import { t } from '../texts/texts.ts';
import { type Client, createClient, type PageBridge } from './client.ts';
import { ContextMenu } from './context-menu.svelte.ts';
import { Layout } from './layout.svelte.ts';
import type { Memory } from './memory.ts';
import { Now } from './now.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Output } from './output.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

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
  readonly features: readonly Feature[];
}

/** What the stores of a feature are made of. */
export interface FeatureParts extends Pick<AppOptions, 'clock' | 'memory' | 'isSeen'> {
  readonly client: Client;
}

/** A view of the workbench. */
export interface View {
  readonly id: ViewName;
  readonly title: () => string;
  /** A codicon. */
  readonly icon: string;
  readonly component: Component;
  /** What the side bar shows beside it. */
  readonly sideBar: Component;
  /** Takes it back to its beginning. */
  readonly begin?: (app: App) => void;
  /** A number on its icon, of what needs a person. */
  readonly badge?: (app: App) => number;
}

/**
 * A feature, as it registers itself: its stores stand in the app under the names that it declares there. A new one is an
 * entry in `features/features.ts`.
 */
export interface Feature {
  readonly open?: (app: App, parts: FeatureParts) => Partial<App>;
  /** Listens for what concerns it. */
  readonly listen?: (app: App, client: Client) => readonly Disposable[];
  readonly views?: readonly View[];
  readonly commands?: (app: App) => readonly Command[];
  /** What the palette finds beside the commands, once something is typed. */
  readonly found?: (app: App) => readonly Command[];
  /** What it needs of an engine that has begun anew. */
  readonly lookAgain?: (app: App) => Promise<unknown>;
  /** Puts away what it shows unasked, for what the person chose outside of the page. */
  readonly giveWay?: (app: App) => void;
  /** What it shows over the workbench, and above the view. */
  readonly overlays?: readonly Component[];
  readonly above?: readonly Component[];
}

/** The renderer's state: the frame's own, and what the features add. Components reach it through {@link getApp}. */
export class App implements Disposable {
  readonly shell: Client['shell'];
  /** Where a dropped file lies. */
  readonly pathOf: PageBridge['pathOf'];
  readonly #engine: Client['monitor'];
  readonly isMac: boolean;
  readonly now: Now;
  readonly layout: Layout;
  readonly output: Output;
  readonly palette = new Palette(
    () => this.commands,
    () => this.features.flatMap(({ found }) => found?.(this) ?? []),
  );
  readonly contextMenu = new ContextMenu();
  readonly toasts = new Toasts();
  readonly preferences: Preferences;
  /** In the order of their views. */
  readonly features: readonly Feature[];

  readonly #opened: readonly Disposable[];

  readonly commands: readonly Command[] = $derived.by(() =>
    this.features.flatMap(({ commands }) => commands?.(this) ?? []),
  );
  readonly shortcuts: ReadonlyMap<string, string> = $derived.by(() =>
    shortcutsOf(this.commands, this.preferences.values['keyboard.shortcuts']),
  );
  /** As text, so that it is only handed over when it is another one. */
  readonly #menu: string = $derived.by(() => JSON.stringify(menuOf(this.commands, this.shortcuts)));
  readonly views: readonly View[];

  constructor({ bridge, clock, memory, isMac, isSeen, isNarrow, language, features }: AppOptions) {
    const client = createClient(bridge);
    ({ shell: this.shell, monitor: this.#engine } = client);
    this.pathOf = (file) => bridge.pathOf(file);
    this.isMac = isMac;
    this.features = features;
    this.views = features.flatMap(({ views = [] }) => views);
    this.preferences = new Preferences(client, language);
    this.now = new Now(clock);
    this.layout = new Layout(memory, isNarrow);
    this.output = new Output({ ...client, clock });
    const stores: unknown[] = [];
    for (const { open } of features) {
      const made = open?.(this, { client, clock, memory, isSeen }) ?? {};
      Object.assign(this, made);
      stores.push(...Object.values(made));
    }
    this.#opened = [...this.#listen(client), ...stores.filter(isDisposable)];
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
      ...this.features.flatMap(({ listen }) => listen?.(this, client) ?? []),
      ...[this.preferences, this.output],
    ];
  }

  /** Runs what was chosen outside of the page: in the menu, the tray, or when the app was started. */
  #runChosen(id: string): void {
    for (const { giveWay } of this.features) giveWay?.(this);
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

  /** Has each feature fetch what it shows from an engine that has begun anew, perhaps on other settings. */
  async lookAgain(): Promise<void> {
    await Promise.all(this.features.flatMap(({ lookAgain }) => lookAgain?.(this) ?? []));
  }

  /** Shows a view from its beginning. */
  showView(view: string): void {
    this.views.find(({ id }) => id === view)?.begin?.(this);
    this.layout.show(view);
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

  dispose(): void {
    for (const opened of this.#opened) opened.dispose();
  }
}

const isDisposable = (store: unknown): store is Disposable =>
  typeof store === 'object' && store !== null && 'dispose' in store;

export const [getApp, setApp] = createContext<App>();
