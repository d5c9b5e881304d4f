import { episodeJson, isoTime } from '../../../common/alert-json.ts';
import {
  type AlertNotification,
  type AlertWindow,
  episodeMs,
  isGroup,
  type NotificationGroup,
  type NotificationKind,
  type NotificationMessage,
} from '../../../common/model/alerts.ts';

/** What could not be stored has no sequence. */
const sequenceOf = (sequence: number): number | null => (sequence > 0 ? sequence : null);

/**
 * A message as other programs get it: the fields of the command line's alert line, and more. `state` may also be
 * `reminder` or `warning`; `sequence` tells one that comes again after a crash. Many alerts of one window have the
 * type `alerts`, with their count and the few that are furthest outside of their limits.
 */
export const payloadOf = (message: NotificationMessage): object =>
  isGroup(message) ? groupPayload(message) : alertPayload(message);

function alertPayload(notification: AlertNotification): object {
  const { sequence, kind, id, limit, atMs, firedMs, topPairs } = notification;
  return {
    ...{ type: 'alert', id, state: kind, sequence: sequenceOf(sequence) },
    limit: {
      ...{ name: limit.name, value: limit.value, effectiveDate: isoTime(limit.effectiveMs) },
      ...{ source: limit.source, destination: limit.destination, windowSeconds: limit.windowSeconds },
    },
    ...episodeJson(notification),
    at: isoTime(atMs),
    firedAt: isoTime(firedMs),
    pairs: topPairs,
  };
}

function groupPayload(group: NotificationGroup): object {
  const { sequence, kind, limitName, window, subject, count, atMs, largest } = group;
  return {
    ...{ type: 'alerts', state: kind, sequence: sequenceOf(sequence), count, subject },
    limit: { name: limitName },
    window: window && { start: isoTime(window.startMs), end: isoTime(window.endMs) },
    at: isoTime(atMs),
    text: sentenceOf(group),
    largest: largest.map(alertPayload),
  };
}

const kindWords: Record<NotificationKind, string> = {
  firing: 'ALERT',
  resolved: 'resolved',
  reminder: 'still firing',
  warning: 'warning',
};

/** A message as one line of text, in ASCII and UTC. */
export const sentenceOf = (message: NotificationMessage): string =>
  `${kindWords[message.kind]}: ${isGroup(message) ? groupText(message) : alertText(message)}`;

function alertText(notification: AlertNotification): string {
  const { id, limit, window, observed, windows } = notification;
  const against = `${observed} bytes against ${limit.name} ${limit.value}${scopeText(limit)}`;
  const seconds = Math.round(episodeMs(notification) / 1000);
  const peak = windows > 1 ? `, the peak of ${windows} windows in ${seconds} s` : '';
  return `${against} in the window ${spanText(window)}${peak} (id ${id})`;
}

function groupText({ kind, limitName, window, subject, count, largest }: NotificationGroup): string {
  const side = limitName === 'max' ? 'above' : 'below';
  const where = `${count} ${subject} ${kind === 'warning' ? 'near' : side} ${limitName}`;
  const first = largest.slice(0, 3).map(({ limit, observed }) => `${observed} bytes${scopeText(limit)}`);
  return `${where}${window ? ` in the window ${spanText(window)}` : ''} (${first.join(', ')}, ...)`;
}

const spanText = ({ startMs, endMs }: AlertWindow): string => `${isoTime(startMs)} to ${isoTime(endMs)}`;

const scopeText = ({ source, destination }: AlertNotification['limit']): string =>
  source === null && destination === null ? '' : ` for ${source ?? 'any'} to ${destination ?? 'any'}`;
