import { bytesText, countText, type NumberStyle } from '../format.ts';
import { lackPhrases } from '../lacks.ts';
import type { Language } from '../language.ts';
import { limitPhrase } from '../limit-phrase.ts';
import { shareUsed } from '../model/quotas.ts';
import type { RangeReport, ReportTotal } from '../model/report.ts';
import type { Lack } from '../model/windows.ts';
import { parsePeriod } from '../periods/period.ts';
import { perPeriod } from '../periods/period-names.ts';
import type { Phrase, Text } from '../phrases/phrase.ts';
import { type PhraseKey, say } from '../phrases/say.ts';
import { wordsIn } from '../phrases/sentences.ts';
import type { ReportBlock } from './report-forms.ts';
import { alertText } from './alert-prose.ts';

/** Alerts that are told one by one, and times of which something is missing. */
const most = { alerts: 200, times: 200 };

/** A part of a report before it is put into words. */
type Part =
  | { readonly kind: 'title' | 'heading' | 'text'; readonly text: Phrase }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Text[])[] };

/** A report in parts, in a language. */
export function reportBlocks(report: RangeReport, language: Language): ReportBlock[] {
  const inWords = (text: Text): string => wordsIn(language, text, '');
  return partsOf(report, { units: 'iec', language }).map((part) =>
    part.kind === 'table'
      ? { kind: part.kind, rows: part.rows.map((row) => row.map(inWords)) }
      : { kind: part.kind, text: inWords(part.text) },
  );
}

function partsOf(report: RangeReport, style: NumberStyle): Part[] {
  const { span, timeZone, period } = report;
  const [start, end] = [zonedTime(span.startMs, timeZone), zonedTime(span.endMs, timeZone)];
  return [
    { kind: 'title', text: say('report.title', { per: perPeriod(parsePeriod(period)), start }) },
    paragraph(say('report.until', { end, zone: timeZone })),
    ...totalParts(report, style),
    ...quotaParts(report, style),
    ...hostParts(report, style),
    ...alertParts(report),
  ];
}

function totalParts({ total, timeZone }: RangeReport, style: NumberStyle): Part[] {
  if (total === null) return [paragraph(say('report.nothing'))];
  const { bytes, packets, windows, above, below } = total;
  const counts = [packets, windows, above, below].map((count) => countText(count, style));
  return [
    heading('report.total'),
    {
      kind: 'table',
      rows: [
        headOf('bytes', 'packets', 'windows', 'above', 'below', 'total'),
        [say('count.bytes', { count: bytes }), ...counts, exactnessOf(total)],
      ],
    },
    heading('report.missing'),
    paragraph(...missingOf(total)),
    ...timesOf(total, timeZone),
  ];
}

const lacksSomething = ({ lacks }: ReportTotal): boolean => lacks.some(({ reason }) => reason !== 'not-over');

function exactnessOf(total: ReportTotal): Phrase {
  if (lacksSomething(total)) return say('exactness.atLeast');
  return total.closed ? say('exactness.exact') : say('exactness.exactSoFar');
}

function missingOf(total: ReportTotal): [Phrase, ...Phrase[]] {
  const open = total.closed ? [] : [say('report.open')];
  if (lacksSomething(total)) return [say('report.maybeMore', { reasons: lackPhrases(total.lacks) }), ...open];
  return total.closed ? [say('report.whole')] : [say('report.nothingSoFar'), ...open];
}

type TimedLack = Lack & Required<Pick<Lack, 'fromMs' | 'toMs'>>;

/** The times of which something is missing, each with what that is, as far as they are known. */
function timesOf({ lacks }: ReportTotal, timeZone: string): Part[] {
  const timed = lacks.filter(
    (lack): lack is TimedLack =>
      lack.reason !== 'not-over' && lack.fromMs !== undefined && lack.toMs !== undefined,
  );
  if (timed.length === 0) return [];
  const rows = timed
    .slice(0, most.times)
    .map((lack) => [
      ...lackPhrases([lack]),
      ...[lack.fromMs, lack.toMs].map((ms) => zonedTime(ms, timeZone)),
    ]);
  const left = timed.length - rows.length;
  return [
    { kind: 'table', rows: [headOf('what', 'from', 'to'), ...rows] },
    ...(left > 0 ? [paragraph(say('report.moreTimes', { count: left }))] : []),
  ];
}

function quotaParts({ quotas, timeZone }: RangeReport, style: NumberStyle): Part[] {
  if (quotas.length === 0) return [];
  const rows = quotas.map((quota) => {
    const bytes = bytesText(quota.used, style);
    const reachesMs = quota.projection?.reachesMs;
    return [
      limitPhrase(quota.limit),
      quota.exact ? bytes : say('report.atLeast', { bytes }),
      shareText(shareUsed(quota)),
      zonedTime(quota.endMs, timeZone),
      reachesMs ? zonedTime(reachesMs, timeZone) : '—',
    ];
  });
  const head = headOf('limit', 'used', 'share', 'ends', 'usedUp');
  return [heading('report.quotas'), { kind: 'table', rows: [head, ...rows] }];
}

const shareText = (share: number): string => (share === Infinity ? '—' : `${Math.floor(100 * share)} %`);

function hostParts({ hosts, hostCount, unknown }: RangeReport, style: NumberStyle): Part[] {
  const rows = hosts.map(({ address, sent, received }) => [
    address,
    bytesText(sent, style),
    bytesText(received, style),
  ]);
  const head = headOf('host', 'sent', 'received');
  return [
    heading('report.hosts'),
    ...(rows.length > 0 ? [{ kind: 'table' as const, rows: [head, ...rows] }] : []),
    paragraph(
      say('report.hostCount', { count: hostCount }),
      ...(unknown === 0 ? [] : [say('report.unknown', { bytes: bytesText(unknown, style) })]),
    ),
  ];
}

function alertParts({ alerts, alertCount, timeZone }: RangeReport): Part[] {
  const told = alerts
    .slice(0, most.alerts)
    .map((alert) => [zonedTime(alert.firedMs, timeZone), alertText(alert, timeZone)]);
  return [
    heading('report.alerts'),
    ...(told.length > 0 ? [{ kind: 'table' as const, rows: [headOf('fired', 'alert'), ...told] }] : []),
    alertCount === 0
      ? paragraph(say('report.none'))
      : paragraph(say('report.alertCount', { count: alertCount, left: alertCount - told.length })),
  ];
}

type NameIn<Key, Group extends string> = Key extends `${Group}${infer Name}` ? Name : never;

/** The head of a table. */
const headOf = (...columns: readonly NameIn<PhraseKey, 'report.head.'>[]): Phrase[] =>
  columns.map((column) => say(`report.head.${column}`));

const heading = (
  key: 'report.total' | 'report.missing' | 'report.quotas' | 'report.hosts' | 'report.alerts',
) => ({ kind: 'heading', text: say(key) }) as const;

/** Sentences one after the other. */
const paragraph = (first: Phrase, ...others: readonly Phrase[]): Part => ({
  kind: 'text',
  text: others.reduce((text, next) => say('list.words', { first: text, second: next }), first),
});

/** Date and time to the second in a time zone: `2026-01-31 08:00:00`. */
const zonedTime = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(ms);
