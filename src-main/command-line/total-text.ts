import { isoTime } from '../common/alert-json.ts';
import { knownDirections } from '../common/direction.ts';
import { bytesText, countText } from '../common/format.ts';
import { lackPhrases } from '../common/lacks.ts';
import {
  differenceOf,
  type ElapsedSum,
  type TotalRow,
  type Totals,
  type TotalSum,
} from '../common/model/totals.ts';
import type { UsualStep } from '../common/model/usual.ts';
import { Calendar } from '../common/periods/calendar.ts';
import { say } from '../common/phrases/say.ts';
import { lackLine } from './json-lines.ts';
import { inPersonsLanguage } from './person-language.ts';
import { directionText, exactnessOf, formatTable, head, periodHead } from './text.ts';

const none = '—';
const count = (value: number | null | undefined): string => (value == null ? none : countText(value));

/** Totals as a table: in the time of their zone, with what is compared and in which way it went where that was asked for. */
export function totalsTable({ per, timeZone, rows, isCompared, usual }: Totals): string {
  const names = rowNames(rows, per, timeZone);
  const columns = columnsOf(rows, isCompared, usual);
  return formatTable([
    [`${periodHead(per === '1h' ? 'hour' : per)} (${timeZone})`, ...columns.map(([head]) => head)],
    ...rows.map((row, i) => [names[i]!, ...columns.map(([, cell]) => cell(row))]),
  ]);
}

type Column = readonly [head: string, cell: (row: TotalRow) => string];

function columnsOf(rows: readonly TotalRow[], isCompared: boolean, usual: Totals['usual']): Column[] {
  const isOf = (has: (row: TotalRow) => unknown, ...columns: Column[]): Column[] =>
    rows.some(has) ? columns : [];
  return [
    [head('bytes'), ({ bytes }) => countText(bytes)],
    ['', ({ bytes }) => bytesText(bytes)],
    ...isOf(({ packets }) => packets !== null, [head('packets'), ({ packets }) => count(packets)]),
    ...isOf(
      ({ sent }) => sent !== undefined,
      [head('sent'), ({ sent }) => count(sent)],
      [head('received'), ({ received }) => count(received)],
    ),
    ...isOf(
      ({ directions }) => directions,
      ...knownDirections.map((one): Column => [
        directionText(one),
        ({ directions }) => count(directions?.[one]),
      ]),
    ),
    ...isOf(
      () => isCompared,
      [head('before'), ({ before }) => count(before?.bytes)],
      [head('difference'), differenceText],
    ),
    ...isOf(() => usual !== undefined, [head('usual'), (row) => usualText(usual && usualAt(usual, row))]),
    ...isOf(
      ({ projected }) => projected !== null,
      [head('atThisRate'), ({ projected }) => (projected === null ? '' : countText(projected))],
    ),
    [head('total'), exactnessText],
  ];
}

/** The date, for less than a day with its time; where clocks show that twice, with how far they are from UTC. */
function rowNames(rows: readonly TotalRow[], per: string, timeZone: string): string[] {
  const calendar = new Calendar(timeZone);
  const times = rows.map(({ startMs }) => calendar.wallTime(startMs));
  const isShort = /^\d/.test(per);
  const name = ({ date, time }: (typeof times)[number]): string => (isShort ? `${date} ${time}` : date);
  const seen = Map.groupBy(times, name);
  return times.map((one) => (seen.get(name(one))!.length > 1 ? `${name(one)} ${one.offset}` : name(one)));
}

/** Quartiles and median, and of how many days. */
function usualText(step: UsualStep | undefined): string {
  if (!step) return none;
  const { lower, upper, median, dayCount } = step;
  return `${bytesText(lower)} – ${bytesText(upper)}, ${head('median')} ${bytesText(median)} (${inPersonsLanguage(say('count.days', { count: dayCount }))})`;
}

const usualAt = (usual: readonly UsualStep[], { startMs }: TotalRow): UsualStep | undefined =>
  usual.find((step) => step.startMs === startMs);

function differenceText(row: TotalRow): string {
  const difference = differenceOf(row);
  if (!difference) return none;
  const { bytes, share, exact } = difference;
  const sign = bytes > 0 ? '+' : bytes < 0 ? '−' : '±';
  const percent = share === null ? '' : ` (${percentText(share)})`;
  const told = `${sign}${bytesText(Math.abs(bytes))}${percent}`;
  const bounded = exact ? told : say('cell.about', { difference: told });
  return inPersonsLanguage(row.closed ? bounded : say('cell.byThisPoint', { difference: bounded }));
}

/** A share with its sign: `+18 %`. */
function percentText(share: number): string {
  const percent = Math.round(share * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${countText(Math.abs(percent))} %`;
}

function exactnessText({ exact, lacks, unknown, closed }: TotalRow): string {
  const unknownPairs = unknown > 0 ? [say('lack.pairsUnknown', { bytes: bytesText(unknown) })] : [];
  return exact ? exactnessOf([], true) : exactnessOf([...lackPhrases(lacks), ...unknownPairs], closed);
}

/** A row as the documented JSON line. */
export const totalLine = (
  row: TotalRow,
  { per, timeZone, isCompared, usual }: Omit<Totals, 'rows'>,
): object => ({
  ...{ type: 'total', per, timeZone },
  ...sumLine(row),
  closed: row.closed,
  lacks: row.lacks.map(lackLine),
  projected: row.projected,
  ...(usual && { usual: usualLine(usualAt(usual, row)) }),
  ...(isCompared && {
    elapsed: row.elapsed,
    before: row.before && { ...sumLine(row.before), elapsed: row.beforeElapsed },
    difference: differenceOf(row),
  }),
});

const usualLine = (step: UsualStep | undefined): object | null =>
  step
    ? (({ lower, median, upper, days, dayCount }) => ({ lower, median, upper, days, dayCount }))(step)
    : null;

const sumLine = ({
  startMs,
  endMs,
  ...sum
}: TotalSum): Record<string, unknown> & { elapsed?: ElapsedSum } => ({
  ...{ start: isoTime(startMs), end: isoTime(endMs), bytes: sum.bytes, packets: sum.packets },
  ...(sum.sent !== undefined && { sent: sum.sent, received: sum.received }),
  ...(sum.directions && { directions: sum.directions }),
  ...{ unknown: sum.unknown, exact: sum.exact },
});
