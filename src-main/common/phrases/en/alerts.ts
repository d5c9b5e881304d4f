import { countedIn } from '../counted.ts';

const counted = countedIn('en');
/** As it stands after a colon. */
const inSentence = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** `1st`, `2nd`, `15th`. */
function ordinal(day: number): string {
  const endings: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
  const isTeen = day > 10 && day < 14;
  return `${day}${isTeen ? 'th' : (endings[day % 10] ?? 'th')}`;
}

/** What is said of alerts and their limits: in the window, in notifications and on the command line. */
export const alerts = {
  'count.bytes': ({ count }: { count: number }) => counted(count, 'byte', 'bytes'),
  'count.packets': ({ count }: { count: number }) => counted(count, 'packet', 'packets'),
  'count.windows': ({ count }: { count: number }) => counted(count, 'window', 'windows'),
  'count.hosts': ({ count }: { count: number }) => counted(count, 'host', 'hosts'),
  'count.pairs': ({ count }: { count: number }) => counted(count, 'pair', 'pairs'),
  'count.totals': ({ count }: { count: number }) => counted(count, 'total', 'totals'),
  'pair.others': 'other',
  'pair.any': 'any',

  'direction.in': 'in',
  'direction.out': 'out',
  'direction.local': 'local',
  'direction.passing': 'passing',
  'direction.unknown': 'unknown',

  'alert.aboveMax': 'Traffic above max',
  'alert.belowMin': 'Traffic below min',
  'alert.nearMax': 'Traffic near max',
  'alert.silent': 'No traffic',
  'alert.silentBut': 'Silent but for {bytes}',
  'alert.named.aboveMax': '{name}: above max',
  'alert.named.belowMin': '{name}: below min',
  'alert.named.nearMax': '{name}: near max',
  'alert.named.silent': '{name}: no traffic',
  'alert.named.silentBut': '{name}: silent but for {bytes}',
  'alert.named.resolved': 'Resolved: {breach}',
  'alert.named.stillFiring': 'Still firing: {breach}',
  'alert.many.aboveMax': '{many} above max',
  'alert.many.belowMin': '{many} below min',
  'alert.many.nearMax': '{many} near max',
  'alert.noReport': 'No report from agent {agent}',
  'alert.many.silent': ({ count }: { count: number }) => `${counted(count, 'agent', 'agents')} not reporting`,
  'alert.resolved': ({ breach }: { breach: string }) => `Resolved: ${inSentence(breach)}`,
  'alert.stillFiring': ({ breach }: { breach: string }) => `Still firing: ${inSentence(breach)}`,
  'alert.about': '{title}: {host}',
  'alert.mostlyFrom': '{title}, mostly from {host}',
  'alert.observed': '{exact} ({rounded}), {name} {limit}',
  'alert.peak': 'Peak: {observed}',
  'alert.lowest': 'Lowest: {observed}',
  'alert.window': 'Window {span}',
  'alert.since': 'Since the window {span}',
  'alert.lacking': 'Windows lack what it captures meanwhile',
  'alert.length': '{length}, {windows}',
  'alert.lasted': 'Lasted {length}',
  'alert.soFar': 'For {length} so far',
  'alert.ended.within': 'Then {observed} in the window {span}',
  'alert.ended.limit-changed': 'Within the limit that holds now: {observed} in the window {span}',
  'alert.ended.limit-removed': 'The limit was removed',
  'alert.ended.over-when-found': 'Found late: newer windows are within the limit',
  'alert.ended.series-left': 'The settings have changed, and this is no longer summed',
  'alert.ended.agent-back': 'It reports again',
  'alert.ended.agent-left': 'It signed off',
  'alert.ended.agent-forgotten': 'It was forgotten',
  'alert.ended.agent-not-expected': 'It is no longer expected',
  'alert.show': 'Show',
  'alert.acknowledge': 'Acknowledge',
  'alert.snooze': 'Snooze for an Hour',

  'period.day': 'Day',
  'period.week': 'Week',
  'period.year': 'Year',
  'period.month': 'Month',
  'period.monthFrom': ({ day }: { day: number }) => `Month from the ${ordinal(day)}`,
  'period.length': 'Every {length}',
  'term.per.day': 'per day',
  'term.per.week': 'per week',
  'term.per.year': 'per year',
  'term.per.month': 'per month',
  'term.per.monthFrom': ({ day }: { day: number }) => `per month from the ${ordinal(day)}`,
  'term.per.length': 'per {length}',
  'term.window': 'windows of {length}',
  'term.hours': '{hours} only',
  'term.agent': 'agent {agent} only',
  'term.warnAt': 'warning at {percent} %',
} as const;
