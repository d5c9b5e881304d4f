import { episodeJson, isoTime, subjectJson } from '../../common/alert-json.ts';
import type { AlertNotification } from '../../common/model/alerts.ts';

/** What tells the event of a notification from all others, whoever publishes it. */
export const eventId = ({ id, kind, atMs }: Pick<AlertNotification, 'id' | 'kind' | 'atMs'>): string =>
  kind === 'reminder' ? `${id}/reminder/${atMs}` : `${id}/${kind}`;

/** A transition of an alert as a CloudEvent 1.0 in JSON (https://github.com/cloudevents/spec). */
export function alertEvent(notification: AlertNotification, agent: string): object {
  const { id, kind, subject, atMs, firedMs, topPairs } = notification;
  const time = isoTime(atMs);
  return {
    specversion: '1.0',
    id: eventId(notification),
    source: `urn:streamchecker:${agent}`,
    type: `streamchecker.alert.${kind}`,
    subject: id,
    time,
    datacontenttype: 'application/json',
    data: {
      id,
      state: kind,
      ...subjectJson(subject),
      ...episodeJson(notification),
      at: time,
      firedAt: isoTime(firedMs),
      topPairs,
    },
  };
}
