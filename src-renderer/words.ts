import { type AlertMatter, AlertWords, type HostLabel } from '../src-main/common/alert-words.ts';
import type {
  Alert,
  AlertEpisode,
  AlertSubject,
  AlertTransition,
  Mute,
} from '../src-main/common/model/alerts.ts';
import type { CaptureState, CaptureStatus } from '../src-main/common/model/capture.ts';
import type {
  Limit,
  LimitsChange,
  LimitsPreview,
  UnjudgedLimits,
  UnjudgedReason,
} from '../src-main/common/model/limits.ts';
import type { PairTotal, WindowStatus, WindowSummary } from '../src-main/common/model/windows.ts';
import { unjudgedPhrase } from '../src-main/common/limit-phrase.ts';
import { uncheckedBecause } from '../src-main/common/loss.ts';
import { endText, notificationOf, type NotificationText } from '../src-main/common/notification-text.ts';
import { say } from '../src-main/common/phrases/say.ts';
import { numberStyle } from './texts/number-style.svelte.ts';
import { phraseText } from './texts/phrase-text.ts';
import { t } from './texts/texts.ts';
import { limitKey } from './features/limits/limits-in-force.ts';

/** A state in words, with the codicon and the tone that go with them; no state is told by colour alone. */
export interface StateWords {
  readonly text: string;
  readonly icon: string;
  readonly tone: 'good' | 'bad' | 'warning' | 'neutral';
}

const windowLooks: Record<WindowStatus, Omit<StateWords, 'text'>> = {
  within: { icon: 'pass', tone: 'good' },
  above: { icon: 'arrow-up', tone: 'bad' },
  below: { icon: 'arrow-down', tone: 'bad' },
  unchecked: { icon: 'circle-large', tone: 'neutral' },
};

/**
 * How a window stands to its limits; an open one is within them only so far.
 *
 * @param isAtLeast whether traffic that has passed may be missing: then nothing is said to be well
 */
export function windowStatusWords(
  { status, closed, limits }: Pick<WindowSummary, 'status' | 'closed' | 'limits'>,
  isAtLeast = false,
): StateWords {
  if (status === 'unchecked') {
    const why = uncheckedBecause({ limits });
    const said = why === 'no-limit' && closed ? 'had-no-limit' : why;
    return { ...windowLooks.unchecked, text: t().windowStates.unchecked[said] };
  }
  if (status === 'within' && isAtLeast)
    return { icon: 'question', tone: 'warning', text: t().windowStates.withinAsCounted };
  const isSoFar = status === 'within' && !closed;
  return { ...windowLooks[status], text: t().windowStates[isSoFar ? 'withinSoFar' : status] };
}

const captureLooks: Record<CaptureState, Omit<StateWords, 'text'>> = {
  starting: { icon: 'loading', tone: 'neutral' },
  capturing: { icon: 'record', tone: 'good' },
  silent: { icon: 'error', tone: 'bad' },
  restarting: { icon: 'loading', tone: 'warning' },
  paused: { icon: 'debug-pause', tone: 'warning' },
  stopped: { icon: 'debug-stop', tone: 'neutral' },
  failed: { icon: 'error', tone: 'bad' },
};

/** The capture's state. */
export const captureStateWords = (state: CaptureState): StateWords => ({
  ...captureLooks[state],
  text: t().captureStates[state],
});

/** What there is to say of alerts, in the window's language. */
const alertWords = (label?: HostLabel): AlertWords => new AlertWords(numberStyle(), label);

/** What the breach of a limit is called: `Traffic above max`. */
export const breachText = (limit: Pick<Limit, 'name' | 'title'>): string => alertWords().breach(limit);

/** What has happened: `Traffic above max`, `Silent but for 272 bytes`, `No report from agent office`. */
export const matterText = (alert: AlertMatter): string => alertWords().matter(alert);

/** An alert's newest transition, as a notification tells it. */
export const transitionText = (alert: AlertTransition): NotificationText =>
  notificationOf(alert.state, alert, alertWords());

/** A short title for an alert in either state. */
export const alertTitle = (alert: Pick<Alert, 'state'> & AlertMatter): string =>
  alertWords().title(alert.state, alert);

/** The traffic of which an alert speaks, and when; empty for all of it, and for an agent. */
export const subjectScope = (subject: AlertSubject, label?: HostLabel): string =>
  subject.kind === 'agent' ? '' : limitScope(subject.limit, label);

/** How long an alert has lasted: `15 min, 3 windows`. */
export const alertLength = (alert: Pick<AlertEpisode, 'began' | 'latest' | 'windows'>): string =>
  alertWords().length(alert);

/** What ended an alert; empty while it fires. */
export const alertEnd = (alert: Pick<Alert, 'resolvedBy' | 'resolveReason'>, nowMs: number): string =>
  endText(alert, nowMs, alertWords());

/** The traffic a limit speaks of; empty for all of it. */
export const scopeText = (limit: Pick<Limit, 'source' | 'destination'>, label?: HostLabel): string =>
  alertWords(label).scope(limit);

/** What else a limit says of when and of whom it holds: its period, hours, agent, and from when on it is warned of. */
export const limitTerms = (limit: Limit): readonly string[] => alertWords().terms(limit);

/** Why a limit is not judged, in words. */
export const unjudgedText = (reason: UnjudgedReason): string =>
  t().unjudged.because(phraseText(unjudgedPhrase(reason)));

/** Why some limits are not judged, by the limit. */
export const unjudgedTexts = (unjudged: UnjudgedLimits | undefined): ReadonlyMap<string, string> =>
  new Map((unjudged?.listed ?? []).map(({ limit, reason }) => [limitKey(limit), unjudgedText(reason)]));

/** The traffic a limit speaks of, and its terms; empty where it says nothing of either. */
export const limitScope = (limit: Limit, label?: HostLabel): string => alertWords(label).limitScope(limit);

/** What a mute covers. */
export function muteText(mute: Mute, label?: HostLabel): string {
  const words = t().alertsView;
  if (mute.agent !== null) return words.agent(mute.agent);
  const named = [mute.limitName ?? '', scopeText(mute, label)].filter(Boolean).join(' ');
  const direction = mute.direction === null ? '' : phraseText(say(`direction.${mute.direction}`));
  return [named, direction].filter(Boolean).join(', ') || words.everything;
}

/** A pair in one line, its hosts with their names. */
export const namedPair = (pair: Pick<PairTotal, 'source' | 'destination'>, label: HostLabel): string =>
  alertWords(label).pair(pair);

/** Counters of each interface that is listed, and of the others together. */
export const interfaceRows = ({
  interfaces,
  unlisted,
}: Pick<CaptureStatus, 'interfaces' | 'unlisted'>): CaptureStatus['interfaces'] => {
  const { count, ...totals } = unlisted;
  return count === 0 ? interfaces : [...interfaces, { name: t().counts.otherInterfaces(count), ...totals }];
};

/** What an import did: `2 limits added, 1 changed, 0 removed, 4 unchanged`. */
export const importText = ({ counts }: Pick<LimitsPreview, 'counts'>): string => t().imported(counts);

/** What undoing a change of the limits is called. */
export function undoText({ kind, origin }: Pick<LimitsChange, 'kind' | 'origin'>): string {
  const words = t().limitsView;
  return (kind === 'edit' ? words.undoEdit : words.undo)(sourceName(origin));
}

/** What an import did, and how many of its limits this run can't judge. */
export const importedText = (report: LimitsPreview): string =>
  [
    importText(report),
    ...((report.unjudged?.count ?? 0) > 0 ? [t().unjudged.some(report.unjudged!.count)] : []),
  ].join('; ');

/** The last part of a path, of either platform. */
export const fileName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;

/** What a source of limits is called: a file by its name, a table by its host and database, without what is secret. */
export function sourceName(source: string): string {
  if (!/^postgres(ql)?:/i.test(source)) return fileName(source);
  const url = URL.parse(source);
  return url === null ? 'PostgreSQL' : `${url.host}${url.pathname}`;
}

export type { HostLabel };
