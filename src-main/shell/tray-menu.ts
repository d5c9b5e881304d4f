import type { MenuItemConstructorOptions } from 'electron';
import { bytesText } from '../common/format.ts';
import type { Alert } from '../common/model.ts';
import type { EpochMs } from '../common/units.ts';
import type { TrayFace } from './tray-face.ts';

/** As many alerts as the menu names. */
export const recentAlerts = 5;

/** What the entries of the menu do. */
export interface TrayActions {
  readonly open: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Shows the window of an alert. */
  readonly showWindow: (startMs: EpochMs) => void;
  readonly quit: () => void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The tray's menu; `alerts` are the newest, newest first. */
export const trayMenu = (
  face: TrayFace,
  alerts: readonly Alert[],
  actions: TrayActions,
): MenuItemConstructorOptions[] => [
  { label: face.total, enabled: false },
  { label: face.line, enabled: false },
  separator,
  ...alertItems(alerts, actions),
  { label: 'Open StreamChecker', click: actions.open },
  face.isPaused === true
    ? { label: 'Resume Capture', click: actions.resume }
    : { label: 'Pause Capture', enabled: face.isPaused !== null, click: actions.pause },
  separator,
  { label: 'Quit', click: actions.quit },
];

function alertItems(alerts: readonly Alert[], { showWindow }: TrayActions): MenuItemConstructorOptions[] {
  if (alerts.length === 0) return [];
  const items = alerts
    .slice(0, recentAlerts)
    .map((alert) => ({ label: alertLabel(alert), click: () => showWindow(alert.window.startMs) }));
  return [{ label: 'Recent Alerts', enabled: false }, ...items, separator];
}

/** `10 Mar, 14:05: above the maximum of 1.00 GiB`. */
function alertLabel({ limit, atMs, state }: Alert): string {
  const at = new Date(atMs).toLocaleString('en-GB', {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  });
  const breach = `${limit.name === 'max' ? 'above the maximum' : 'below the minimum'} of ${bytesText(limit.value)}`;
  return `${at}: ${state === 'resolved' ? 'no longer ' : ''}${breach}`;
}
