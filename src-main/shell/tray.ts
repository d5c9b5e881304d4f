import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import type { Alert } from '../common/model/alerts.ts';
import type { Words } from './words.ts';
import type { TrayFace, TrayIcon } from './tray-face.ts';
import { type TrayActions, trayMenu } from './tray-menu.ts';

/** A menu that is drawn anew (a new tooltip draws it, too) closes under the person's hand on some desktops: no more often than this. */
const drawPauseMs = 30_000;

/** The icon in the desktop's tray, with its menu. Where a desktop has no tray, it is simply not seen. */
export class MonitorTray implements Disposable {
  readonly #tray: Tray;
  readonly #clock: Clock;
  readonly #icons: string;
  readonly #actions: TrayActions;
  readonly #words: () => Words;
  #alerts: readonly Alert[] = [];
  #face: TrayFace | null = null;
  #drawn: TrayFace | null = null;
  #timer: Disposable | undefined;

  constructor(parts: {
    clock: Clock;
    icons: string;
    face: TrayFace;
    actions: TrayActions;
    words: () => Words;
  }) {
    this.#clock = parts.clock;
    this.#icons = parts.icons;
    this.#actions = parts.actions;
    this.#words = parts.words;
    this.#tray = new Tray(this.#image(parts.face.icon));
    this.#tray.on('click', () => this.#actions.open());
    this.show(parts.face);
  }

  /** Shows `face`: icon and line at once, total and quota a little later when the menu has just been drawn. */
  show(face: TrayFace): void {
    const shown = this.#face;
    this.#face = face;
    if (shown?.icon !== face.icon) this.#tray.setImage(this.#image(face.icon));
    const isOther = this.#drawn?.line !== face.line || this.#drawn.isPaused !== face.isPaused;
    if (this.#timer === undefined || isOther) this.#draw(face);
  }

  /** Names the newest alerts, newest first. */
  showAlerts(alerts: readonly Alert[]): void {
    this.#alerts = alerts;
    if (this.#face !== null) this.#tray.setContextMenu(this.#menu(this.#face));
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#tray.destroy();
  }

  #draw(face: TrayFace): void {
    if (JSON.stringify(this.#drawn) === JSON.stringify(face)) return;
    this.#drawn = face;
    this.#timer?.dispose();
    this.#timer = this.#clock.once(drawPauseMs, () => this.#drawAgain());
    const told = [face.total, face.line, ...(face.quota === null ? [] : [face.quota])];
    this.#tray.setToolTip(`StreamChecker: ${told.join(', ')}`);
    this.#tray.setContextMenu(this.#menu(face));
  }

  #drawAgain(): void {
    this.#timer = undefined;
    if (this.#face !== null) this.#draw(this.#face);
  }

  #menu(face: TrayFace): Electron.Menu {
    return Menu.buildFromTemplate(trayMenu(face, this.#alerts, this.#actions, this.#words()));
  }

  #image(icon: TrayIcon): Electron.NativeImage {
    return nativeImage.createFromPath(join(this.#icons, `tray-${icon}.png`));
  }
}
