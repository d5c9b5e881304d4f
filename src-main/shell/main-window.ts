import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { Clock } from '../common/clock.ts';
import { Emitter, type Event } from '../common/event.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import { appOrigin } from './app-origin.ts';
import { eventChannel } from './channels.ts';
import { type Attention, StatusFeed } from './status-feed.ts';
import { isReachable, readPlace, type WindowPlace, writePlace } from './window-place.ts';

const firstSize = { width: 1280, height: 800 };
const leastSize = { minWidth: 480, minHeight: 320 };
/** Pause before a page whose process died is loaded again, so that a page that always dies doesn't spin. */
const reloadPauseMs = 1_000;

/** The one window. Closing it hides it; the app lives on in the tray until it is quit. */
export class MainWindow {
  readonly browser: BrowserWindow;
  readonly #clock: Clock;
  readonly #placeFile: string;
  readonly #hidden = new Emitter<void>();
  readonly #feed = new StatusFeed({
    attention: () => this.#attention(),
    send: (status) => this.send('statusChanged', status),
    sendRates: (samples) => this.send('ratesSampled', samples),
  });
  #mayClose = false;

  /** The person closed the window, which is hidden now. */
  readonly onHidden: Event<void> = this.#hidden.event;
  readonly #mayHide: () => Promise<boolean>;

  /**
   * @param parts.isShown whether it is seen as soon as it is drawn, or waits to be revealed.
   * @param parts.mayHide whether a window that the person closes is hidden; asks them where they would not find it again
   */
  constructor(parts: {
    clock: Clock;
    placeFile: string;
    preload: string;
    icon: string;
    isShown: boolean;
    mayHide: () => Promise<boolean>;
  }) {
    this.#mayHide = parts.mayHide;
    this.#clock = parts.clock;
    this.#placeFile = parts.placeFile;
    const place = readPlace(parts.placeFile);
    const isKnown =
      place !== null &&
      isReachable(
        place,
        screen.getAllDisplays().map((display) => display.workArea),
      );
    const { maximized = false, ...bounds } = isKnown ? place : (firstSize as Partial<WindowPlace>);
    this.browser = new BrowserWindow({
      ...bounds,
      ...leastSize,
      show: false,
      // What nobody sees is not drawn; without a picture it would not be ready to be shown, either.
      paintWhenInitiallyHidden: parts.isShown,
      title: 'StreamChecker',
      icon: parts.icon,
      backgroundColor: background(),
      webPreferences: pagePreferences(parts.preload),
    });
    if (maximized) this.browser.maximize();
    if (parts.isShown) this.browser.once('ready-to-show', () => this.browser.show());
    this.#listen();
  }

  get page(): WebContents | null {
    return this.browser.isDestroyed() ? null : this.browser.webContents;
  }

  load(): Promise<void> {
    return this.browser.loadURL(`${appOrigin}/index.html`);
  }

  /** Sends an event to the page. */
  send(name: string, payload: unknown): void {
    const page = this.page;
    if (page === null || page.isDestroyed() || page.isCrashed()) return;
    page.send(eventChannel, name, payload);
  }

  /** Sends a status of the engine, as soon as the window is looked at ({@link StatusFeed}). */
  sendStatus(status: MonitorStatus): void {
    this.#feed.take(status);
  }

  /** Brings the window to the front from wherever it is. */
  reveal(): void {
    if (this.browser.isDestroyed()) return;
    if (this.browser.isMinimized()) this.browser.restore();
    this.browser.show();
    this.browser.focus();
  }

  /** From now on closing closes: the app is quitting. */
  retire(): void {
    this.#mayClose = true;
    if (this.browser.isDestroyed()) return;
    this.#remember();
    this.browser.hide();
  }

  #listen(): void {
    const { browser } = this;
    browser.on('close', (event) => void this.#hideInstead(event));
    browser.on('show', () => this.#feed.flush());
    browser.on('restore', () => this.#feed.flush());
    browser.on('focus', () => this.#feed.flush());
    browser.webContents.on('render-process-gone', (_event, { reason }) => this.#reload(reason));
    nativeTheme.on('updated', () => {
      if (!browser.isDestroyed()) browser.setBackgroundColor(background());
    });
  }

  #attention(): Attention {
    const { browser } = this;
    if (browser.isDestroyed() || !browser.isVisible() || browser.isMinimized()) return 'hidden';
    return browser.isFocused() ? 'focused' : 'visible';
  }

  async #hideInstead(event: { preventDefault(): void }): Promise<void> {
    if (this.#mayClose) return;
    event.preventDefault();
    this.#remember();
    if (!(await this.#mayHide()) || this.browser.isDestroyed()) return;
    this.browser.hide();
    this.#hidden.fire();
  }

  #remember(): void {
    const place = { ...this.browser.getNormalBounds(), maximized: this.browser.isMaximized() };
    try {
      writePlace(this.#placeFile, place);
    } catch (thrown) {
      console.error(`The window's place can't be remembered: ${String(thrown)}`);
    }
  }

  #reload(reason: string): void {
    if (this.#mayClose || reason === 'clean-exit') return;
    console.error(`The window's process ended (${reason}); it is loaded again.`);
    this.#clock.once(reloadPauseMs, () => this.page?.reload());
  }
}

/** Before the page has drawn: the colour of its theme's editor background. */
function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#1f1f1f' : '#ffffff';
}

function pagePreferences(preload: string): Electron.WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    // A page that nobody sees draws nothing.
    backgroundThrottling: true,
  };
}

/** Path of the preload script in the build. */
export const preloadPath = join(import.meta.dirname, '../preload/preload.cjs');
