import type { AlertNotification } from '../../common/model/alerts.ts';

/** A transition of an alert as a CloudEvent 1.0 in JSON (https://github.com/cloudevents/spec). */
export function alertEvent(notification: AlertNotification, agent: string): object {
  const { id, kind, limit, window, observed, atMs, firedMs, topPairs } = notification;
  const time = new Date(atMs).toISOString();
  return {
    specversion: '1.0',
    id: `${id}/${kind}`,
    source: `urn:streamchecker:${agent}`,
    type: `streamchecker.alert.${kind}`,
    subject: id,
    time,
    datacontenttype: 'application/json',
    data: {
      id,
      state: kind,
      limit: {
        name: limit.name,
        value: limit.value,
        effectiveDate: new Date(limit.effectiveMs).toISOString(),
        source: limit.source,
        destination: limit.destination,
      },
      window: { start: new Date(window.startMs).toISOString(), end: new Date(window.endMs).toISOString() },
      observed,
      at: time,
      firedAt: new Date(firedMs).toISOString(),
      topPairs,
    },
  };
}
