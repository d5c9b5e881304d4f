import type { AlertWords } from './alert-words.ts';
import { type AlertFacts, type NotificationGroup, type NotificationKind } from './model/alerts.ts';
import type { Limit } from './model/limits.ts';

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
  const { alertStates: texts, counts } = words.texts;
  const scope = words.limitScope(limit);
  const seen = texts.observed(
    counts.bytes(observed),
    words.bytes(observed),
    limit.name,
    words.bytes(limit.value),
  );
  const isEpisode = kind === 'reminder' || kind === 'resolved' || alert.windows > 1;
  return [
    isEpisode ? texts.peak(seen, limit.name === 'max') : seen,
    ...(isEpisode ? [lengthText(kind, alert, words)] : []),
    `${texts.window(words.span(window, alert.atMs))}${scope === '' ? '' : `, ${scope}`}`,
    ...topPairs.slice(0, pairsNamed).map((pair) => `${words.pair(pair)}, ${words.bytes(pair.bytes)}`),
  ];
}

function silenceLines(kind: NotificationKind, alert: AlertFacts, words: AlertWords): string[] {
  const { began, windows, atMs } = alert;
  const { alertStates: texts } = words.texts;
  const hasLasted = kind !== 'firing' || windows > 1;
  return [
    texts.since(words.span(began, atMs)),
    ...(hasLasted ? [lengthText(kind, alert, words)] : []),
    ...(kind === 'resolved' ? [] : [texts.lacking]),
  ];
}

/** Puts many alerts of one window into words. */
export function groupNotificationOf(group: NotificationGroup, words: AlertWords): NotificationText {
  const { kind, subject, window, atMs, largest, sequence } = group;
  const { alertStates: texts } = words.texts;
  const lines = [
    ...(window ? [texts.window(words.span(window, atMs))] : []),
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
  const { alertStates: texts } = words.texts;
  const length = words.length(alert);
  if (kind !== 'resolved') return texts.soFar(length);
  const { resolvedBy, resolveReason } = alert;
  if (resolveReason === null) return texts.lasted(length);
  const observed = resolvedBy === null ? '' : words.bytes(resolvedBy.observed);
  const span = resolvedBy === null ? '' : words.span(resolvedBy.window, alert.atMs);
  return `${texts.lasted(length)}. ${texts.ended[resolveReason](observed, span)}`;
}
