import type { WallClock } from '../../common/clock.ts';
import type { MonitorApi } from '../../common/monitor-api.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { AlertDesk } from './alert-desk.ts';
import { desktopReader } from './alerting.ts';
import { notificationAgeMs, type Outbox } from '../notify/outbox.ts';

/** Notifications that the desktop gets at once. */
const desktopCount = 20;

/** Answers with what a step gives or throws. */
const answer = <T>(step: () => T): Promise<T> => Promise.resolve().then(step);

const instant = (ms: number | null): EpochMs | null => (ms === null ? null : epochMs(ms));

/** The calls that are about alerts. */
export const alertsApi = (
  desk: AlertDesk,
  outbox: Outbox,
  clock: WallClock,
): Pick<
  MonitorApi,
  | 'listAlerts'
  | 'acknowledgeAlert'
  | 'snoozeAlert'
  | 'muteScope'
  | 'unmute'
  | 'listMutes'
  | 'pendingNotifications'
  | 'notificationDelivered'
> => ({
  listAlerts: ({ count }) => answer(() => desk.newest(count)),
  acknowledgeAlert: ({ id, comment }) => answer(() => desk.acknowledge(id, comment)),
  snoozeAlert: ({ id, untilMs }) => answer(() => desk.snooze(id, instant(untilMs))),
  muteScope: ({ untilMs, ...scope }) => answer(() => desk.mute(scope, instant(untilMs))),
  unmute: ({ id }) => answer(() => desk.unmute(id)),
  listMutes: () => answer(() => desk.mutes),
  pendingNotifications() {
    const notBeforeMs = epochMs(clock.now() - notificationAgeMs);
    return answer(() => outbox.next(desktopReader.name, notBeforeMs, desktopCount));
  },
  notificationDelivered: ({ sequence }) => answer(() => outbox.take(desktopReader.name, sequence)),
});
