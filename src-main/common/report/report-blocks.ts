import { bytesText, countText, exactBytes, plural } from '../format.ts';
import { lackTexts } from '../lacks.ts';
import { shareUsed } from '../model/quotas.ts';
import type { RangeReport, ReportTotal } from '../model/report.ts';
import { systemTimeZone } from '../periods/time-zone.ts';
import type { ReportBlock } from './report-forms.ts';
import { alertText, limitPhrase } from './alert-prose.ts';

/** Alerts that are told one by one. */
const toldAlerts = 200;

/** A report in parts. */
export const reportBlocks = (report: RangeReport): ReportBlock[] => [
  {
    kind: 'title',
    text: `Traffic by ${report.period}, from ${zonedTime(report.span.startMs, report.timeZone)}`,
  },
  {
    kind: 'text',
    text: `Until ${zonedTime(report.span.endMs, report.timeZone)}; time zone ${report.timeZone}.`,
  },
  ...totalBlocks(report),
  ...quotaBlocks(report),
  ...hostBlocks(report),
  ...alertBlocks(report),
];

function totalBlocks({ total }: RangeReport): ReportBlock[] {
  if (total === null) return [{ kind: 'text', text: 'Nothing is stored of it.' }];
  const { bytes, packets, windows, above, below } = total;
  return [
    heading('Total'),
    {
      kind: 'table',
      rows: [
        ['bytes', 'packets', 'windows', 'above a limit', 'below a limit', 'total'],
        [
          ...[exactBytes(bytes), countText(packets), countText(windows), countText(above), countText(below)],
          exactnessText(total),
        ],
      ],
    },
    heading('What is missing'),
    { kind: 'text', text: missingText(total) },
  ];
}

const lacksSomething = ({ lacks }: ReportTotal): boolean => lacks.some(({ reason }) => reason !== 'not-over');

function exactnessText(total: ReportTotal): string {
  if (lacksSomething(total)) return 'at least';
  return total.closed ? 'exact' : 'exact so far';
}

function missingText(total: ReportTotal): string {
  const texts = lackTexts(total.lacks, 'en', (count) => plural(count, 'packet'));
  const open = total.closed ? '' : ' It is not over yet.';
  return lacksSomething(total)
    ? `It may have had more: ${texts.join(', ')}.${open}`
    : total.closed
      ? 'Nothing: it was captured throughout.'
      : `Nothing so far.${open}`;
}

function quotaBlocks({ quotas, timeZone }: RangeReport): ReportBlock[] {
  if (quotas.length === 0) return [];
  const rows = quotas.map((quota) => [
    ...[limitPhrase(quota.limit), `${quota.exact ? '' : 'at least '}${bytesText(quota.used)}`],
    ...[shareText(shareUsed(quota)), zonedTime(quota.endMs, timeZone)],
    quota.projection?.reachesMs ? zonedTime(quota.projection.reachesMs, timeZone) : '—',
  ]);
  const head = ['limit', 'used', 'share', 'ends', 'used up at this rate'];
  return [heading('Quotas, as of now'), { kind: 'table', rows: [head, ...rows] }];
}

const shareText = (share: number): string => (share === Infinity ? '—' : `${Math.floor(100 * share)} %`);

function hostBlocks({ hosts, hostCount, unknown }: RangeReport): ReportBlock[] {
  const rows = hosts.map(({ address, sent, received }) => [address, bytesText(sent), bytesText(received)]);
  const isAll =
    unknown === 0 ? '' : ` The pairs of ${bytesText(unknown)} are unknown: hosts may have had more.`;
  return [
    heading('Hosts with most traffic'),
    ...(rows.length > 0 ? [{ kind: 'table' as const, rows: [['host', 'sent', 'received'], ...rows] }] : []),
    { kind: 'text', text: `${plural(hostCount, 'host')} in all.${isAll}` },
  ];
}

function alertBlocks({ alerts, alertCount, timeZone }: RangeReport): ReportBlock[] {
  const told = alerts
    .slice(0, toldAlerts)
    .map((alert) => [zonedTime(alert.firedMs, timeZone), alertText(alert)]);
  const ownZone = systemTimeZone();
  const zone = ownZone === timeZone ? '' : ` Times in the words of alerts are those of ${ownZone}.`;
  const more = alertCount - told.length;
  return [
    heading('Alerts'),
    ...(told.length > 0 ? [{ kind: 'table' as const, rows: [['fired', 'alert'], ...told] }] : []),
    {
      kind: 'text',
      text:
        alertCount === 0
          ? 'None.'
          : `${plural(alertCount, 'alert')}${more > 0 ? `, of which ${countText(more)} are left out here` : ''}.${zone}`,
    },
  ];
}

const heading = (text: string): ReportBlock => ({ kind: 'heading', text });

/** Date and time to the second in a time zone: `2026-01-31 08:00:00`. */
const zonedTime = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(ms);
