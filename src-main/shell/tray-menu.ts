import type { MenuItemConstructorOptions } from 'electron';
import type { Alert } from '../common/model/alerts.ts';
import type { Limit } from '../common/model/limits.ts';
import { isNearlySilent } from '../common/near-silence.ts';
import type { Phrase } from '../common/phrases/phrase.ts';
import { say } from '../common/phrases/say.ts';
import type { Words } from './words.ts';
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
  { label: words.text(say('tray.open')), click: actions.open },
  face.isPaused === true
    ? { label: words.text(say('tray.resume')), click: actions.resume }
    : { label: words.text(say('tray.pause')), enabled: face.isPaused !== null, click: actions.pause },
  separator,
  { label: words.text(say('tray.quit')), click: actions.quit },
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
  return [{ label: words.text(say('tray.recentAlerts')), enabled: false }, ...items, separator];
}

/** `10 Mar, 14:05: above the maximum of 1.00 GiB`. */
const alertLabel = (alert: Alert, words: Words): string =>
  words.text(say('tray.alert', { at: words.instant(alert.atMs), breach: alertPhrase(alert, words) }));

function alertPhrase({ subject, state, observed }: Alert, words: Words): Phrase {
  const isOver = state === 'resolved';
  if (subject.kind === 'agent')
    return say(isOver ? 'tray.silenceOver' : 'tray.silentAgent', { agent: subject.agent });
  if (isOver) return say('tray.noLonger', { breach: breachPhrase(subject.limit, words) });
  return isNearlySilent(subject.limit, observed)
    ? silencePhrase(observed, words)
    : breachPhrase(subject.limit, words);
}

const silencePhrase = (observed: number, { bytes }: Words): Phrase =>
  observed === 0 ? say('tray.noTraffic') : say('tray.silentBut', { bytes: bytes(observed) });

const breachPhrase = ({ name, value }: Limit, { bytes }: Words): Phrase =>
  say(name === 'max' ? 'tray.aboveMaximum' : 'tray.belowMinimum', { limit: bytes(value) });
