import type { MenuItemConstructorOptions } from 'electron';
import type { Alert } from '../common/model/alerts.ts';
import type { Limit } from '../common/model/limits.ts';
import { isNearlySilent } from '../common/near-silence.ts';
import type { Words } from './texts/words.ts';
import type { TrayFace } from './tray-face.ts';

/** As many alerts as the menu names. */
export const recentAlerts = 5;

/** What the entries of the menu do. */
export interface TrayActions {
  readonly open: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Shows an alert, by its id. */
  readonly showAlert: (id: string) => void;
  readonly quit: () => void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The tray's menu; `alerts` are the newest, newest first. */
export const trayMenu = (
  face: TrayFace,
  alerts: readonly Alert[],
  actions: TrayActions,
  words: Words,
): MenuItemConstructorOptions[] => [
  { label: face.total, enabled: false },
  { label: face.line, enabled: false },
  ...(face.quota === null ? [] : [{ label: face.quota, enabled: false }]),
  separator,
  ...alertItems(alerts, actions, words),
  { label: words.tray.open, click: actions.open },
  face.isPaused === true
    ? { label: words.tray.resume, click: actions.resume }
    : { label: words.tray.pause, enabled: face.isPaused !== null, click: actions.pause },
  separator,
  { label: words.tray.quit, click: actions.quit },
];

function alertItems(
  alerts: readonly Alert[],
  { showAlert }: TrayActions,
  words: Words,
): MenuItemConstructorOptions[] {
  if (alerts.length === 0) return [];
  const items = alerts
    .slice(0, recentAlerts)
    .map((alert) => ({ label: alertLabel(alert, words), click: () => showAlert(alert.id) }));
  return [{ label: words.tray.recentAlerts, enabled: false }, ...items, separator];
}

/** `10 Mar, 14:05: above the maximum of 1.00 GiB`. */
function alertLabel({ subject, atMs, state, observed }: Alert, words: Words): string {
  const { tray, instant } = words;
  const isOver = state === 'resolved';
  if (subject.kind === 'agent') {
    const { agent } = subject;
    return tray.alert(instant(atMs), isOver ? tray.silenceOver(agent) : tray.silentAgent(agent));
  }
  const isSilent = !isOver && isNearlySilent(subject.limit, observed);
  const breach = isSilent ? silenceLabel(observed, words) : breachLabel(subject.limit, words);
  return tray.alert(instant(atMs), isOver ? tray.noLonger(breach) : breach);
}

const silenceLabel = (observed: number, { tray, bytes }: Words): string =>
  observed === 0 ? tray.noTraffic : tray.silentBut(bytes(observed));

const breachLabel = ({ name, value }: Limit, { tray, bytes }: Words): string =>
  name === 'max' ? tray.aboveMaximum(bytes(value)) : tray.belowMinimum(bytes(value));
