import type { MonitorApi } from '../../common/monitor-api.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { Alerting } from './alerting.ts';

/** Answers with what a step gives or throws. */
const answer = <T>(step: () => T): Promise<T> => Promise.resolve().then(step);

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
  listAlerts: ({ count }) => answer(() => alerting.desk.newest(count)),
  listFiring: (page) => answer(() => alerting.desk.firingPage(page)),
  testReceivers: ({ kind }) => alerting.test(kind),
  commentAlert: ({ id, text }) => answer(() => alerting.desk.comment(id, text)),
  acknowledgeAlert: ({ id, comment }) => answer(() => alerting.desk.acknowledge(id, comment)),
  snoozeAlert: ({ id, untilMs }) => answer(() => alerting.desk.snooze(id, instant(untilMs))),
  muteScope: ({ untilMs, ...scope }) => answer(() => alerting.desk.mute(scope, instant(untilMs))),
  unmute: ({ id }) => answer(() => alerting.desk.unmute(id)),
  listMutes: () => answer(() => alerting.desk.mutes),
  pendingNotifications: () => alerting.fetchForDesktop(),
  notificationDelivered: ({ sequence }) => answer(() => alerting.fetchedForDesktop(sequence)),
});
