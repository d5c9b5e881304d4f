import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { countText } from '../../common/format.ts';
import { limitForms, type LimitForm } from '../../common/contract/monitor/limits.ts';
import type { StoredLimit } from '../../common/model/limits.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { inEnglish, say } from '../../common/phrases/say.ts';
import { readSource } from '../../engine/api/folder/folder-limits.ts';
import { limitId } from '../limit-id.ts';
import { type ExitStatus, statuses } from '../exit-status.ts';
import { limitLine } from '../json-lines.ts';
import { limitTable } from '../limit-text.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { warnUnjudged } from '../unjudged-limits.ts';
import { badRowLine, syncNow, tellChange, tellRows, tellTaken } from './limit-changes.ts';
import { addVerb, editVerb, removeVerb } from './limits-by-hand.ts';
import { switchVerbs } from './limits-switch.ts';
import { statusVerb } from './limits-status.ts';
import { suggestVerb } from './limits-suggest.ts';
import { inFolder } from '../open-folder.ts';
import { helpText } from '../person-language.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

type ImportFlags = Flags & { readonly dryRun?: boolean; readonly allowEmpty?: boolean };

/** `limits list|status|add|edit|remove|disable|enable|import|sync|undo|export|suggest|validate`. */
export function limitsVerb(program: Command, status: ExitStatus, clock: Clock): void {
  const limits = program.command('limits').summary(helpText('verb.limits'));
  const verb = (name: string, summary: string): Command =>
    limits.command(name).summary(summary).addOption(optionOf('output.verbose'));
  verb('list', helpText('verb.limits.list'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((flags: Flags) => list(flags, clock));
  statusVerb(verb('status', helpText('verb.limits.status')), clock);
  addVerb(verb('add', helpText('verb.limits.add')), clock);
  editVerb(verb('edit', helpText('verb.limits.edit')), clock);
  removeVerb(verb('remove', helpText('verb.limits.remove')), clock);
  switchVerbs(verb, clock);
  verb('import', helpText('verb.limits.import'))
    .argument('<source>')
    .addOption(optionOf('limit.dryRun'))
    .addOption(optionOf('limit.allowEmpty'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((named: string, flags: ImportFlags) => importFrom(named, flags, clock));
  verb('sync', helpText('verb.limits.sync'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((flags: Flags) => sync(flags, clock));
  verb('undo', helpText('verb.limits.undo'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((flags: Flags) => undo(flags, clock));
  verb('export', helpText('verb.limits.export'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format', { choices: limitForms, default: limitForms[0] }))
    .action((flags: Parameters<typeof exportAll>[0]) => exportAll(flags, clock));
  suggestVerb(verb('suggest', helpText('verb.limits.suggest')), clock);
  verb('validate', helpText('verb.limits.validate'))
    .argument('<source>')
    .addOption(optionOf('output.format'))
    .action((named: string, flags: Pick<Flags, 'format'>) => validate(named, flags, status, clock));
}

const list = ({ dataDir, format }: Flags, clock: Clock): Promise<void> =>
  inFolder(dataDir, clock, async (folder) => {
    const limits = await folder.listLimits();
    const reasons = await folder.unjudgedReasons(limits);
    if (format === 'json') {
      limits.forEach((limit, i) => print(JSON.stringify(listedLine(limit, reasons[i] ?? null))));
      return;
    }
    print(limits.length > 0 ? limitTable(limits) : say('limits.none'));
    warnUnjudged(limits, reasons);
  });

const listedLine = (limit: StoredLimit, reason: Text | null): object => ({
  ...limitLine(limit),
  id: limitId(limit),
  unjudged: reason === null ? undefined : inEnglish(reason),
});

const importFrom = (source: string, flags: ImportFlags, clock: Clock): Promise<void> =>
  inFolder(flags.dataDir, clock, async (folder) => {
    const { dryRun: isTrial = false, allowEmpty: allowsEmpty = false, format } = flags;
    const taken = await folder.importOnce({ source, isTrial, allowsEmpty });
    tellTaken(format, isTrial ? 'wouldImport' : 'imported', taken, await folder.getTimeZone());
  });

/** Reads the followed source; a running instance takes over what is stored. */
const sync = ({ dataDir, format }: Flags, clock: Clock): Promise<void> =>
  inFolder(dataDir, clock, (folder) => syncNow(folder, format));

const undo = ({ dataDir, format }: Flags, clock: Clock): Promise<void> =>
  inFolder(dataDir, clock, async (folder) => {
    const isByHand = (await folder.nextUndo())?.kind === 'edit';
    const undone = await folder.undoLimitsImport();
    tellChange(format, isByHand ? 'undoneEdit' : 'undoneImport', undone);
  });

const exportAll = (
  { dataDir, format: form }: { readonly dataDir: string; readonly format: LimitForm },
  clock: Clock,
): Promise<void> =>
  inFolder(dataDir, clock, async (folder) => void process.stdout.write(await folder.exportLimits({ form })));

async function validate(
  named: string,
  { format }: Pick<Flags, 'format'>,
  status: ExitStatus,
  clock: Clock,
): Promise<void> {
  const { origin, limits, badRows } = await readSource(named, clock);
  if (badRows.length > 0) status.value = statuses.failed;
  const [good, bad] = [limits.length, badRows.map(badRowLine)];
  if (format === 'json') print(JSON.stringify({ type: 'validation', file: origin, good, badRows: bad }));
  else print(say('limits.validated', { good, bad: countText(bad.length) }));
  tellRows(badRows);
}
