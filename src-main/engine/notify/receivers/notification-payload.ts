import { episodeJson, isoTime } from '../../../common/alert-json.ts';
import { type AlertNotification, episodeMs } from '../../../common/model/alerts.ts';

/**
 * A notification as other programs get it: the fields of the command line's alert line, and more. `state` may also be
 * `reminder` or `warning`; `sequence` tells one that comes again after a crash.
 */
export const payloadOf = (notification: AlertNotification): object => {
  const { sequence, kind, id, limit, atMs, firedMs, topPairs } = notification;
  return {
    ...{ type: 'alert', id, state: kind, sequence },
    limit: {
      ...{ name: limit.name, value: limit.value, effectiveDate: isoTime(limit.effectiveMs) },
      ...{ source: limit.source, destination: limit.destination, windowSeconds: limit.windowSeconds },
    },
    ...episodeJson(notification),
    at: isoTime(atMs),
    firedAt: isoTime(firedMs),
    pairs: topPairs,
  };
};

const kindWords: Record<AlertNotification['kind'], string> = {
  firing: 'ALERT',
  resolved: 'resolved',
  reminder: 'still firing',
  warning: 'warning',
};

/** A notification as one line of text, in ASCII and UTC. */
export function sentenceOf(notification: AlertNotification): string {
  const { kind, id, limit, window, observed, windows } = notification;
  const scope =
    limit.source === null && limit.destination === null
      ? ''
      : ` for ${limit.source ?? 'any'} to ${limit.destination ?? 'any'}`;
  const span = `${isoTime(window.startMs)} to ${isoTime(window.endMs)}`;
  const seconds = Math.round(episodeMs(notification) / 1000);
  const peak = windows > 1 ? `, the peak of ${windows} windows in ${seconds} s` : '';
  return `${kindWords[kind]}: ${observed} bytes against ${limit.name} ${limit.value}${scope} in the window ${span}${peak} (id ${id})`;
}
