import { episodeJson, isoTime, limitJson, subjectJson } from '../../../common/alert-json.ts';
import {
  type AlertNotification,
  type AlertSubject,
  type AlertWindow,
  episodeMs,
  isGroup,
  type NotificationGroup,
  type NotificationKind,
  type NotificationMessage,
} from '../../../common/model/alerts.ts';
import type { Limit } from '../../../common/model/limits.ts';
import { isNearlySilent } from '../../../common/near-silence.ts';

/** Members of a group that its sentence names. */
const namedBound = 3;

/** What could not be stored has no sequence. */
const sequenceOf = (sequence: number): number | null => (sequence > 0 ? sequence : null);

/**
 * A message as other programs get it: the fields of the command line's alert line, and more. `state` may also be
 * `reminder` or `warning`; `sequence` tells one that comes again after a crash. Many alerts of one window have the
 * type `alerts`, with their count and the few that are furthest outside of their limits; so have many agents that fell
 * silent, with the first few.
 */
export const payloadOf = (message: NotificationMessage): object =>
  isGroup(message) ? groupPayload(message) : alertPayload(message);

function alertPayload(notification: AlertNotification): object {
  const { sequence, kind, id, subject, atMs, firedMs, topPairs, isTest } = notification;
  return {
    ...{ type: 'alert', id, state: kind, sequence: sequenceOf(sequence) },
    ...(isTest && { test: true }),
    ...subjectPayload(subject),
    ...episodeJson(notification),
    at: isoTime(atMs),
    firedAt: isoTime(firedMs),
    pairs: topPairs,
  };
}

const subjectPayload = (subject: AlertSubject): object =>
  subject.kind === 'agent'
    ? subjectJson(subject)
    : { limit: { ...limitJson(subject.limit), windowSeconds: subject.limit.windowSeconds } };

function groupPayload(group: NotificationGroup): object {
  const { sequence, kind, subject, window, count, atMs, largest } = group;
  return {
    ...{ type: 'alerts', state: kind, sequence: sequenceOf(sequence), count },
    ...(subject.kind === 'agent'
      ? { subject: 'agents', limit: null }
      : { subject: subject.scope, limit: { name: subject.limitName } }),
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
  'isTest' in message
    ? 'TEST: StreamChecker reaches this receiver; nothing has happened'
    : `${kindWords[message.kind]}: ${isGroup(message) ? groupText(message) : alertText(message)}`;

function alertText(notification: AlertNotification): string {
  const { id, subject, window, observed, windows } = notification;
  if (subject.kind === 'agent') return silenceText(subject.agent, notification);
  const { limit } = subject;
  const against = `${observedText(limit, observed)} against ${limit.name} ${limit.value}${scopeText(limit)}`;
  const seconds = Math.round(episodeMs(notification) / 1000);
  const peak = windows > 1 ? `, the peak of ${windows} windows in ${seconds} s` : '';
  return `${against} in the window ${spanText(window)}${peak} (id ${id})`;
}

function observedText(limit: Limit, observed: number): string {
  if (!isNearlySilent(limit, observed)) return `${observed} bytes`;
  return observed === 0 ? 'no traffic' : `silent but for ${observed} bytes,`;
}

function silenceText(agent: string, { id, began, windows }: AlertNotification): string {
  const length = windows > 1 ? `, for ${windows} windows` : '';
  return `no report from agent ${asciiOf(agent)} since the window ${spanText(began)}${length} (id ${id})`;
}

/** A name is what whoever publishes calls itself. */
const asciiOf = (name: string): string => name.replaceAll(/[^\x20-\x7e]/g, '?');

function groupText({ kind, subject, window, count, largest }: NotificationGroup): string {
  const first = largest.slice(0, namedBound).map(memberText).join(', ');
  const when = window ? ` in the window ${spanText(window)}` : '';
  if (subject.kind === 'agent') return `no report from ${count} agents${when} (${first}, ...)`;
  const { limitName, scope } = subject;
  const side = limitName === 'max' ? 'above' : 'below';
  return `${count} ${scope} ${kind === 'warning' ? 'near' : side} ${limitName}${when} (${first}, ...)`;
}

const memberText = ({ subject, observed }: AlertNotification): string =>
  subject.kind === 'agent' ? asciiOf(subject.agent) : `${observed} bytes${scopeText(subject.limit)}`;

const spanText = ({ startMs, endMs }: AlertWindow): string => `${isoTime(startMs)} to ${isoTime(endMs)}`;

const scopeText = ({ source, destination }: Limit): string =>
  source === null && destination === null ? '' : ` for ${source ?? 'any'} to ${destination ?? 'any'}`;
