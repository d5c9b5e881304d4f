import { alertLine } from '../json-lines.ts';
import { isoTime, limitJson } from '../../common/alert-json.ts';
import type { Clock } from '../../common/clock.ts';
import { bytesText } from '../../common/format.ts';
import type { AlertAnswer, AlertPair } from '../../common/model/alert-answer.ts';
import { type Alert, isOfLimit } from '../../common/model/alerts.ts';
import { answerAlert } from '../../engine/history/alert-answer.ts';
import { readFolder } from '../open-folder.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { alertText, formatSpan, formatTable, formatTime, limitPhrase } from '../text.ts';

/** What `alerts show` is told. */
export interface ShowFlags {
  readonly dataDir: string;
  readonly format: Format;
  readonly count: number;
}

/** `alerts show`: who made an alert, and what changed when it began. */
export function showAlert(prefix: string, { dataDir, format, count }: ShowFlags, clock: Clock): void {
  const folder = readFolder(dataDir);
  try {
    const series = folder?.series.newest();
    if (!folder || !series) return print('No alerts.');
    const alert = folder.alerts.find(prefix, clock.now());
    const answer = isOfLimit(alert)
      ? folder.transaction(() => answerAlert(folder, series, alert, count))
      : null;
    if (format === 'json') return print(JSON.stringify({ ...alertLine(alert), ...answerJson(answer) }));
    for (const line of [alertText(alert), ...(answer ? answerLines(alert, answer) : [])]) print(line);
  } finally {
    folder?.dispose();
  }
}

function answerJson(answer: AlertAnswer | null): object {
  if (!answer) return {};
  const { versions, comparedWith, ...others } = answer;
  return {
    ...others,
    comparedWith: comparedWith && { start: isoTime(comparedWith.startMs), end: isoTime(comparedWith.endMs) },
    versions: versions.map(({ limit, firstSeenMs, goneMs }) => ({
      ...{ limit: limitJson(limit), stored: isoTime(firstSeenMs) },
      removed: goneMs === null ? null : isoTime(goneMs),
    })),
  };
}

function* answerLines({ observed }: Alert, answer: AlertAnswer): Generator<string> {
  const { who, changed, comparedWith, comparedWindows, versions, captureFilter } = answer;
  const hasUsual = comparedWith !== null;
  if (who.length > 0) yield* ['', 'Who, at the peak:', pairTable(who, observed, hasUsual)];
  if (changed.length > 0) yield* ['', 'New or grown when it began:', pairTable(changed, null, hasUsual)];
  if (comparedWith)
    yield `(usual: the middle of ${comparedWindows} windows from ${formatSpan(comparedWith)})`;
  else yield '(What is usual is not known: no pairs are kept of the windows before.)';
  if (versions.length > 0) yield* ['', 'Versions of the limit:'];
  for (const { limit, firstSeenMs, goneMs } of versions) {
    const end = goneMs === null ? '' : `, removed ${formatTime(goneMs)}`;
    yield `  ${limitPhrase(limit)}, from ${formatTime(limit.effectiveMs)} (stored ${formatTime(firstSeenMs)}${end})`;
  }
  if (captureFilter !== null) yield* ['', `Capture filter: ${captureFilter}`];
}

const pairTable = (pairs: readonly AlertPair[], whole: number | null, hasUsual: boolean): string =>
  formatTable([
    ['source', 'destination', 'bytes', ...(whole === null ? [] : ['share']), ...(hasUsual ? ['usual'] : [])],
    ...pairs.map(({ source, destination, bytes, usual }) => [
      ...[source, destination, bytesText(bytes)],
      ...(whole === null ? [] : [whole === 0 ? '—' : `${Math.floor((100 * bytes) / whole)} %`]),
      ...(hasUsual ? [usual === 0 ? 'nothing' : bytesText(usual)] : []),
    ]),
  ]);
