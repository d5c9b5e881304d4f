import { countedIn, countIn } from '../counted.ts';

const counted = countedIn('en');

/** A report of a period. */
export const report = {
  'report.title': 'Traffic {per}, from {start}',
  'report.until': 'Until {end}; time zone {zone}.',
  'report.nothing': 'Nothing is stored of it.',
  'report.total': 'Total',
  'report.missing': 'What is missing',
  'report.quotas': 'Quotas, as of now',
  'report.hosts': 'Hosts with most traffic',
  'report.alerts': 'Alerts',
  'report.head.bytes': 'bytes',
  'report.head.packets': 'packets',
  'report.head.windows': 'windows',
  'report.head.above': 'above a limit',
  'report.head.below': 'below a limit',
  'report.head.total': 'total',
  'report.head.limit': 'limit',
  'report.head.used': 'used',
  'report.head.share': 'share',
  'report.head.ends': 'ends',
  'report.head.usedUp': 'used up at this rate',
  'report.head.host': 'host',
  'report.head.sent': 'sent',
  'report.head.received': 'received',
  'report.head.fired': 'fired',
  'report.head.alert': 'alert',
  'report.head.what': 'what',
  'report.head.from': 'from',
  'report.head.to': 'to',
  'report.atLeast': 'at least {bytes}',
  'report.maybeMore': 'It may have had more: {reasons}.',
  'report.whole': 'Nothing: it was captured throughout.',
  'report.nothingSoFar': 'Nothing so far.',
  'report.open': 'It is not over yet.',
  'report.hostCount': ({ count }: { count: number }) => `${counted(count, 'host', 'hosts')} in all.`,
  'report.unknown': 'The pairs of {bytes} are unknown: hosts may have had more.',
  'report.none': 'None.',
  'report.alertCount': ({ count, left }: { count: number; left: number }) =>
    left === 0
      ? `${counted(count, 'alert', 'alerts')}.`
      : `${counted(count, 'alert', 'alerts')}, of which ${countIn('en')(left)} are left out here.`,
  'report.moreTimes': ({ count }: { count: number }) =>
    count === 1 ? 'One more time is not listed.' : `${countIn('en')(count)} more times are not listed.`,
} as const;
