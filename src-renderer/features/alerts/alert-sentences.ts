import type {
  AlertAnswer,
  AlertExplanation,
  AlertPair,
  PeakCoverage,
} from '../../../src-main/common/model/alert-answer.ts';
import type { Alert, LimitSubject } from '../../../src-main/common/model/alerts.ts';
import { inexactness } from '../../exactness.ts';
import {
  bytesText,
  countText,
  datedText,
  exactBytes,
  instantText,
  percentText,
  spanText,
} from '../../format.ts';
import { shownPairs } from './open-alert.svelte.ts';
import { t } from '../../texts/texts.ts';
import {
  alertEnd,
  alertLength,
  alertTitle,
  type HostLabel,
  limitTerms,
  namedPair,
  scopeText,
} from '../../words.ts';
import { handlingText } from './handling-text.ts';

/** An alert in sentences, by what they answer; a part that has nothing to say is empty. */
export interface AlertSentences {
  /** What it is, since when, how much, and whether that is all. */
  readonly what: readonly string[];
  readonly who: string;
  readonly changed: string;
  /** What people did about it. */
  readonly handling: string;
}

/** Says what an alert is. */
export function alertSentences(
  alert: Alert,
  answer: AlertAnswer | null,
  label: HostLabel,
  nowMs: number,
): AlertSentences {
  const { subject } = alert;
  const about = subject.kind === 'limit' ? breachSentences(alert, subject, label, nowMs) : [];
  return {
    what: [
      ...(subject.kind === 'agent' ? [silenceSentence(alert, subject.agent, nowMs)] : about),
      ...(answer ? [coverageSentence(answer.peak)] : []),
      stateSentence(alert, nowMs),
    ],
    who: answer ? whoSentence(alert, answer, label) : '',
    changed: answer ? changedSentence(answer, nowMs) : '',
    handling: handlingText(alert).join(', '),
  };
}

/** What an alert is, in a sentence or two, after the name of its limit where people gave it one. */
export function whatHappened(alert: Alert, label: HostLabel, nowMs: number): readonly string[] {
  const { subject } = alert;
  if (subject.kind === 'agent') return [silenceSentence(alert, subject.agent, nowMs)];
  const [breach = '', peak = ''] = breachSentences(alert, subject, label, nowMs);
  const { title } = subject.limit;
  return [title === undefined ? breach : t().labelled(title, breach), peak];
}

function lastedText(alert: Alert, nowMs: number): string {
  const { began, latest, state } = alert;
  const span = spanText(began.startMs, latest.window.endMs, nowMs);
  return t().alertPage.lasted(span, state === 'firing', alertLength(alert));
}

const silenceSentence = (alert: Alert, agent: string, nowMs: number): string =>
  t().alertPage.silence(agent, alert.state === 'firing', lastedText(alert, nowMs));

function breachSentences(alert: Alert, { limit }: LimitSubject, label: HostLabel, nowMs: number): string[] {
  const words = t().alertPage;
  const { window, observed, state } = alert;
  const scope = scopeText(limit, label);
  const terms = limitTerms(limit).join(', ');
  const traffic = scope === '' ? words.allTraffic : words.traffic(scope);
  const counted = terms === '' ? traffic : `${traffic} (${terms})`;
  const when = lastedText(alert, nowMs);
  const span = spanText(window.startMs, window.endMs, nowMs);
  const peak = words.peak(limit.name, bytesText(observed), exactBytes(observed), span);
  return [
    words.breach(counted, limit.name, state === 'firing', bytesText(limit.value), when),
    `${peak}${againstText(observed, limit.value)}.`,
    ...(limit.note === undefined ? [] : [t().labelled(t().limitForm.fields.note, limit.note)]),
  ];
}

/** From ten times the limit on, nobody reads percents. */
function againstText(observed: number, value: number): string {
  const words = t().alertPage;
  if (value === 0) return '';
  if (observed < 10 * value) return words.ofLimit(percentText(observed, value));
  return words.timesLimit(countText(Math.floor(observed / value)));
}

function coverageSentence(peak: PeakCoverage | null): string {
  const words = t().alertPage;
  if (peak === null) return words.exactUnknown;
  const reasons = inexactness({ ...peak, packets: 1 });
  if (reasons.length > 0) return words.atLeast(reasons.join(', '));
  if (peak.exact) return words.exact;
  return peak.closed ? words.atLeast(t().exactness.inWindows) : words.exactSoFar;
}

function stateSentence(alert: Alert, nowMs: number): string {
  const { state, firedMs, atMs, resolveReason } = alert;
  const words = t().alertPage;
  const fired = datedText(firedMs, nowMs);
  if (state === 'firing' || resolveReason === null) return words.fired(fired);
  return `${words.resolved(fired, datedText(atMs, nowMs))} ${alertEnd(alert, nowMs)}.`;
}

function whoSentence({ observed }: Alert, { who, comparedWith }: AlertAnswer, label: HostLabel): string {
  const words = t().alertPage;
  const [top] = who;
  if (!top) return words.whoUnknown;
  const usual = top.usual === 0 ? words.usuallyNothing : words.usually(bytesText(top.usual));
  return `${words.madeMost(namedPair(top, label), shareText(top, observed))}${comparedWith ? usual : ''}.`;
}

/** Which part of the peak a pair made. */
export const shareText = ({ bytes }: Pick<AlertPair, 'bytes'>, observed: number): string =>
  percentText(bytes, observed);

function changedSentence({ changed, comparedWith, comparedWindows }: AlertAnswer, nowMs: number): string {
  const words = t().alertPage;
  if (!comparedWith) return words.usualUnknown;
  const fresh = changed.filter(({ usual }) => usual === 0).length;
  const usual = words.usualIs(comparedWindows, spanText(comparedWith.startMs, comparedWith.endMs, nowMs));
  const isCut = changed.length === shownPairs;
  return `${words.changed(fresh, changed.length - fresh)}${isCut ? words.onlyLargest(shownPairs) : ''} ${usual}`;
}

/** An alert as a text to be handed on. */
export function alertTextOf(
  { alert, answer, comments }: AlertExplanation,
  label: HostLabel,
  nowMs: number,
): string {
  const words = t().alertPage;
  const { what, who, changed, handling } = alertSentences(alert, answer, label, nowMs);
  const part = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', `${title}:`, ...lines];
  return [
    alertTitle(alert),
    ...what,
    ...(handling === '' ? [] : [handling]),
    ...(answer ? part(words.who, [who, ...answer.who.map((pair) => pairLine(pair, answer, label))]) : []),
    ...(answer
      ? part(words.whatChanged, [changed, ...answer.changed.map((pair) => pairLine(pair, answer, label))])
      : []),
    ...part(words.limit, versionLines(answer, nowMs)),
    ...part(words.filter, answer?.captureFilter == null ? [] : [answer.captureFilter]),
    ...part(
      words.comments,
      comments.map(({ by, atMs, text }) => t().labelled(`${datedText(atMs, nowMs)}, ${by}`, text)),
    ),
  ].join('\n');
}

function pairLine(pair: AlertPair, { comparedWith }: AlertAnswer, label: HostLabel): string {
  const usual = comparedWith
    ? ` (${t().labelled(t().alertPage.usual.toLowerCase(), bytesText(pair.usual))})`
    : '';
  return `- ${t().labelled(namedPair(pair, label), bytesText(pair.bytes))}${usual}`;
}

const versionLines = (answer: AlertAnswer | null, nowMs: number): string[] =>
  (answer?.versions ?? []).map(
    ({ limit }) =>
      `- ${limit.name} ${bytesText(limit.value)}, ${t().limitList.fromDate} ${instantText(limit.effectiveMs, nowMs)}`,
  );
