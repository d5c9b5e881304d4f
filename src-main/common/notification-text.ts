import type { AlertWords } from './alert-words.ts';
import {
  type AlertFacts,
  type AlertWindow,
  type NotificationGroup,
  type NotificationKind,
} from './model/alerts.ts';
import type { Limit } from './model/limits.ts';
import { say } from './phrases/say.ts';

/** What a desktop notification says. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
  /** One for each transition: a repeated message replaces its forerunner. */
  readonly tag: string;
}

/** Pairs that a notification names. */
const pairsNamed = 3;

/** Puts an alert's transition, or a reminder of it, into words. */
export function notificationOf(
  kind: NotificationKind,
  alert: AlertFacts,
  words: AlertWords,
): NotificationText {
  const { subject } = alert;
  const lines =
    subject.kind === 'agent'
      ? silenceLines(kind, alert, words)
      : breachLines(kind, alert, subject.limit, words);
  return { title: words.titleWithHost(kind, alert), body: lines.join('\n'), tag: `${alert.id}/${kind}` };
}

function breachLines(kind: NotificationKind, alert: AlertFacts, limit: Limit, words: AlertWords): string[] {
  const { window, topPairs, observed } = alert;
  const scope = words.limitScope(limit);
  const seen = say('alert.observed', {
    exact: say('count.bytes', { count: observed }),
    rounded: words.bytes(observed),
    name: limit.name,
    limit: words.bytes(limit.value),
  });
  const isEpisode = kind === 'reminder' || kind === 'resolved' || alert.windows > 1;
  return [
    words.text(
      isEpisode ? say(limit.name === 'max' ? 'alert.peak' : 'alert.lowest', { observed: seen }) : seen,
    ),
    ...(isEpisode ? [lengthText(kind, alert, words)] : []),
    `${windowText(window, alert.atMs, words)}${scope === '' ? '' : `, ${scope}`}`,
    ...topPairs.slice(0, pairsNamed).map((pair) => `${words.pair(pair)}, ${words.bytes(pair.bytes)}`),
  ];
}

function silenceLines(kind: NotificationKind, alert: AlertFacts, words: AlertWords): string[] {
  const { began, windows, atMs } = alert;
  const hasLasted = kind !== 'firing' || windows > 1;
  return [
    words.text(say('alert.since', { span: words.span(began, atMs) })),
    ...(hasLasted ? [lengthText(kind, alert, words)] : []),
    ...(kind === 'resolved' ? [] : [words.text(say('alert.lacking'))]),
  ];
}

/** Puts many alerts of one window into words. */
export function groupNotificationOf(group: NotificationGroup, words: AlertWords): NotificationText {
  const { kind, subject, window, atMs, largest, sequence } = group;
  const lines = [
    ...(window ? [windowText(window, atMs, words)] : []),
    ...largest.slice(0, pairsNamed).map((alert) => memberText(alert, words)),
  ];
  const about = subject.kind === 'agent' ? 'agents' : subject.limitName;
  return { title: words.groupTitle(group), body: lines.join('\n'), tag: `${about}/${sequence}/${kind}` };
}

/** An alert of many, in a line. */
function memberText(alert: AlertFacts, words: AlertWords): string {
  const { subject, observed } = alert;
  if (subject.kind === 'agent') return words.matter(alert);
  const { limit } = subject;
  const scope = [limit.title, words.limitScope(limit)].filter(Boolean).join(', ');
  const against = `${words.bytes(observed)}, ${limit.name} ${words.bytes(limit.value)}`;
  return scope === '' ? against : `${scope}: ${against}`;
}

/** How long an alert lasted, and what ended it. */
function lengthText(kind: NotificationKind, alert: AlertFacts, words: AlertWords): string {
  const length = words.length(alert);
  if (kind !== 'resolved') return words.text(say('alert.soFar', { length }));
  const lasted = words.text(say('alert.lasted', { length }));
  const end = endText(alert, alert.atMs, words);
  return end === '' ? lasted : `${lasted}. ${end}`;
}

/** What ended an alert; empty while it fires. */
export function endText(
  { resolvedBy, resolveReason }: Pick<AlertFacts, 'resolvedBy' | 'resolveReason'>,
  nowMs: number,
  words: AlertWords,
): string {
  if (resolveReason === null) return '';
  if (resolveReason !== 'within' && resolveReason !== 'limit-changed')
    return words.text(say(`alert.ended.${resolveReason}`));
  const observed = resolvedBy === null ? '' : words.bytes(resolvedBy.observed);
  const span = resolvedBy === null ? '' : words.span(resolvedBy.window, nowMs);
  return words.text(say(`alert.ended.${resolveReason}`, { observed, span }));
}

const windowText = (window: AlertWindow, nowMs: number, words: AlertWords): string =>
  words.text(say('alert.window', { span: words.span(window, nowMs) }));
