import { limitPhrase } from '../../common/limit-phrase.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import { inOneLine } from '../../common/printable.ts';
import { alertLine, lackLine } from '../json-lines.ts';
import { isoTime, limitJson } from '../../common/alert-json.ts';
import type { Clock } from '../../common/clock.ts';
import { bytesText } from '../../common/format.ts';
import type {
  AlertAnswer,
  AlertComment,
  AlertExplanation,
  AlertPair,
  PeakCoverage,
} from '../../common/model/alert-answer.ts';
import { lackPhrases } from '../../common/lacks.ts';
import { inFolder, isEmpty } from '../open-folder.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { inPersonsLanguage } from '../person-language.ts';
import { formatTable, heads } from '../text.ts';
import { alertText, formatSpan, formatTime } from '../../common/report/alert-prose.ts';

/** What `alerts show` is told. */
export interface ShowFlags {
  readonly dataDir: string;
  readonly format: Format;
  readonly count: number;
}

/** `alerts show`: who made an alert, and what changed when it began. */
export const showAlert = (id: string, { dataDir, format, count }: ShowFlags, clock: Clock): Promise<void> =>
  inFolder(dataDir, clock, async (folder) => {
    if (await isEmpty(folder)) return print(say('alerts.none'));
    const told = await folder.explainAlert({ id, count });
    if (format === 'json') return print(JSON.stringify(explanationJson(told)));
    for (const line of explanationLines(told, await folder.getTimeZone())) print(line);
  });

/** A comment as `alerts show` and `alerts comment` give it. */
export const commentJson = ({ by, atMs, text }: AlertComment) => ({ by, at: isoTime(atMs), text });

const explanationJson = ({ alert, answer, comments }: AlertExplanation): object => ({
  ...alertLine(alert),
  ...(answer && answerJson(answer)),
  comments: comments.map(commentJson),
});

function answerJson({ versions, comparedWith, peak, ...others }: AlertAnswer): object {
  return {
    ...others,
    exact: peak?.exact ?? null,
    lacks: peak?.lacks.map(lackLine) ?? null,
    comparedWith: comparedWith && { start: isoTime(comparedWith.startMs), end: isoTime(comparedWith.endMs) },
    versions: versions.map(({ limit, firstSeenMs, goneMs }) => ({
      ...{ limit: limitJson(limit), stored: isoTime(firstSeenMs) },
      removed: goneMs === null ? null : isoTime(goneMs),
    })),
  };
}

function* explanationLines({ alert, answer, comments }: AlertExplanation, timeZone: string): Generator<Text> {
  yield alertText(alert, timeZone);
  if (answer) yield* answerLines(alert.observed, answer, timeZone);
  if (comments.length > 0) yield* ['', say('answer.comments')];
  for (const { by, atMs, text } of comments)
    yield `  ${formatTime(atMs, timeZone)} ${by}: ${inOneLine(text)}`;
}

function* answerLines(observed: number, answer: AlertAnswer, timeZone: string): Generator<Text> {
  const { who, changed, comparedWith, comparedWindows, captureFilter, peak } = answer;
  const hasUsual = comparedWith !== null;
  yield coverageText(peak);
  if (who.length > 0) yield* ['', say('answer.who'), pairTable(who, observed, hasUsual)];
  if (changed.length > 0) yield* ['', say('answer.changed'), pairTable(changed, null, hasUsual)];
  if (comparedWith)
    yield say('answer.usual', { windows: comparedWindows, span: formatSpan(comparedWith, timeZone) });
  else yield say('answer.usualUnknown');
  yield* versionLines(answer, timeZone);
  if (captureFilter !== null) yield* ['', say('answer.filter', { filter: captureFilter })];
}

function* versionLines({ versions }: AlertAnswer, timeZone: string): Generator<Text> {
  if (versions.length > 0) yield* ['', say('answer.versions')];
  for (const { limit, firstSeenMs, goneMs } of versions) {
    const told = {
      limit: limitPhrase(limit),
      from: formatTime(limit.effectiveMs, timeZone),
      stored: formatTime(firstSeenMs, timeZone),
    };
    yield goneMs === null
      ? say('version.stored', told)
      : say('version.removed', { ...told, removed: formatTime(goneMs, timeZone) });
  }
}

/** Whether the total at the peak is exact, or what it lacks. */
function coverageText(peak: PeakCoverage | null): Phrase {
  if (peak === null) return say('answer.peakUnknown');
  if (peak.exact) return say('answer.peakExact');
  const reasons = lackPhrases(peak.lacks);
  return reasons.length === 0 ? say('answer.peakGrows') : say('answer.peakAtLeast', { reasons });
}

const pairTable = (pairs: readonly AlertPair[], whole: number | null, hasUsual: boolean): string =>
  formatTable([
    heads('source', 'destination', 'bytes').concat(
      heads(...(whole === null ? [] : ['share' as const]), ...(hasUsual ? ['usual' as const] : [])),
    ),
    ...pairs.map(({ source, destination, bytes, usual }) => [
      ...[source, destination, bytesText(bytes)],
      ...(whole === null ? [] : [whole === 0 ? '—' : `${Math.floor((100 * bytes) / whole)} %`]),
      ...(hasUsual ? [usual === 0 ? inPersonsLanguage(say('cell.nothing')) : bytesText(usual)] : []),
    ]),
  ]);
