import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { Attention } from '../common/attention.ts';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/event.ts';
import { goingOn } from '../common/going-on.ts';
import { appOrigin } from './app-origin.ts';
import { eventChannel } from './channels.ts';
import { isReachable, readPlace, type WindowPlace, writePlace } from './window-place.ts';

const firstSize = { width: 1280, height: 800 };
const leastSize = { minWidth: 480, minHeight: 320 };
/** Pause before a page whose process died is loaded again, so that a page that always dies doesn't spin. */
const reloadPauseMs = 1_000;
/** How long a page that is let go may take to answer that something is being written in it. One that hangs never does. */
const leaveMs = 3_000;

/** The page begins to leave for another one, which it may not do; has left for it; or is gone without one. */
type PageStep = 'leaving' | 'left' | 'gone';

/** What the window is made of. */
export interface MainWindowParts {
  readonly clock: Clock;
  readonly placeFile: string;
  readonly preload: string;
  readonly icon: string;
  /** Whether it is seen as soon as it is drawn, or waits to be revealed. */
  readonly isShown: boolean;
  /** Whether a window that the person closes is hidden; asks them where they would not find it again. */
  readonly mayHide: () => Promise<boolean>;
  /** How long it stays hidden before it is let go. */
  readonly letGoMs: number;
}

/**
 * The one window. Closing it hides it; the app lives on in the tray until it is quit. One that has been hidden for long
 * is let go with its page, which takes most of the app's memory; revealing opens it anew, as it was.
 */
export class MainWindow {
  readonly #parts: MainWindowParts;
  readonly #hidden = new Emitter<void>();
  readonly #seen = Promise.withResolvers<undefined>();
  readonly #attended = new Emitter<Attention>();
  readonly #page = new Emitter<PageStep>();
  /** Null while it is let go. */
  #browser: BrowserWindow | null;
  /** Whether its page hears what is sent to it. */
  #hears = false;
  /** What the person asked for and no page has heard yet: the last of each kind. */
  readonly #asked = new Map<string, unknown>();
  #letGo: Disposable | undefined;
  #isLeaving = false;
  #isWanted = false;
  #mayClose = false;

  /** The person closed the window, which is hidden now. */
  readonly onHidden: Event<void> = this.#hidden.event;
  /** It is looked at so; told also where that has not changed. */
  readonly onAttended: Event<Attention> = this.#attended.event;
  /** What becomes of its page. */
  readonly onPage: Event<PageStep> = this.#page.event;
  /** Resolves when it is shown for the first time. */
  readonly seen: Promise<unknown> = this.#seen.promise;

  constructor(parts: MainWindowParts) {
    this.#parts = parts;
    this.#browser = this.#open(parts.isShown);
    if (!parts.isShown) this.#letGoLater();
    nativeTheme.on('updated', () => this.#browser?.setBackgroundColor(background()));
  }

  /** Opened anew where it was let go, and seen then: who asks for it asks the person something there. */
  get browser(): BrowserWindow {
    return this.#browser ?? this.#comeBack();
  }

  get page(): WebContents | null {
    return this.#browser?.webContents ?? null;
  }

  /** Loads its page; resolves when that hears. */
  async load(): Promise<void> {
    const loaded = this.browser.loadURL(pageAddress);
    if (__DEVELOPMENT__ === null) return loaded;
    // A page whose code changes while it loads begins anew, which aborts the first attempt.
    await loaded.catch((thrown: unknown) => console.error(`The page begins anew: ${String(thrown)}`));
  }

  /** Sends an event to the page; without one nobody misses it, as a page fetches what it shows at its start. */
  send(name: string, payload: unknown): void {
    const page = this.page;
    if (page === null || page.isDestroyed() || page.isCrashed()) return;
    page.send(eventChannel, name, payload);
  }

  /** Sends what the person asked for, as soon as there is a page that hears it. */
  ask(name: string, payload: unknown): void {
    if (this.#isLeaving) this.#isWanted = true;
    else if (this.#browser === null) this.#comeBack();
    this.#asked.delete(name);
    this.#asked.set(name, payload);
    this.#sendAsked();
  }

  /** Brings the window to the front from wherever it is. */
  reveal(): void {
    if (this.#isLeaving) this.#isWanted = true;
    else if (this.#browser === null) this.#comeBack();
    else bringToFront(this.#browser);
  }

  /** Closes it, as its title bar would. */
  close(): void {
    this.#browser?.close();
  }

  /** From now on closing closes: the app is quitting. */
  retire(): void {
    this.#mayClose = true;
    this.#letGo?.dispose();
    if (this.#browser === null) return;
    this.#remember(this.#browser);
    this.#browser.hide();
  }

  #open(isShown: boolean): BrowserWindow {
    const { preload, icon, placeFile } = this.#parts;
    const { maximized = false, ...bounds } = knownPlace(placeFile) ?? (firstSize as Partial<WindowPlace>);
    const browser = new BrowserWindow({
      ...bounds,
      ...leastSize,
      show: false,
      // What nobody sees is not drawn; without a picture it would not be ready to be shown, either.
      paintWhenInitiallyHidden: isShown,
      title: 'StreamChecker',
      icon,
      backgroundColor: background(),
      webPreferences: pagePreferences(preload),
    });
    if (maximized) browser.maximize();
    if (isShown) browser.once('ready-to-show', () => bringToFront(browser));
    this.#listen(browser);
    return browser;
  }

  #comeBack(): BrowserWindow {
    const browser = this.#open(true);
    this.#browser = browser;
    browser.loadURL(`${pageAddress}${goingOn}`).catch((thrown: unknown) => {
      console.error(`The window's page could not be loaded: ${String(thrown)}`);
    });
    return browser;
  }

  #listen(browser: BrowserWindow): void {
    browser.on('close', (event) => void this.#hideInstead(browser, event));
    browser.on('closed', () => this.#left());
    browser.on('hide', () => this.#letGoLater());
    browser.on('show', () => {
      this.#letGo?.dispose();
      this.#seen.resolve(undefined);
    });
    const attend = (): void => this.#attended.fire(this.attention);
    browser.on('show', attend).on('hide', attend).on('closed', attend);
    browser.on('minimize', attend).on('restore', attend);
    browser.on('focus', attend).on('blur', attend);
    this.#followPage(browser.webContents);
  }

  #followPage(page: WebContents): void {
    page.on('did-finish-load', () => this.#hear());
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#page.fire('leaving');
    });
    page.on('did-navigate', () => this.#page.fire('left'));
    page.on('destroyed', () => this.#page.fire('gone'));
    // Something is being written in it, and would be lost.
    page.on('will-prevent-unload', () => this.#stay());
    page.on('render-process-gone', (_event, { reason }) => {
      this.#page.fire('gone');
      this.#reload(reason);
    });
  }

  get attention(): Attention {
    const browser = this.#browser;
    if (browser === null || !browser.isVisible() || browser.isMinimized()) return 'hidden';
    return browser.isFocused() ? 'focused' : 'visible';
  }

  async #hideInstead(browser: BrowserWindow, event: { preventDefault(): void }): Promise<void> {
    if (this.#mayClose || this.#isLeaving) return;
    event.preventDefault();
    this.#remember(browser);
    if (!(await this.#parts.mayHide()) || browser.isDestroyed()) return;
    browser.hide();
    this.#hidden.fire();
  }

  #letGoLater(): void {
    this.#letGo?.dispose();
    if (this.#mayClose) return;
    this.#letGo = this.#parts.clock.once(this.#parts.letGoMs, () => this.#leave());
  }

  #leave(): void {
    const browser = this.#browser;
    if (browser === null) return;
    this.#isLeaving = true;
    this.#letGo = this.#parts.clock.once(leaveMs, () => browser.destroy());
    browser.close();
  }

  #stay(): void {
    this.#isLeaving = false;
    this.#letGoLater();
    if (this.#isWanted) this.#reopen();
    this.#sendAsked();
  }

  #left(): void {
    this.#letGo?.dispose();
    this.#browser = null;
    this.#hears = false;
    this.#isLeaving = false;
    if (this.#isWanted) this.#reopen();
  }

  #hear(): void {
    this.#hears = true;
    this.#sendAsked();
  }

  #sendAsked(): void {
    if (!this.#hears || this.#isLeaving) return;
    for (const [name, payload] of this.#asked) this.send(name, payload);
    this.#asked.clear();
  }

  /** It was wanted while it was leaving. */
  #reopen(): void {
    this.#isWanted = false;
    this.reveal();
  }

  #remember(browser: BrowserWindow): void {
    const place = { ...browser.getNormalBounds(), maximized: browser.isMaximized() };
    try {
      writePlace(this.#parts.placeFile, place);
    } catch (thrown) {
      console.error(`The window's place can't be remembered: ${String(thrown)}`);
    }
  }

  #reload(reason: string): void {
    this.#hears = false;
    if (this.#mayClose || reason === 'clean-exit') return;
    console.error(`The window's process ended (${reason}); it is loaded again.`);
    this.#parts.clock.once(reloadPauseMs, () => this.page?.reload());
  }
}

const pageAddress = `${appOrigin}/index.html`;

function bringToFront(browser: BrowserWindow): void {
  if (browser.isMinimized()) browser.restore();
  browser.show();
  browser.focus();
}

/** Where it was, if a screen is still there. */
function knownPlace(file: string): WindowPlace | null {
  const place = readPlace(file);
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  return place !== null && isReachable(place, areas) ? place : null;
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
