import { byteCountText } from '../../../src-main/common/byte-count.ts';
import { draftOf } from '../../../src-main/common/limit-draft.ts';
import type { Alert, AlertSubject, MuteScope } from '../../../src-main/common/model/alerts.ts';
import type { Command } from '../../commands/command.ts';
import type { App } from '../../state/app.svelte.ts';
import { shownPairs } from './open-alert.svelte.ts';
import { t } from '../../texts/texts.ts';
import { alertTextOf } from './alert-sentences.ts';

const snoozeMs = 3_600_000;

const commandOf = (name: string, title: string, when: boolean, run: () => void): Command => ({
  ...{ id: `alert.${name}`, category: '', title, run },
  when: () => when,
});

/** What can be done about an alert. */
export const alertCommands = (app: App, alert: Alert): readonly Command[] => [
  commandOf('open', t().alertPage.show, app.openAlert.id !== alert.id, () => app.showAlert(alert.id)),
  ...handlingCommands(app, alert),
  commandOf(
    'show',
    alert.subject.kind === 'agent' ? t().alertsView.showFirst : t().alertsView.show,
    true,
    () => void app.showWindow(alert.window.startMs),
  ),
  ...takingCommands(app, alert),
];

function handlingCommands(app: App, alert: Alert): readonly Command[] {
  const words = t().alertsView;
  const isFiring = alert.state === 'firing';
  const { id } = alert;
  return [
    commandOf('acknowledge', words.acknowledge, isFiring && alert.acknowledged === null, () => {
      app.alertsPage.acknowledging = alert;
    }),
    commandOf('snooze', words.snooze, isFiring && alert.snoozedUntilMs === null, () => {
      void app.attempt((monitor) => monitor.snoozeAlert({ id, untilMs: app.now.ms + snoozeMs }));
    }),
    commandOf('unsnooze', words.unsnooze, alert.snoozedUntilMs !== null, () => {
      void app.attempt((monitor) => monitor.snoozeAlert({ id, untilMs: null }));
    }),
    commandOf('mute', alert.subject.kind === 'agent' ? words.muteAgent : words.mute, !alert.muted, () => {
      void app.attempt((monitor) => monitor.muteScope({ ...muteScopeOf(alert.subject), untilMs: null }));
    }),
  ];
}

/** An alert is taken elsewhere: as a text, as a capture filter, as a limit. */
function takingCommands(app: App, { id, subject, observed }: Alert): readonly Command[] {
  const words = t().alertPage;
  const isLimit = subject.kind === 'limit';
  const request = { id, count: shownPairs };
  return [
    commandOf('copyText', words.copyText, true, () => {
      void app.attempt(async (monitor) =>
        app.copy(alertTextOf(await monitor.explainAlert(request), app.hostNames.label, app.now.ms)),
      );
    }),
    commandOf('copyFilter', words.copyFilter, isLimit, () => {
      void app.attempt(async (monitor) => {
        const filter = (await monitor.explainAlert(request)).answer?.captureFilter ?? null;
        if (filter === null) app.toasts.show(words.noFilter, { isProblem: true });
        else await app.copy(filter);
      });
    }),
    commandOf('newLimit', words.newLimit, isLimit, () => {
      if (!isLimit) return;
      app.limitForm.begin({ ...draftOf(subject.limit), value: byteCountText(observed), effective: '' });
    }),
  ];
}

/** What a mute of an alert like this one names. */
export function muteScopeOf(subject: AlertSubject): MuteScope {
  if (subject.kind === 'agent')
    return { limitName: null, source: null, destination: null, direction: null, agent: subject.agent };
  const { name, source, destination, direction = null } = subject.limit;
  return { limitName: name, source, destination, direction, agent: null };
}
