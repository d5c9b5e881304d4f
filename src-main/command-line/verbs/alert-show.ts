import { limitPhrase } from '../../common/limit-phrase.ts';
import { say } from '../../common/phrases/say.ts';
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
import { formatTable } from '../text.ts';
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
    if (await isEmpty(folder)) return print('No alerts.');
    const told = await folder.explainAlert({ id, count });
    if (format === 'json') return print(JSON.stringify(explanationJson(told)));
    for (const line of explanationLines(told)) print(line);
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

function* explanationLines({ alert, answer, comments }: AlertExplanation): Generator<string> {
  yield inPersonsLanguage(alertText(alert));
  if (answer) yield* answerLines(alert.observed, answer);
  if (comments.length > 0) yield* ['', 'Comments:'];
  for (const { by, atMs, text } of comments) yield `  ${formatTime(atMs)} ${by}: ${text}`;
}

function* answerLines(observed: number, answer: AlertAnswer): Generator<string> {
  const { who, changed, comparedWith, comparedWindows, captureFilter, peak } = answer;
  const hasUsual = comparedWith !== null;
  yield coverageText(peak);
  if (who.length > 0) yield* ['', 'Who, at the peak:', pairTable(who, observed, hasUsual)];
  if (changed.length > 0) yield* ['', 'New or grown when it began:', pairTable(changed, null, hasUsual)];
  if (comparedWith)
    yield `(usual: the middle of ${comparedWindows} windows from ${formatSpan(comparedWith)})`;
  else yield '(What is usual is not known: no pairs are kept of the windows before.)';
  yield* versionLines(answer);
  if (captureFilter !== null) yield* ['', `Capture filter: ${captureFilter}`];
}

function* versionLines({ versions }: AlertAnswer): Generator<string> {
  if (versions.length > 0) yield* ['', 'Versions of the limit:'];
  for (const { limit, firstSeenMs, goneMs } of versions) {
    const told = {
      limit: limitPhrase(limit),
      from: formatTime(limit.effectiveMs),
      stored: formatTime(firstSeenMs),
    };
    yield inPersonsLanguage(
      goneMs === null
        ? say('version.stored', told)
        : say('version.removed', { ...told, removed: formatTime(goneMs) }),
    );
  }
}

/** Whether the total at the peak is exact, or what it lacks. */
function coverageText(peak: PeakCoverage | null): string {
  if (peak === null) return 'Whether its peak is exact is no longer known.';
  const lacks = lackPhrases(peak.lacks).map(inPersonsLanguage);
  if (peak.exact) return 'Its peak is exact.';
  return lacks.length === 0 ? 'Its peak still grows.' : `Its peak was at least that: ${lacks.join(', ')}.`;
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
