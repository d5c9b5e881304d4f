import { bytesText, countText, exactBytes, plural } from '../common/format.ts';
import { lackTexts } from '../common/lacks.ts';
import { shareUsed } from '../common/model/quotas.ts';
import type { RangeReport } from '../common/model/report.ts';
import type { ReportBlock } from './report-forms.ts';
import { alertText, formatTime, limitPhrase } from './text.ts';

/** Alerts that are told one by one. */
const toldAlerts = 200;

/** A report in parts. */
export const reportBlocks = (report: RangeReport): ReportBlock[] => [
  { kind: 'title', text: `Traffic by ${report.period}, from ${formatTime(report.span.startMs)}` },
  { kind: 'text', text: `Until ${formatTime(report.span.endMs)}; time zone ${report.timeZone}.` },
  ...totalBlocks(report),
  ...quotaBlocks(report),
  ...hostBlocks(report),
  ...alertBlocks(report),
];

function totalBlocks({ total, lacks }: RangeReport): ReportBlock[] {
  if (total === null) return [{ kind: 'text', text: 'No window has closed in it.' }];
  const { bytes, packets, windows, above, below, inexact, incomplete } = total;
  const texts = lackTexts(lacks, 'en', (count) => plural(count, 'packet'));
  return [
    heading('Total'),
    {
      kind: 'table',
      rows: [
        ['bytes', 'packets', 'windows', 'above a limit', 'below a limit', 'total'],
        [
          ...[exactBytes(bytes), countText(packets), countText(windows), countText(above), countText(below)],
          inexact === 0 ? 'exact' : 'at least',
        ],
      ],
    },
    heading('What is missing'),
    {
      kind: 'text',
      text:
        inexact === 0
          ? 'Nothing: all of its closed windows were captured throughout.'
          : `${plural(inexact, 'window')} may have had more, ${countText(incomplete)} of them not captured throughout: ${texts.join(', ')}.`,
    },
  ];
}

function quotaBlocks({ quotas }: RangeReport): ReportBlock[] {
  if (quotas.length === 0) return [];
  const rows = quotas.map((quota) => [
    ...[limitPhrase(quota.limit), `${quota.exact ? '' : 'at least '}${bytesText(quota.used)}`],
    ...[shareText(shareUsed(quota)), formatTime(quota.endMs)],
    quota.projection?.reachesMs ? formatTime(quota.projection.reachesMs) : '—',
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

function alertBlocks({ alerts }: RangeReport): ReportBlock[] {
  const told = alerts.slice(0, toldAlerts).map((alert) => [formatTime(alert.firedMs), alertText(alert)]);
  const more = alerts.length - told.length;
  return [
    heading('Alerts'),
    ...(told.length > 0 ? [{ kind: 'table' as const, rows: [['fired', 'alert'], ...told] }] : []),
    {
      kind: 'text',
      text:
        alerts.length === 0
          ? 'None.'
          : `${plural(alerts.length, 'alert')}${more > 0 ? `, of which ${countText(more)} are left out here` : ''}.`,
    },
  ];
}

const heading = (text: string): ReportBlock => ({ kind: 'heading', text });
