import type { Command } from 'commander';
import { countText, plural } from '../../common/format.ts';
import type { BadRow, Limit, LimitCounts, LimitsAssessment, LimitsPreview } from '../../common/model.ts';
import { limitForms, type LimitForm } from '../../common/monitor-api.ts';
import { MonitorError } from '../../common/errors.ts';
import { systemClock } from '../../common/units.ts';
import { leastWindows } from '../../engine/alerts/limit-suggestion.ts';
import { DataFolder } from '../../engine/data-folder.ts';
import { writeLimits } from '../../engine/limits/limit-export.ts';
import { previewOf } from '../../engine/limits/limit-preview.ts';
import type { LimitRows } from '../../engine/limits/limit-source.ts';
import { openSource } from '../../engine/limits/open-source.ts';
import { PastWindows } from '../../engine/past-windows.ts';
import { type ExitStatus, statuses } from '../exit-status.ts';
import { limitLine } from '../json-lines.ts';
import {
  assessmentLine,
  assessmentText,
  limitTable,
  suggestionLine,
  suggestionTable,
} from '../limit-text.ts';
import { dataDirOption, type Format, formatOption, network, verboseOption } from '../options.ts';
import { print, warn } from '../run-output.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

/** `limits list|import|sync|undo|export|suggest|validate`. */
export function limitsVerb(program: Command, status: ExitStatus): void {
  const limits = program.command('limits').summary('list, import, export and check limits');
  const verb = (name: string, summary: string): Command =>
    limits.command(name).summary(summary).addOption(verboseOption());
  verb('list', 'list the limits, newest effective date last')
    .addOption(dataDirOption())
    .addOption(formatOption())
    .action(list);
  verb('import', 'replace the limits with those of a source, all or nothing')
    .argument('<source>')
    .option('--dry-run', 'show what it would change, and change nothing')
    .addOption(dataDirOption())
    .addOption(formatOption())
    .action(importFrom);
  verb('sync', 'read the source that is followed, now')
    .addOption(dataDirOption())
    .addOption(formatOption())
    .action(sync);
  verb('undo', 'take the last import back').addOption(dataDirOption()).addOption(formatOption()).action(undo);
  verb('export', 'write the limits as a JSON or CSV file, or as SQL for PostgreSQL')
    .addOption(dataDirOption())
    .addOption(formatOption(limitForms))
    .action(exportAll);
  verb('suggest', 'suggest limits from the windows of the last 30 days')
    .option('--source <cidr>', 'for traffic from there', network)
    .option('--destination <cidr>', 'for traffic to there', network)
    .addOption(dataDirOption())
    .addOption(formatOption(['table', 'json', 'sql']))
    .action(suggest);
  verb('validate', 'check a source of limits; changes nothing')
    .argument('<source>')
    .addOption(formatOption())
    .action((named: string, flags: Pick<Flags, 'format'>) => validate(named, flags, status));
}

function list({ dataDir, format }: Flags): void {
  const folder = DataFolder.read(dataDir);
  const limits = folder?.limits.current() ?? [];
  folder?.dispose();
  if (format === 'json') for (const limit of limits) print(JSON.stringify(limitLine(limit)));
  else print(limits.length > 0 ? limitTable(limits) : 'No limits. Give some with: limits import SOURCE');
}

async function importFrom(named: string, flags: Flags & { readonly dryRun?: boolean }): Promise<void> {
  const { origin, ...rows } = await readRows(named);
  if (rows.badRows.length > 0) throw badSource(origin, rows.badRows);
  const folder = DataFolder.share(flags.dataDir);
  try {
    const preview = previewOf(folder.limits.current(), rows, origin);
    if (!flags.dryRun) {
      const followedBefore = folder.limits.followed();
      folder.limits.replace(rows.limits, { kind: 'import', origin, followedBefore }, systemClock.now());
    }
    tellChange(flags, flags.dryRun ? 'Would import' : 'Imported', preview, await assess(folder, rows.limits));
  } finally {
    folder.dispose();
  }
}

/** Reads the followed source; a running instance takes over what is stored. */
async function sync({ dataDir, format }: Flags): Promise<void> {
  const folder = DataFolder.share(dataDir);
  try {
    const followed = folder.settings.liveLimits();
    if (followed === null) throw nothingFollowed();
    const { origin, ...rows } = await readRows(followed);
    if (rows.badRows.length > 0) throw badSource(origin, rows.badRows);
    const preview = previewOf(folder.limits.current(), rows, origin);
    folder.limits.replace(rows.limits, { kind: 'sync', origin }, systemClock.now());
    tellChange({ format }, 'Synced', preview, await assess(folder, rows.limits));
  } finally {
    folder.dispose();
  }
}

/** What limits would have found in the stored windows; undefined where there are none. */
async function assess(folder: DataFolder, limits: readonly Limit[]): Promise<LimitsAssessment | undefined> {
  const series = folder.series.newest();
  return series && new PastWindows(folder.windows(series), series.sizeMs).assess(limits, systemClock.now());
}

interface SuggestFlags {
  readonly dataDir: string;
  readonly source?: string;
  readonly destination?: string;
  readonly format: Format | 'sql';
}

/** Prints limits that the stored windows suggest. */
async function suggest({ dataDir, source, destination, format }: SuggestFlags): Promise<void> {
  const folder = DataFolder.read(dataDir);
  try {
    const series = folder?.series.newest();
    const past = folder && series && new PastWindows(folder.windows(series), series.sizeMs);
    const found =
      (await past?.suggest(
        { source: source ?? null, destination: destination ?? null },
        systemClock.now(),
      )) ?? [];
    if (format === 'json') for (const one of found) print(JSON.stringify(suggestionLine(one)));
    else if (found.length === 0)
      print(`Too few windows: ${leastWindows} complete ones of 30 days are needed.`);
    else if (format === 'sql')
      process.stdout.write(
        writeLimits(
          found.map(({ limit }) => limit),
          'sql',
        ),
      );
    else print(suggestionTable(found));
  } finally {
    folder?.dispose();
  }
}

function undo({ dataDir, format }: Flags): void {
  const folder = DataFolder.share(dataDir);
  try {
    tellChange({ format }, 'Took back the import of', folder.limits.undo(systemClock.now()));
  } finally {
    folder.dispose();
  }
}

function exportAll({ dataDir, format }: { readonly dataDir: string; readonly format: LimitForm }): void {
  const folder = DataFolder.read(dataDir);
  const limits = folder?.limits.current() ?? [];
  folder?.dispose();
  process.stdout.write(writeLimits(limits, format));
}

async function validate(named: string, { format }: Pick<Flags, 'format'>, status: ExitStatus): Promise<void> {
  const { origin, limits, badRows } = await readRows(named);
  if (badRows.length > 0) status.value = statuses.failed;
  if (format === 'json')
    print(JSON.stringify({ type: 'validation', file: origin, good: limits.length, badRows }));
  else print(`${plural(limits.length, 'good row')}, ${countText(badRows.length)} bad`);
  tellRows(badRows);
}

async function readRows(named: string): Promise<LimitRows & { readonly origin: string }> {
  const source = openSource(named);
  try {
    return { ...(await source.read()), origin: source.origin };
  } finally {
    source.dispose();
  }
}

const tellRows = (badRows: readonly BadRow[]): void =>
  badRows.forEach(({ row, reason }) => warn(`row ${row}: ${reason}`));

/** Names every bad row on a line of its own before the error. */
function badSource(origin: string, badRows: readonly BadRow[]): MonitorError {
  tellRows(badRows);
  return new MonitorError('limits/bad-rows', `${origin} has ${plural(badRows.length, 'bad row')}`, {
    remedy: 'mend them; nothing of the source was applied',
  });
}

const nothingFollowed = (): MonitorError =>
  new MonitorError('limits/unreadable', 'No source of limits is followed', {
    remedy: 'choose one in the app or start monitor with --limits; limits import reads one now',
  });

function tellChange(
  { format }: Pick<Flags, 'format'>,
  done: string,
  { origin, counts }: Pick<LimitsPreview, 'origin' | 'counts'>,
  past?: LimitsAssessment,
): void {
  if (format === 'json') {
    print(JSON.stringify({ type: 'import', origin, ...counts, ...(past && { past: assessmentLine(past) }) }));
    return;
  }
  print(`${done} ${origin}: ${countsText(counts)}`);
  if (past) for (const line of assessmentText(past)) print(line);
}

const countsText = ({ added, changed, removed, unchanged }: LimitCounts): string =>
  `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`;
