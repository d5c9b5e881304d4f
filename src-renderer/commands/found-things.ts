import type { Alert } from '../../src-main/common/model/alerts.ts';
import {
  choicesOf,
  settingKeys,
  type SettingKey,
  settingOf,
} from '../../src-main/settings/registry/index.ts';
import type { App } from '../state/app.svelte.ts';
import { areaOf, groupTitle, optionText } from '../features/settings/settings-page.svelte.ts';
import { networkIn } from '../features/hosts/host-search.svelte.ts';
import { t } from '../texts/texts.ts';
import { foldedAddress, spanText } from '../format.ts';
import { alertTitle, subjectScope } from '../words.ts';
import type { Command } from './command.ts';

/** As many alerts are found: those that fire, and the newest. */
const alertCount = 100;

/** What the palette finds beside the commands, once something is typed: settings, their options, hosts, and alerts. */
export function foundThings(app: App): readonly Command[] {
  const hosts = hostsOf(app);
  return [
    ...settingKeys.flatMap((key) => [settingCommand(app, key), ...optionCommands(app, key)]),
    ...hosts.map((address) => hostCommand(app, address)),
    ...typedHosts(app, hosts),
    ...app.monitor.alerts.slice(0, alertCount).map((alert) => alertCommand(app, alert)),
  ];
}

const titleOf = (key: SettingKey): string =>
  t().labelled(groupTitle(areaOf(key)), t().settings.items[key].title);

const settingCommand = (app: App, key: SettingKey): Command => ({
  id: `setting.${key}`,
  category: t().views.settings,
  title: titleOf(key),
  run: () => {
    app.settingsPage.query = key;
    app.layout.show('settings');
  },
});

/** Options that hold at once are chosen from here; others are shown with what changing them does. */
function optionCommands(app: App, key: SettingKey): readonly Command[] {
  const isAtOnce = settingOf(key).scope === 'window';
  return choicesOf(key).map((option) => ({
    id: `setting.${key}=${option}`,
    category: t().views.settings,
    title: t().labelled(titleOf(key), optionText(option)),
    run: isAtOnce ? () => void app.preferences.change(key, option) : settingCommand(app, key).run,
  }));
}

/** Hosts that have a name, and those that are shown. */
function hostsOf({ preferences, largest }: App): readonly string[] {
  const { sources, destinations } = largest.hosts ?? { sources: [], destinations: [] };
  const shown = [...sources, ...destinations].map(({ address }) => address);
  const all = new Set([...Object.keys(preferences.values['hosts.names']), ...shown]);
  return [...all].filter((address) => address !== foldedAddress);
}

/** Any address or network that is typed leads to its page, also if it is not written in its one form. */
function typedHosts(app: App, others: readonly string[]): readonly Command[] {
  const typed = app.palette.query.trim();
  const network = networkIn(typed);
  if (network === null || others.includes(typed)) return [];
  return [{ ...hostCommand(app, network), id: 'host.typed', title: typed }];
}

const hostCommand = (app: App, address: string): Command => ({
  ...{ id: `host.${address}`, category: t().columns.host, title: app.hostNames.label(address) },
  run: () => app.showHistoryOf({ host: address, peer: null }),
});

const alertCommand = (app: App, alert: Alert): Command => ({
  id: `alert.${alert.id}`,
  category: t().views.alerts,
  title: [
    alertTitle(alert),
    subjectScope(alert.subject, app.hostNames.label),
    spanText(alert.window.startMs, alert.window.endMs, app.now.ms),
  ]
    .filter(Boolean)
    .join(', '),
  run: () => app.showAlert(alert.id),
});
