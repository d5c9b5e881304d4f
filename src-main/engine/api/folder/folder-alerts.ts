import type { Alert, AlertNotification } from '../../../common/model/alerts.ts';
import type { MonitorApi } from '../../../common/contract/monitor.ts';
import { epochMs } from '../../../common/units.ts';
import { AlertActs } from '../alert-acts.ts';
import { answer } from '../answer.ts';
import type { OpenedFolder } from './opened-folder.ts';

/** How soon it is seen what another process has stored. */
const pollMs = 250;
/** Notifications that are read at once. */
const readCount = 100;

type AlertCalls =
  | 'listAlerts'
  | 'explainAlert'
  | 'acknowledgeAlert'
  | 'commentAlert'
  | 'snoozeAlert'
  | 'muteScope'
  | 'unmute'
  | 'listMutes';

/** The calls about alerts, which a folder answers by itself. Changes are taken up by an instance that runs on it. */
export interface FolderAlerts extends Pick<MonitorApi, AlertCalls> {
  /**
   * The alert whose id begins so.
   *
   * @throws MonitorError `request/invalid` where there is none, or more than one
   */
  findAlert(prefix: string): Promise<Alert>;
  /** What people are notified of from now on; waits for a folder that is not there yet. Ends when the signal aborts. */
  followNotifications(signal: AbortSignal): AsyncGenerator<AlertNotification>;
}

/** The calls about alerts over a folder. */
export function folderAlerts(opened: OpenedFolder): FolderAlerts {
  const acts = (): AlertActs => new AlertActs(opened.writing, opened.clock);
  const now = () => opened.clock.now();
  const instant = (ms: number | null) => (ms === null ? null : epochMs(ms));
  return {
    listAlerts: ({ count }) =>
      answer(() => {
        const { series } = opened;
        return (series && opened.reading?.alerts.newest(series.id, count, now())) ?? [];
      }),
    explainAlert: async (request) => opened.history().explainAlert(request),
    acknowledgeAlert: ({ id, comment }) => answer(() => acts().acknowledge(id, comment)),
    commentAlert: ({ id, text }) => answer(() => acts().comment(id, text).comment),
    snoozeAlert: ({ id, untilMs }) => answer(() => acts().snooze(id, instant(untilMs))),
    muteScope: ({ untilMs, ...scope }) => answer(() => acts().mute(scope, instant(untilMs))),
    unmute: ({ id }) => answer(() => acts().unmute(id)),
    listMutes: () => answer(() => opened.reading?.mutes.list(now()) ?? []),
    findAlert: (prefix) => answer(() => opened.writing.alerts.find(prefix, now())),
    followNotifications: (signal) => notificationsOf(opened, signal),
  };
}

async function* notificationsOf(
  opened: OpenedFolder,
  signal: AbortSignal,
): AsyncGenerator<AlertNotification> {
  let seen = opened.reading?.outbox.newest() ?? 0;
  while (!signal.aborted) {
    const news = opened.reading?.outbox.since(seen, readCount) ?? [];
    yield* news;
    seen = news.at(-1)?.sequence ?? seen;
    if (news.length < readCount) await opened.clock.after(pollMs, signal);
  }
}
