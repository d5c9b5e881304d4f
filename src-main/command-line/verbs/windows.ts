import type { Command } from 'commander';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MonitorError } from '../../common/errors.ts';
import type { LimitVerdicts } from '../../common/model/limits.ts';
import type { Lack, WindowDetail } from '../../common/model/windows.ts';
import { WindowJudgements } from '../../engine/history/window-judgements.ts';
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
  verdictLines,
  windowCells,
  windowHead,
} from '../text.ts';
import { directionCells, directionHead } from '../direction-cells.ts';
import { networksOf } from '../stored-networks.ts';
import { readFolder } from '../open-folder.ts';
import { withRange } from '../stored-options.ts';

interface RangeFlags {
  readonly dataDir: string;
  readonly from?: number;
  readonly to?: number;
  readonly count?: number;
  readonly pairs: number;
  readonly directions?: boolean;
  readonly homeNetwork?: readonly string[];
}

const withRangeOptions = (command: Command): Command =>
  withOptions(withRange(command, 'window'), 'run.dataDir', 'output.verbose');

/** `windows list|export`. */
export function windowsVerb(program: Command): void {
  const windows = program.command('windows').summary('show and export stored windows');
  withRangeOptions(windows.command('list'))
    .summary('list the newest windows, oldest first')
    .addOption(optionOf('shown.count', { default: 24 }))
    .addOption(optionOf('output.pairs', { default: 0 }))
    .addOption(optionOf('output.directions'))
    .addOption(optionOf('shown.verdicts'))
    .addOption(
      optionOf('limit.agent', {
        help: 'only what this agent recorded, or agents by a pattern such as office-*',
        value: '<agent>',
        parse: agentName.read,
      }),
    )
    .addOption(optionOf('output.format'))
    .action(list);
  withRangeOptions(windows.command('export'))
    .summary('write all windows as CSV or JSON lines')
    .addOption(optionOf('output.pairs', { default: 0 }))
    .addOption(optionOf('output.directions'))
    .addOption(optionOf('output.format', { choices: ['csv', 'json'], default: 'csv' }))
    .addOption(optionOf('shown.output'))
    .action(exportAll);
}

interface ListFlags extends RangeFlags {
  readonly format: Format;
  readonly agent?: string;
  readonly verdicts?: number;
}

function list(flags: ListFlags): void {
  const windows = [...read(flags)];
  if (flags.agent !== undefined && windows.length > 0) return listByAgent(windows, flags.agent, flags.format);
  const judged = flags.verdicts === undefined ? undefined : verdictsOf(windows, flags.verdicts, flags);
  if (flags.format === 'json') {
    windows.forEach((window, i) =>
      print(JSON.stringify(judged ? judgedLine(window, judged[i]!) : windowLine(window))),
    );
  } else if (windows.length === 0) {
    print('No windows yet. They come with: monitor, or replay FILE --data-dir FOLDER');
  } else {
    const rows = formatTable([[...windowHead], ...windows.map((window) => windowCells(window))]).split('\n');
    print(rows[0]!);
    windows.forEach((window, i) => {
      const verdicts = judged ? verdictLines(judged[i]!) : [];
      [
        rows[i + 1]!,
        ...lossLines(window),
        ...verdicts,
        ...directionLines(window),
        ...pairLines(window),
      ].forEach(print);
    });
  }
}

function listByAgent(windows: readonly WindowDetail[], agent: string, format: Format): void {
  if (format === 'table') print(agentWindowTable(windows, agent));
  else for (const window of windows) print(JSON.stringify(agentWindowLine(window, agent)));
}

/** How windows stood to the limits by which they were judged. */
function verdictsOf(
  windows: readonly WindowDetail[],
  count: number,
  { dataDir }: Pick<ListFlags, 'dataDir'>,
): (LimitVerdicts | null)[] {
  const folder = readFolder(dataDir);
  try {
    const series = folder?.series.newest();
    const judgements = folder && series && new WindowJudgements(folder, series);
    return windows.map(({ startMs }) => judgements?.of(startMs, count) ?? null);
  } finally {
    folder?.dispose();
  }
}

interface ExportFlags extends RangeFlags {
  readonly format: 'csv' | 'json';
  readonly output?: string;
}

/** Characters that are written at once. */
const chunkLength = 65_536;

async function exportAll(flags: ExportFlags): Promise<void> {
  const { output } = flags;
  let count = 0;
  function* chunks(): Generator<Buffer> {
    let chunk = flags.format === 'csv' ? `${csvHead}${flags.directions ? directionHead : ''}\n` : '';
    for (const window of read(flags)) {
      chunk += `${flags.format === 'csv' ? csvRow(window) : JSON.stringify(windowLine(window))}\n`;
      count += 1;
      if (chunk.length < chunkLength) continue;
      yield Buffer.from(chunk);
      chunk = '';
    }
    yield Buffer.from(chunk);
  }
  if (output === undefined)
    return pipeline(Readable.from(chunks(), { highWaterMark: 1 }), process.stdout, { end: false });
  await pipeline(
    Readable.from(chunks(), { highWaterMark: 1 }),
    createWriteStream(output, { flags: 'wx' }),
  ).catch((cause: unknown) => {
    if (cause instanceof MonitorError) throw cause;
    const message = `${output} can't be written: ${(cause as Error).message}`;
    const remedy = 'name a new file in a folder that may be written';
    throw new MonitorError('request/invalid', message, { remedy, cause });
  });
  warn(`${count} windows written to ${output}`);
}

/** Windows of the series that was used last, oldest first; a few are held at once, unless `count` says how many. */
function* read({
  dataDir,
  from,
  to,
  count,
  pairs,
  directions,
  homeNetwork,
}: RangeFlags): Generator<WindowDetail> {
  const folder = readFolder(dataDir);
  try {
    const series = folder?.series.newest();
    if (!folder || !series) return;
    const windows = folder.windows(series);
    const [fromMs, toMs] = [from ?? -Infinity, to ?? Infinity];
    const first = count === undefined ? fromMs : windows.list(fromMs, toMs, count)[0]?.startMs;
    const networks = directions ? networksOf(folder, homeNetwork) : undefined;
    if (first !== undefined) yield* windows.each(first, toMs, pairs, networks);
  } finally {
    folder?.dispose();
  }
}

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
