import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { isoTime } from '../../common/alert-json.ts';
import { knownDirections } from '../../common/direction.ts';
import { countText } from '../../common/format.ts';
import { say } from '../../common/phrases/say.ts';
import type { PeriodWithDirections } from '../../engine/api/folder/folder-history.ts';
import { directionCells, directionHead } from '../direction-cells.ts';
import { periodLine } from '../json-lines.ts';
import { optionOf, withOptions } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { periodCells, periodHead } from '../period-text.ts';
import { print, warn } from '../run-output.ts';
import { directionText, formatTable } from '../text.ts';
import { periodDirections, withRange } from '../stored-options.ts';
import { writeNewFile } from '../new-file.ts';
import { rangeIn, type RangeFlags } from '../instants-in-zone.ts';
import { inFolder, isEmpty } from '../open-folder.ts';
import { helpText } from '../person-language.ts';

interface PeriodFlags extends RangeFlags {
  readonly dataDir: string;
  readonly period?: readonly string[];
  readonly count?: number;
  readonly directions?: boolean;
  readonly homeNetwork?: readonly string[];
}

const withRangeOptions = (command: Command): Command =>
  withOptions(
    withRange(command, 'period')
      .addOption(optionOf('output.directions', { help: periodDirections }))
      .addOption(optionOf('periods.names', { help: say('help.in.periods.only') })),
    'run.dataDir',
    'output.verbose',
  );

/** `periods list|export`. */
export function periodsVerb(program: Command, clock: Clock): void {
  const periods = program.command('periods').summary(helpText('verb.periods'));
  withRangeOptions(periods.command('list'))
    .summary(helpText('verb.periods.list'))
    .addOption(optionOf('shown.count', { help: say('help.in.periods.count'), default: 24 }))
    .addOption(optionOf('output.format'))
    .action((flags: PeriodFlags & { readonly format: Format }) => list(flags, clock));
  withRangeOptions(periods.command('export'))
    .summary(helpText('verb.periods.export'))
    .addOption(optionOf('output.format', { choices: ['csv', 'json'], default: 'csv' }))
    .addOption(optionOf('shown.output'))
    .action((flags: PeriodFlags & ExportFlags) => exportAll(flags, clock));
}

interface ExportFlags {
  readonly format: 'csv' | 'json';
  readonly output?: string;
}

async function list(flags: PeriodFlags & { readonly format: Format }, clock: Clock): Promise<void> {
  const { periods, hasHistory } = await read(flags, clock);
  if (flags.format === 'json') for (const period of periods) print(JSON.stringify(periodLine(period)));
  else if (periods.length === 0) print(say(hasHistory ? 'periods.noneThen' : 'periods.none'));
  else {
    const head = [
      ...periodHead(periods[0]!.timeZone),
      ...(flags.directions ? knownDirections.map(directionText) : []),
    ];
    print(
      formatTable([head, ...periods.map((period) => [...periodCells(period), ...directionTexts(period)])]),
    );
  }
}

async function exportAll(
  { format, output, ...flags }: PeriodFlags & ExportFlags,
  clock: Clock,
): Promise<void> {
  const { periods } = await read(flags, clock);
  const lines =
    format === 'csv'
      ? [`${csvHead}${flags.directions ? directionHead : ''}`, ...periods.map(csvRow)]
      : periods.map((period) => JSON.stringify(periodLine(period)));
  if (output === undefined) return lines.forEach(print);
  writeNewFile(output, lines);
  warn(say('command.periodsWritten', { count: periods.length, file: output }));
}

const directionTexts = ({ directions: sums }: PeriodWithDirections): string[] =>
  sums ? knownDirections.map((direction) => countText(sums[direction])) : [];

/** Periods of the series that was used last, by kind, oldest first. */
const read = (
  { dataDir, period: names, count, directions, homeNetwork, ...range }: PeriodFlags,
  clock: Clock,
): Promise<{ readonly periods: readonly PeriodWithDirections[]; readonly hasHistory: boolean }> =>
  inFolder(
    dataDir,
    clock,
    async (folder) => ({
      periods: await folder.listPeriods({ names, ...(await rangeIn(folder, range)), count, directions }),
      hasHistory: !(await isEmpty(folder)),
    }),
    homeNetwork,
  );

const csvHead = 'period,timeZone,start,end,revision,bytes,packets,status,min,max,closed,exact,lacks';

const csvRow = (period: PeriodWithDirections): string =>
  [
    ...[period.period, period.timeZone, isoTime(period.startMs), isoTime(period.endMs), period.revision],
    ...[period.bytes, period.packets, period.status, period.limits.min ?? '', period.limits.max ?? ''],
    ...[period.closed, period.exact, period.lacks.map(({ reason }) => reason).join(' ')],
    ...(period.directions ? directionCells(period.directions) : []),
  ].join(',');
