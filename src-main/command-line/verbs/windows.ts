import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MonitorError } from '../../common/errors.ts';
import type { LimitVerdicts } from '../../common/model/limits.ts';
import type { Lack, WindowDetail } from '../../common/model/windows.ts';
import { say } from '../../common/phrases/say.ts';
import type { WindowRange } from '../../engine/api/folder/folder-history.ts';
import type { FolderApi } from '../../engine/api/folder/open-folder.ts';
import { isoTime } from '../../common/alert-json.ts';
import { agentWindowLine, agentWindowTable } from '../agent-text.ts';
import { judgedLine, windowLine } from '../json-lines.ts';
import { agentName } from '../../settings/registry/kinds.ts';
import { optionOf, withOptions } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { print, warn } from '../run-output.ts';
import {
  directionLines,
  formatTable,
  lossLines,
  pairLines,
  timeHead,
  verdictLines,
  windowCells,
  windowHead,
} from '../text.ts';
import { directionCells, directionHead } from '../direction-cells.ts';
import { notWritten } from '../new-file.ts';
import { rangeIn, type RangeFlags } from '../instants-in-zone.ts';
import { inFolder, isEmpty } from '../open-folder.ts';
import { withRange } from '../stored-options.ts';
import { helpText } from '../person-language.ts';

interface StoredFlags extends RangeFlags {
  readonly dataDir: string;
  readonly count?: number;
  readonly pairs: number;
  readonly directions?: boolean;
  readonly homeNetwork?: readonly string[];
}

const withRangeOptions = (command: Command): Command =>
  withOptions(withRange(command, 'window'), 'run.dataDir', 'output.verbose');

/** `windows list|export`. */
export function windowsVerb(program: Command, clock: Clock): void {
  const windows = program.command('windows').summary(helpText('verb.windows'));
  withRangeOptions(windows.command('list'))
    .summary(helpText('verb.windows.list'))
    .addOption(optionOf('shown.count', { default: 24 }))
    .addOption(optionOf('output.pairs', { default: 0 }))
    .addOption(optionOf('output.directions'))
    .addOption(optionOf('shown.verdicts'))
    .addOption(
      optionOf('limit.agent', {
        help: say('help.in.windows.agent'),
        value: '<agent>',
        parse: agentName.read,
      }),
    )
    .addOption(optionOf('output.format'))
    .action((flags: ListFlags) => list(flags, clock));
  withRangeOptions(windows.command('export'))
    .summary(helpText('verb.windows.export'))
    .addOption(optionOf('output.pairs', { default: 0 }))
    .addOption(optionOf('output.directions'))
    .addOption(optionOf('output.format', { choices: ['csv', 'json'], default: 'csv' }))
    .addOption(optionOf('shown.output'))
    .action((flags: ExportFlags) => exportAll(flags, clock));
}

interface ListFlags extends StoredFlags {
  readonly format: Format;
  readonly agent?: string;
  readonly verdicts?: number;
}

const list = (flags: ListFlags, clock: Clock): Promise<void> =>
  inFolder(flags.dataDir, clock, (folder) => listFrom(folder, flags), flags.homeNetwork);

async function listFrom(folder: FolderApi, flags: ListFlags): Promise<void> {
  const windows: WindowDetail[] = [];
  for await (const window of folder.eachWindow(await rangeOf(folder, flags))) windows.push(window);
  const { agent, format, verdicts } = flags;
  if (windows.length === 0) {
    if (format === 'table') print(say((await isEmpty(folder)) ? 'windows.none' : 'windows.noneThen'));
    return;
  }
  const timeZone = await folder.getTimeZone();
  if (agent !== undefined) return listByAgent(windows, agent, format, timeZone);
  const judged = verdicts === undefined ? undefined : await verdictsOf(folder, windows, verdicts);
  if (format === 'table') return listAsTable(windows, judged, timeZone);
  windows.forEach((window, i) =>
    print(JSON.stringify(judged ? judgedLine(window, judged[i]!) : windowLine(window))),
  );
}

function listAsTable(
  windows: readonly WindowDetail[],
  judged: readonly (LimitVerdicts | null)[] | undefined,
  timeZone: string,
): void {
  const [, ...others] = windowHead();
  const cells = windows.map((window) => windowCells(window, [], timeZone));
  const rows = formatTable([[timeHead('window', timeZone), ...others], ...cells]).split('\n');
  print(rows[0]!);
  windows.forEach((window, i) => {
    const verdicts = judged ? verdictLines(judged[i]!) : [];
    const below = [...verdicts, ...directionLines(window), ...pairLines(window)];
    [rows[i + 1]!, ...lossLines(window), ...below].forEach(print);
  });
}

function listByAgent(
  windows: readonly WindowDetail[],
  agent: string,
  format: Format,
  timeZone: string,
): void {
  if (format === 'table') print(agentWindowTable(windows, agent, timeZone));
  else for (const window of windows) print(JSON.stringify(agentWindowLine(window, agent)));
}

/** How windows stood to the limits by which they were judged. */
async function verdictsOf(
  folder: FolderApi,
  windows: readonly WindowDetail[],
  count: number,
): Promise<(LimitVerdicts | null)[]> {
  const verdicts: (LimitVerdicts | null)[] = [];
  for (const { startMs } of windows) verdicts.push(await folder.listVerdicts({ startMs, count }));
  return verdicts;
}

interface ExportFlags extends StoredFlags {
  readonly format: 'csv' | 'json';
  readonly output?: string;
}

/** Characters that are written at once. */
const chunkLength = 65_536;

const exportAll = (flags: ExportFlags, clock: Clock): Promise<void> =>
  inFolder(flags.dataDir, clock, (folder) => exportFrom(folder, flags), flags.homeNetwork);

async function exportFrom(folder: FolderApi, flags: ExportFlags): Promise<void> {
  const { output } = flags;
  let count = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    let chunk = flags.format === 'csv' ? `${csvHead}${flags.directions ? directionHead : ''}\n` : '';
    for await (const window of folder.eachWindow(await rangeOf(folder, flags))) {
      chunk += `${flags.format === 'csv' ? csvRow(window) : JSON.stringify(windowLine(window))}\n`;
      count += 1;
      if (chunk.length < chunkLength) continue;
      yield Buffer.from(chunk);
      chunk = '';
    }
    yield Buffer.from(chunk);
  }
  const source = Readable.from(chunks(), { highWaterMark: 1 });
  if (output === undefined) return pipeline(source, process.stdout, { end: false });
  await pipeline(source, createWriteStream(output, { flags: 'wx' })).catch((cause: unknown) => {
    if (cause instanceof MonitorError) throw cause;
    throw notWritten(output, cause as Error);
  });
  warn(say('command.windowsWritten', { count, file: output }));
}

const rangeOf = async (
  folder: FolderApi,
  { count, pairs, directions, ...range }: StoredFlags,
): Promise<WindowRange> => ({ ...(await rangeIn(folder, range)), count, pairs, directions });

const csvHead =
  'start,end,revision,bytes,packets,pairs,status,min,max,captured,aggregated,late,dropped,complete,missed,dropsKnown,exact,lacks';

const csvRow = ({
  startMs,
  endMs,
  revision,
  bytes,
  packets,
  pairCount,
  status,
  limits,
  reconciliation,
  complete,
  missed,
  dropsKnown,
  exact,
  lacks,
  directions,
}: WindowDetail): string =>
  [
    isoTime(startMs),
    isoTime(endMs),
    revision,
    bytes,
    packets,
    pairCount,
    status,
    limits.min ?? '',
    limits.max ?? '',
    reconciliation.captured,
    reconciliation.aggregated,
    reconciliation.late,
    reconciliation.dropped,
    complete,
    missed,
    dropsKnown,
    exact,
    lacks.map(lackCell).join(' '),
    ...(directions ? directionCells(directions) : []),
  ].join(',');

/** A reason, with the packets where they were counted: `kernel-dropped:12`. */
const lackCell = ({ reason, packets }: Lack): string =>
  packets === undefined ? reason : `${reason}:${packets}`;
