import { limitPhrase } from '../../common/limit-phrase.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { Argument, type Command, type Option } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { countText } from '../../common/format.ts';
import { draftOf, emptyDraft } from '../../common/limit-draft.ts';
import { limitDefectPhrase } from '../../common/limit-defects.ts';
import type {
  Limit,
  LimitDefect,
  LimitDraft,
  LimitField,
  LimitName,
  LimitPast,
} from '../../common/model/limits.ts';
import type { FolderApi } from '../../engine/api/folder/open-folder.ts';
import { limitId, limitNamed } from '../limit-id.ts';
import { limitRow } from '../../common/limit-row.ts';
import type { FlagKey } from '../../settings/registry/index.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { warnUnjudged } from '../unjudged-limits.ts';
import { inFolder } from '../open-folder.ts';
import { inEnglish, say } from '../../common/phrases/say.ts';
import { helpText } from '../person-language.ts';

/** The options of a limit, named as its columns. */
interface ColumnFlags {
  readonly limitName?: LimitName;
  readonly limitValue?: string;
  readonly source?: string;
  readonly destination?: string;
  readonly period?: string;
  readonly hours?: string;
  readonly direction?: string;
  readonly agent?: string;
  readonly warnAt?: string;
  readonly effectiveDate?: string;
  readonly name?: string;
  readonly note?: string;
}

interface Flags extends ColumnFlags {
  readonly dataDir: string;
  readonly format: Format;
  readonly dryRun?: boolean;
}

const names = ['min', 'max'] as const;

/** A column of a limit is checked with the others. */
const asText = (key: FlagKey, help: Phrase): Option => optionOf(key, { help, parse: (text) => text });

const withColumns = (command: Command): Command =>
  command
    .addOption(asText('windows.sources', say('help.in.edit.source')))
    .addOption(asText('windows.destinations', say('help.in.edit.destination')))
    .addOption(optionOf('limit.direction'))
    .addOption(asText('periods.names', say('help.in.edit.period')))
    .addOption(optionOf('limit.hours'))
    .addOption(optionOf('limit.agent'))
    .addOption(asText('alerts.warnAt', say('help.in.edit.warnAt')))
    .addOption(optionOf('limit.effectiveDate'))
    .addOption(optionOf('limit.title'))
    .addOption(optionOf('limit.note'))
    .addOption(optionOf('limit.dryRun', { help: say('help.in.edit.dryRun') }))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'));

/** `limits add`. */
export const addVerb = (command: Command, clock: Clock): Command =>
  withColumns(
    command
      .addArgument(new Argument('<limit_name>').choices(names))
      .argument('<limit_value>', helpText('help.limit.value')),
  ).action((limitName: LimitName, limitValue: string, flags: Flags) =>
    inFolder(flags.dataDir, clock, (folder) => set(folder, null, { ...flags, limitName, limitValue })),
  );

/** `limits edit`. */
export const editVerb = (command: Command, clock: Clock): Command =>
  withColumns(
    command
      .argument('<id>', helpText('argument.limit'))
      .addOption(optionOf('limit.name'))
      .addOption(optionOf('limit.value')),
  ).action((id: string, flags: Flags) => inFolder(flags.dataDir, clock, (folder) => set(folder, id, flags)));

/** `limits remove`. */
export const removeVerb = (command: Command, clock: Clock): Command =>
  command
    .argument('<id>', helpText('argument.limit'))
    .addOption(optionOf('limit.dryRun', { help: say('help.in.remove.dryRun') }))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((id: string, flags: Flags) =>
      inFolder(flags.dataDir, clock, (folder) => remove(folder, id, flags)),
    );

/** Adds a limit, or replaces the one of an id. */
async function set(folder: FolderApi, id: string | null, flags: Flags): Promise<void> {
  const replaces = id === null ? null : limitNamed(await folder.listLimits(), id);
  const proposal = await folder.previewLimit({ draft: draftFrom(flags, replaces), replaces });
  if (proposal.limit === null) throw refused(proposal.defects);
  const { limit, past, unjudged } = proposal;
  const edit = replaces ? { changed: [{ before: replaces, after: limit }] } : { added: [limit] };
  const origin = flags.dryRun ? null : await editIn(folder, edit);
  const found = { past, unjudged: unjudged && inEnglish(unjudged) };
  tell(flags, replaces ? 'changed' : 'added', limit, origin, found);
  if (past && flags.format !== 'json') print(pastPhrase(past));
  warnUnjudged([limit], [unjudged]);
}

async function remove(folder: FolderApi, id: string, flags: Flags): Promise<void> {
  const limit = limitNamed(await folder.listLimits(), id);
  const origin = flags.dryRun ? null : await editIn(folder, { removed: [limit] });
  tell(flags, 'removed', limit, origin);
}

type LimitEdit = Parameters<FolderApi['editLimits']>[0];

/** @returns how the source is named in which the limits were changed */
export async function editIn(folder: FolderApi, edit: LimitEdit): Promise<string> {
  const { source } = await folder.editLimits(edit);
  return source!;
}

/** What is given replaces what is there; an empty text takes a column away. */
function draftFrom(flags: ColumnFlags, replaces: Limit | null): LimitDraft {
  const given: Partial<Record<LimitField, string | undefined>> = {
    ...{ name: flags.limitName, value: flags.limitValue, period: flags.period, source: flags.source },
    ...{ destination: flags.destination, agent: flags.agent, hours: flags.hours, warnAt: flags.warnAt },
    ...{ effective: flags.effectiveDate, direction: flags.direction, title: flags.name, note: flags.note },
  };
  const said = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined));
  return { ...(replaces ? draftOf(replaces) : emptyDraft), ...said };
}

const wordFor: Readonly<Record<LimitField, string>> = {
  ...{ name: 'limit_name', value: 'limit_value', period: '--period', source: '--source', agent: '--agent' },
  ...{
    destination: '--destination',
    hours: '--hours',
    direction: '--direction',
    warnAt: '--warn-at',
    effective: '--effective-date',
    title: '--name',
    note: '--note',
  },
};

/** The error of a draft: each field that is wrong, with its sentence. */
const refused = (defects: readonly LimitDefect[]): MonitorError =>
  new MonitorError(
    'settings/invalid',
    say('command.badLimit', {
      defects: defects.map((defect) =>
        say('command.badField', { field: wordFor[defect.field], defect: limitDefectPhrase(defect) }),
      ),
    }),
    { remedy: say('command.remedy.nothingStored') },
  );

/** Tells what was done to a limit; null for what would be. */
export function tell(
  { format, dryRun }: Pick<Flags, 'format' | 'dryRun'>,
  type: Edit,
  limit: Limit,
  origin: string | null,
  found: object = {},
): void {
  const row = { id: limitId(limit), ...limitRow(limit), ...found };
  if (format === 'json') print(JSON.stringify({ type, origin, ...(dryRun && { dryRun }), ...row }));
  else print(editPhrase(type, limit, origin));
}

const would = {
  added: 'wouldAdd',
  changed: 'wouldChange',
  removed: 'wouldRemove',
  disabled: 'wouldChange',
  enabled: 'wouldChange',
} as const;

type Edit = keyof typeof would;

function editPhrase(edit: Edit, limit: Limit, origin: string | null): Phrase {
  const said = limitPhrase(limit);
  if (origin !== null) return say(`edit.${edit}`, { limit: said, id: limitId(limit), origin });
  return say(`edit.${would[edit]}`, { limit: said });
}

function pastPhrase({ of, examined, breached, isWhole }: LimitPast): Phrase {
  const told = { breached: countText(breached) };
  if (of === 'periods')
    return say('assessed.periods', { ...told, periods: say('count.pastPeriods', { count: examined }) });
  const windows = say('count.ofWindows', { count: examined });
  const which = say(isWhole ? 'assessed.ofDays' : 'assessed.newest');
  return say('assessed.windows', { ...told, windows, which });
}
