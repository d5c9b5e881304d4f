import type { Command } from 'commander';
import type { FolderApi } from '../../engine/api/folder/open-folder.ts';
import type { WrittenInstant } from '../../common/effective-date.ts';
import { rangeIn, type RangeFlags } from '../instants-in-zone.ts';
import type { Clock } from '../../common/clock.ts';
import { type Direction, directions } from '../../common/direction.ts';
import { MonitorError } from '../../common/errors.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import { type Comparison, comparisons, type Totals } from '../../common/model/totals.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import { totalsCsv } from '../../common/totals-csv.ts';
import { instant, networkOrGroup } from '../../settings/registry/kinds.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import { writeNewFile } from '../new-file.ts';
import { inFolder, isEmpty } from '../open-folder.ts';
import { print, warn } from '../run-output.ts';
import { totalLine, totalsTable } from '../total-text.ts';
import { asStored, periodDirections } from '../stored-options.ts';
import { helpText } from '../person-language.ts';

type Request = Parameters<MonitorApi['getTotals']>[0];

interface Flags extends RangeFlags {
  readonly dataDir: string;
  readonly per: string;
  readonly count?: number;
  readonly host?: string;
  readonly group?: string;
  readonly peer?: string;
  readonly source?: string;
  readonly destination?: string;
  readonly direction?: Direction;
  readonly directions?: boolean;
  readonly usual?: boolean;
  readonly homeNetwork?: readonly string[];
  readonly compare?: Comparison | WrittenInstant;
  readonly format: 'table' | 'json' | 'csv';
  readonly output?: string;
}

/** As many rows as people look at, by period. */
const usualCounts: Readonly<Record<string, number>> = { '1h': 24, day: 30, week: 12, month: 12, year: 10 };

/** Adds the options of whose traffic it is. */
const withScope = (command: Command): Command =>
  command
    .addOption(optionOf('shown.host'))
    .addOption(optionOf('shown.group').conflicts('host'))
    .addOption(optionOf('shown.peer', { help: say('help.in.totals.peer') }))
    .addOption(
      optionOf('windows.sources', {
        help: say('help.in.totals.source'),
        parse: networkOrGroup.read,
      }),
    )
    .addOption(
      optionOf('windows.destinations', {
        help: say('help.in.totals.destination'),
        parse: networkOrGroup.read,
      }),
    )
    .addOption(
      optionOf('limit.direction', {
        help: say('help.in.totals.direction'),
        value: '<way>',
        choices: directions,
      }),
    );

/** `totals`: traffic by hour, day, week, month or year. */
export function totalsVerb(program: Command, clock: Clock): void {
  withScope(program.command('totals'))
    .summary(helpText('verb.totals'))
    .addOption(optionOf('shown.per'))
    .addOption(optionOf('shown.from', { help: say('help.in.totals.from') }))
    .addOption(optionOf('shown.to', { help: say('help.in.totals.to') }))
    .addOption(
      optionOf('shown.count', {
        help: say('help.in.totals.count'),
        standard: say('standard.totals'),
        default: null,
      }),
    )
    .addOption(optionOf('output.directions', { help: periodDirections }))
    .addOption(optionOf('shown.usual'))
    .addOption(optionOf('shown.compare', { parse: comparison }))
    .addOption(optionOf('networks.home', { standard: asStored }))
    .addOption(optionOf('output.format', { choices: ['table', 'json', 'csv'] }))
    .addOption(optionOf('shown.output'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.verbose'))
    .action((flags: Flags) => show(flags, clock));
}

function comparison(text: string): Comparison | WrittenInstant {
  const known = comparisons.find((one) => one === text);
  if (known) return known;
  try {
    return instant.read(text);
  } catch (cause) {
    throw new MonitorError('settings/invalid', say('command.notComparable', { text }), {
      remedy: say('command.remedy.comparable', { comparisons }),
      cause,
    });
  }
}

async function show(flags: Flags, clock: Clock): Promise<void> {
  const stored = await read(flags, clock);
  if (flags.format === 'table' && !stored?.rows.length)
    return print(say(stored ? 'totals.noneThen' : 'totals.none'));
  const totals = stored ?? noTotals(flags);
  if (!totals.isWhole) warn(say('command.noTime'));
  const lines = {
    table: () => totalsTable(totals).split('\n'),
    json: () => totals.rows.map((row) => JSON.stringify(totalLine(row, totals))),
    csv: () => totalsCsv(totals),
  }[flags.format]();
  if (flags.output === undefined) return lines.forEach(print);
  writeNewFile(flags.output, lines);
  warn(say('command.rowsWritten', { count: totals.rows.length, file: flags.output }));
}

/** Those of a folder without a history. */
const noTotals = ({ per, compare }: Flags): Totals => ({
  ...{ per, timeZone: 'UTC', rows: [] },
  ...{ isCompared: compare !== undefined, isWhole: true },
});

/** @throws MonitorError `request/invalid` for options that don't go together */
async function requestOf(flags: Flags, folder: FolderApi): Promise<Request> {
  const { per, count, direction, directions: hasDirections = false, compare } = flags;
  const { fromMs = null, toMs = null } = await rangeIn(folder, flags);
  const scope = scopeOf(flags);
  if (scope && hasDirections)
    throw refused(say('command.directionOfAll'), say('command.remedy.oneDirection'));
  if (direction !== undefined && hasDirections)
    throw refused(say('command.directionPicks'), say('command.remedy.leaveOneOut'));
  const usual = fromMs === null ? (usualCounts[per] ?? 24) : 100_000;
  return {
    ...{ per, fromMs, toMs, count: count ?? usual, scope },
    ...{ direction: direction ?? null, hasDirections, ...(flags.usual && { hasUsual: true }) },
    compare: compare ?? null,
  };
}

function scopeOf({ group, host = group, peer, source, destination }: Flags): Request['scope'] {
  if (host !== undefined) {
    if (source !== undefined || destination !== undefined)
      throw refused(
        say('command.hostIsBoth', { option: group === undefined ? '--host' : '--group' }),
        say('command.remedy.leaveEndsOut'),
      );
    return { host, peer: peer ?? null, part: 'both' };
  }
  if (peer !== undefined) throw refused(say('command.peerOfHost'), say('command.remedy.nameHost'));
  if (source !== undefined) return { host: source, peer: destination ?? null, part: 'sent' };
  return destination === undefined ? null : { host: destination, peer: null, part: 'received' };
}

const refused = (message: Text, remedy?: Text): MonitorError =>
  new MonitorError('request/invalid', message, { remedy });

/** Totals of the series that was used last; undefined where nothing is stored. */
const read = (flags: Flags, clock: Clock): Promise<Totals | undefined> =>
  inFolder(
    flags.dataDir,
    clock,
    async (folder) => {
      const request = await requestOf(flags, folder);
      const { scope } = request;
      return (await isEmpty(folder, [scope?.host, scope?.peer])) ? undefined : folder.getTotals(request);
    },
    flags.homeNetwork,
  );
