import { countText } from '../../common/format.ts';
import type { Command } from 'commander';
import { MonitorError } from '../../common/errors.ts';
import type { BadRow, Limit, LimitsPreview } from '../../common/model.ts';
import { systemClock } from '../../common/units.ts';
import { DataFolder } from '../../engine/data-folder.ts';
import { JsonSource } from '../../engine/limits/json-source.ts';
import { difference } from '../../engine/limits/limit-sync.ts';
import { type ExitStatus, statuses } from '../exit-status.ts';
import { isoTime, limitRow } from '../json-lines.ts';
import { dataDirOption, type Format, formatOption, notYet, verboseOption } from '../options.ts';
import { print, warn } from '../run-output.ts';
import { formatTable } from '../text.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

/** `limits list|import|validate|sync`. */
export function limitsVerb(program: Command, status: ExitStatus): void {
  const limits = program.command('limits').summary('list, check and import limits');
  limits
    .command('list')
    .summary('list the limits, newest effective date last')
    .addOption(dataDirOption())
    .addOption(formatOption())
    .addOption(verboseOption())
    .action(list);
  limits
    .command('import')
    .summary('replace the limits with those of a JSON file, all or nothing')
    .argument('<file>')
    .addOption(dataDirOption())
    .addOption(formatOption())
    .addOption(verboseOption())
    .action(importFile);
  limits
    .command('validate')
    .summary('check a JSON file of limits; changes nothing')
    .argument('<file>')
    .addOption(formatOption())
    .addOption(verboseOption())
    .action((file: string, flags: Pick<Flags, 'format'>) => validate(file, flags, status));
  limits
    .command('sync', { hidden: true })
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw notYet(
        'limits sync',
        'a running monitor follows its --limits file by itself; limits import reads one now',
      );
    });
}

function list({ dataDir, format }: Flags): void {
  const folder = DataFolder.read(dataDir);
  const limits = folder?.limits.current() ?? [];
  folder?.dispose();
  if (format === 'json') {
    for (const limit of limits) {
      const { origin, firstSeenMs } = limit;
      print(JSON.stringify({ type: 'limit', ...limitRow(limit), origin, first_seen: isoTime(firstSeenMs) }));
    }
  } else print(limits.length > 0 ? table(limits) : 'No limits. Give some with: limits import FILE');
}

async function importFile(file: string, { dataDir, format }: Flags): Promise<void> {
  const source = new JsonSource(file);
  const { limits, badRows } = await source.read();
  if (badRows.length > 0) throw badFile(source.origin, badRows);
  const folder = DataFolder.share(dataDir);
  const preview = { origin: source.origin, badRows, ...difference(folder.limits.current(), limits) };
  folder.limits.replace(limits, source.origin, systemClock.now());
  folder.dispose();
  print(format === 'json' ? JSON.stringify(importLine(preview)) : importText(preview));
}

async function validate(file: string, { format }: Pick<Flags, 'format'>, status: ExitStatus): Promise<void> {
  const source = new JsonSource(file);
  const { limits, badRows } = await source.read();
  if (badRows.length > 0) status.value = statuses.failed;
  if (format === 'json')
    print(JSON.stringify({ type: 'validation', file: source.origin, good: limits.length, badRows }));
  else print(`${countText(limits.length)} good rows, ${countText(badRows.length)} bad`);
  tellRows(badRows);
}

const tellRows = (badRows: readonly BadRow[]): void =>
  badRows.forEach(({ row, reason }) => warn(`row ${row}: ${reason}`));

/** Names every bad row on a line of its own before the error. */
function badFile(origin: string, badRows: readonly BadRow[]): MonitorError {
  tellRows(badRows);
  return new MonitorError('limits/bad-rows', `${origin} has ${countText(badRows.length)} bad rows`, {
    remedy: 'mend them; nothing of the file was applied',
  });
}

const importLine = ({ origin, added, removed, unchanged }: LimitsPreview): object => ({
  type: 'import',
  origin,
  added: added.length,
  removed: removed.length,
  unchanged: unchanged.length,
});

const importText = ({ origin, added, removed, unchanged }: LimitsPreview): string =>
  `Imported ${origin}: ${added.length} added, ${removed.length} removed, ${unchanged.length} unchanged`;

const table = (limits: readonly Limit[]): string =>
  formatTable([
    ['limit', 'bytes', 'in force from', 'source', 'destination', 'windows'],
    ...limits.map(({ name, value, effectiveMs, source, destination, windowSeconds }) => [
      name,
      countText(value),
      isoTime(effectiveMs),
      source ?? 'any',
      destination ?? 'any',
      windowSeconds === null ? 'any' : `${windowSeconds} s`,
    ]),
  ]);
