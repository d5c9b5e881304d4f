import type { MonitorApi } from '../../common/contract/monitor.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { Alerting } from './alerting.ts';
import { answer } from './answer.ts';

const instant = (ms: number | null): EpochMs | null => (ms === null ? null : epochMs(ms));

/** The calls that are about alerts. */
export const alertsApi = (
  alerting: Alerting,
): Pick<
  MonitorApi,
  | 'listAlerts'
  | 'listFiring'
  | 'commentAlert'
  | 'testReceivers'
  | 'acknowledgeAlert'
  | 'snoozeAlert'
  | 'muteScope'
  | 'unmute'
  | 'listMutes'
  | 'pendingNotifications'
  | 'notificationDelivered'
> => ({
  listAlerts: ({ count }) => answer(() => alerting.handling.newest(count)),
  listFiring: (page) => answer(() => alerting.handling.firingPage(page)),
  testReceivers: ({ kind }) => alerting.test(kind),
  commentAlert: ({ id, text }) => answer(() => alerting.handling.comment(id, text)),
  acknowledgeAlert: ({ id, comment }) => answer(() => alerting.handling.acknowledge(id, comment)),
  snoozeAlert: ({ id, untilMs }) => answer(() => alerting.handling.snooze(id, instant(untilMs))),
  muteScope: ({ untilMs, ...scope }) => answer(() => alerting.handling.mute(scope, instant(untilMs))),
  unmute: ({ id }) => answer(() => alerting.handling.unmute(id)),
  listMutes: () => answer(() => alerting.handling.mutes),
  pendingNotifications: () => alerting.fetchForDesktop(),
  notificationDelivered: ({ sequence }) => answer(() => alerting.fetchedForDesktop(sequence)),
});
