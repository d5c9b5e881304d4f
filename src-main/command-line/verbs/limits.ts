import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { countText, plural } from '../../common/format.ts';
import { limitForms, type LimitForm } from '../../common/contract/monitor/limits.ts';
import { writeLimits } from '../../engine/limits/limit-export.ts';
import { limitId } from '../../engine/limits/limit-id.ts';
import { previewOf, requireRows } from '../../engine/limits/limit-preview.ts';
import { type ExitStatus, statuses } from '../exit-status.ts';
import { limitLine } from '../json-lines.ts';
import { letOthersWrite, undoEdit } from '../limit-edits.ts';
import { limitTable } from '../limit-text.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { print, warn } from '../run-output.ts';
import { reasonsIn, warnUnjudged } from '../unjudged-limits.ts';
import {
  assess,
  badRowLine,
  badSource,
  nothingFollowed,
  readRows,
  syncFrom,
  tellChange,
  tellRows,
} from './limit-changes.ts';
import { ownershipAfter, requireOwned } from './limits-owner.ts';
import { addVerb, editVerb, removeVerb } from './limits-by-hand.ts';
import { switchVerbs } from './limits-switch.ts';
import { statusVerb } from './limits-status.ts';
import { suggestVerb } from './limits-suggest.ts';
import { readFolder, shareFolder } from '../open-folder.ts';
import { say } from '../../common/phrases/say.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

type ImportFlags = Flags & { readonly dryRun?: boolean; readonly allowEmpty?: boolean };

const emptyRemedy = say('limits.remedy.emptyImport');

/** `limits list|status|add|edit|remove|disable|enable|import|sync|undo|export|suggest|validate`. */
export function limitsVerb(program: Command, status: ExitStatus, clock: Clock): void {
  const limits = program.command('limits').summary('list, change, import, export and check limits');
  const verb = (name: string, summary: string): Command =>
    limits.command(name).summary(summary).addOption(optionOf('output.verbose'));
  verb('list', 'list the limits, newest effective date last')
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((flags: Flags) => list(flags, clock));
  statusVerb(verb('status', 'show what is used and left of the limits on periods'), clock);
  addVerb(verb('add', 'add a limit to the source that is followed, or to a file of the data folder'), clock);
  editVerb(verb('edit', 'change a limit in its source'), clock);
  removeVerb(verb('remove', 'remove a limit from its source'), clock);
  switchVerbs(verb, clock);
  verb('import', 'replace the limits with those of a source, all or nothing')
    .argument('<source>')
    .addOption(optionOf('limit.dryRun'))
    .addOption(optionOf('limit.allowEmpty'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((named: string, flags: ImportFlags) => importFrom(named, flags, clock));
  verb('sync', 'read the source that is followed, now')
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((flags: Flags) => sync(flags, clock));
  verb('undo', 'take the last import back, or the last change by hand')
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((flags: Flags) => undo(flags, clock));
  verb('export', 'write the limits as a JSON or CSV file, or as SQL for PostgreSQL')
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format', { choices: limitForms, default: limitForms[0] }))
    .action(exportAll);
  suggestVerb(verb('suggest', 'suggest limits from the windows of the last 30 days'), clock);
  verb('validate', 'check a source of limits; changes nothing')
    .argument('<source>')
    .addOption(optionOf('output.format'))
    .action((named: string, flags: Pick<Flags, 'format'>) => validate(named, flags, status, clock));
}

async function list({ dataDir, format }: Flags, clock: Clock): Promise<void> {
  const folder = readFolder(dataDir);
  const limits = folder?.limits.current() ?? [];
  const reasonOf = await reasonsIn(folder, limits, clock);
  folder?.dispose();
  if (format === 'json') {
    for (const limit of limits)
      print(JSON.stringify({ ...limitLine(limit), id: limitId(limit), unjudged: reasonOf(limit) }));
    return;
  }
  print(
    limits.length > 0
      ? limitTable(limits)
      : 'No limits. Give some with: limits add max "2 GB", or limits import SOURCE',
  );
  warnUnjudged(limits, reasonOf);
}

async function importFrom(named: string, flags: ImportFlags, clock: Clock): Promise<void> {
  const { origin, ...rows } = await readRows(named, clock);
  if (rows.badRows.length > 0) throw badSource(origin, rows.badRows);
  const folder = shareFolder(flags.dataDir);
  try {
    const preview = previewOf(folder.limits.current(), rows, origin);
    if (!flags.allowEmpty) requireRows(origin, rows.limits, folder.limits.current(), emptyRemedy);
    const { notice, ...follow } = ownershipAfter(folder, flags.dataDir, origin);
    if (!flags.dryRun) {
      const cause = { kind: 'import', origin, followedBefore: folder.limits.followed(), ...follow } as const;
      await folder.limits.store(rows.limits, cause, clock.now(), letOthersWrite(clock));
      if (notice !== undefined) warn(notice);
    }
    const done = flags.dryRun ? 'Would import' : 'Imported';
    tellChange(flags.format, done, preview, await assess(folder, rows.limits, clock));
    warnUnjudged(rows.limits, await reasonsIn(folder, rows.limits, clock));
  } finally {
    folder.dispose();
  }
}

/** Reads the followed source; a running instance takes over what is stored. */
async function sync({ dataDir, format }: Flags, clock: Clock): Promise<void> {
  const folder = shareFolder(dataDir);
  try {
    const followed = folder.settings.liveLimits();
    if (followed === null) throw nothingFollowed();
    await syncFrom(followed, folder, format, clock);
  } finally {
    folder.dispose();
  }
}

async function undo({ dataDir, format }: Flags, clock: Clock): Promise<void> {
  const folder = shareFolder(dataDir);
  try {
    const edit = folder.limits.undoableEdit();
    if (edit) return tellChange(format, 'Took back the change in', await undoEdit(folder, edit, clock));
    requireOwned(folder, dataDir);
    const wasByHand = folder.limits.undoable()?.kind === 'edit';
    const undone = await folder.limits.undo(clock.now(), letOthersWrite(clock));
    tellChange(format, wasByHand ? 'Took back the change in' : 'Took back the import of', undone);
  } finally {
    folder.dispose();
  }
}

function exportAll({ dataDir, format }: { readonly dataDir: string; readonly format: LimitForm }): void {
  const folder = readFolder(dataDir);
  const limits = folder?.limits.current() ?? [];
  folder?.dispose();
  process.stdout.write(writeLimits(limits, format));
}

async function validate(
  named: string,
  { format }: Pick<Flags, 'format'>,
  status: ExitStatus,
  clock: Clock,
): Promise<void> {
  const { origin, limits, badRows } = await readRows(named, clock);
  if (badRows.length > 0) status.value = statuses.failed;
  if (format === 'json')
    print(
      JSON.stringify({
        type: 'validation',
        file: origin,
        good: limits.length,
        badRows: badRows.map(badRowLine),
      }),
    );
  else print(`${plural(limits.length, 'good row')}, ${countText(badRows.length)} bad`);
  tellRows(badRows);
}
