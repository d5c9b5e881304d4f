import type { Alert, AlertSubject, MuteScope } from '../../../src-main/common/model/alerts.ts';
import type { Command } from '../../commands/command.ts';
import { clockText } from '../../format.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';

const snoozeMs = 3_600_000;

/** What people have done about an alert, in words. */
export function handlingText({ acknowledged, snoozedUntilMs, muted }: Alert): readonly string[] {
  const words = t().alertsView;
  return [
    ...(acknowledged ? [words.acknowledged(acknowledged.by, acknowledged.comment)] : []),
    ...(snoozedUntilMs === null ? [] : [words.snoozed(clockText(snoozedUntilMs))]),
    ...(muted ? [words.muted] : []),
  ];
}

/** What can be done about an alert. */
export function alertCommands(app: App, alert: Alert): readonly Command[] {
  const words = t().alertsView;
  const isFiring = alert.state === 'firing';
  const { id } = alert;
  const command = (name: string, title: string, when: boolean, run: () => void): Command => ({
    ...{ id: `alert.${name}`, category: '', title, run },
    when: () => when,
  });
  return [
    command(
      'show',
      alert.subject.kind === 'agent' ? words.showFirst : words.show,
      true,
      () => void app.showWindow(alert.window.startMs),
    ),
    command('acknowledge', words.acknowledge, isFiring && alert.acknowledged === null, () => {
      app.acknowledging = alert;
    }),
    command('snooze', words.snooze, isFiring && alert.snoozedUntilMs === null, () => {
      void app.attempt((monitor) => monitor.snoozeAlert({ id, untilMs: app.now.ms + snoozeMs }));
    }),
    command('unsnooze', words.unsnooze, alert.snoozedUntilMs !== null, () => {
      void app.attempt((monitor) => monitor.snoozeAlert({ id, untilMs: null }));
    }),
    command('mute', alert.subject.kind === 'agent' ? words.muteAgent : words.mute, !alert.muted, () => {
      void app.attempt((monitor) => monitor.muteScope({ ...muteScopeOf(alert.subject), untilMs: null }));
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
