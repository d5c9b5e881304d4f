import { Argument, type Command, type Option } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { plural, countText } from '../../common/format.ts';
import { draftOf, emptyDraft } from '../../common/limit-draft.ts';
import { limitDefectSentence } from '../../common/limit-defects.ts';
import type {
  Limit,
  LimitDefect,
  LimitDraft,
  LimitField,
  LimitName,
  LimitPast,
  StoredLimit,
} from '../../common/model/limits.ts';
import { proposeLimit } from '../../engine/history/limit-proposal.ts';
import type { LimitEdit } from '../../engine/limits/limit-edit.ts';
import { limitId, limitNamed } from '../../engine/limits/limit-id.ts';
import { limitRow } from '../../engine/limits/limit-row.ts';
import type { DataFolder } from '../../engine/store/data-folder.ts';
import { editLimits } from '../limit-edits.ts';
import type { FlagKey } from '../../settings/registry/index.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { print, warn } from '../run-output.ts';
import { limitPhrase } from '../text.ts';
import { shareFolder } from '../open-folder.ts';
import { inEnglish } from '../../common/phrases/say.ts';

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
const asText = (key: FlagKey, help: string): Option => optionOf(key, { help, parse: (text) => text });

const withColumns = (command: Command): Command =>
  command
    .addOption(
      asText('windows.sources', 'for traffic from this address, network or group of networks (@office)'),
    )
    .addOption(asText('windows.destinations', 'for traffic to this address, network or group of networks'))
    .addOption(optionOf('limit.direction'))
    .addOption(
      asText('periods.names', 'sum by it: 1h, day, week, month, month@15 or year; the window without'),
    )
    .addOption(optionOf('limit.hours'))
    .addOption(optionOf('limit.agent'))
    .addOption(asText('alerts.warnAt', 'share of a maximum from which on it is warned of'))
    .addOption(optionOf('limit.effectiveDate'))
    .addOption(optionOf('limit.title'))
    .addOption(optionOf('limit.note'))
    .addOption(
      optionOf('limit.dryRun', { help: 'show what it would have found in the past, and change nothing' }),
    )
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'));

/** `limits add`. */
export const addVerb = (command: Command, clock: Clock): Command =>
  withColumns(
    command
      .addArgument(new Argument('<limit_name>').choices(names))
      .argument('<limit_value>', 'bytes: 2 GB, 500 MiB, 2000'),
  ).action((limitName: LimitName, limitValue: string, flags: Flags) =>
    inFolder({ ...flags, limitName, limitValue }, (folder, given) => set(folder, null, given, clock)),
  );

/** `limits edit`. */
export const editVerb = (command: Command, clock: Clock): Command =>
  withColumns(
    command
      .argument('<id>', 'as limits list has it')
      .addOption(optionOf('limit.name'))
      .addOption(optionOf('limit.value')),
  ).action((id: string, flags: Flags) =>
    inFolder(flags, (folder, given) => set(folder, limitNamed(folder.limits.current(), id), given, clock)),
  );

/** `limits remove`. */
export const removeVerb = (command: Command, clock: Clock): Command =>
  command
    .argument('<id>', 'as limits list has it')
    .addOption(optionOf('limit.dryRun', { help: 'show what it would remove, and change nothing' }))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((id: string, flags: Flags) => inFolder(flags, (folder) => remove(folder, id, flags, clock)));

/** Runs a step in the data folder that is named, beside an instance that uses it. */
export async function inFolder<F extends { readonly dataDir: string }>(
  flags: F,
  run: (folder: DataFolder, flags: F) => Promise<void>,
): Promise<void> {
  const folder = shareFolder(flags.dataDir);
  try {
    await run(folder, flags);
  } finally {
    folder.dispose();
  }
}

/** Adds a limit, or replaces one. */
async function set(
  folder: DataFolder,
  replaces: StoredLimit | null,
  flags: Flags,
  clock: Clock,
): Promise<void> {
  const draft = draftFrom(flags, replaces);
  const proposal = await proposeLimit(folder, folder.series.newest(), { draft, replaces }, clock);
  if (proposal.limit === null) throw refused(proposal.defects);
  const { limit, past } = proposal;
  const unjudged = proposal.unjudged && inEnglish(proposal.unjudged);
  const edit: LimitEdit = replaces ? { changed: [{ before: replaces, after: limit }] } : { added: [limit] };
  const origin = flags.dryRun ? null : await editLimits(folder, flags.dataDir, edit, clock);
  const words = replaces ? ['Would change', 'Changed'] : ['Would add', 'Added'];
  tell(flags, replaces ? 'changed' : 'added', words, limit, origin, { past, unjudged });
  if (past && flags.format !== 'json') print(pastText(past));
  if (unjudged !== null) warn(`${limitPhrase(limit)} can't be judged here: ${unjudged}`);
}

async function remove(folder: DataFolder, id: string, flags: Flags, clock: Clock): Promise<void> {
  const limit = limitNamed(folder.limits.current(), id);
  const origin = flags.dryRun ? null : await editLimits(folder, flags.dataDir, { removed: [limit] }, clock);
  tell(flags, 'removed', ['Would remove', 'Removed'], limit, origin);
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
    defects.map((defect) => `${wordFor[defect.field]}: ${limitDefectSentence(defect)}`).join(' '),
    { remedy: 'nothing was stored' },
  );

/** Tells what was done to a limit; null for what would be. */
export function tell(
  { format, dryRun }: Pick<Flags, 'format' | 'dryRun'>,
  type: 'added' | 'changed' | 'removed' | 'disabled' | 'enabled',
  [would, did]: readonly string[],
  limit: Limit,
  origin: string | null,
  found: object = {},
): void {
  const row = { id: limitId(limit), ...limitRow(limit), ...found };
  if (format === 'json') print(JSON.stringify({ type, origin, ...(dryRun && { dryRun }), ...row }));
  else if (origin === null) print(`${would} ${limitPhrase(limit)}`);
  else print(`${did} ${limitPhrase(limit)} (${limitId(limit)}) in ${origin}`);
}

function pastText({ of, examined, breached, isWhole }: LimitPast): string {
  const spans = of === 'windows' ? plural(examined, 'window') : plural(examined, 'past period');
  const which = of === 'periods' ? '' : isWhole ? ' of the last 30 days' : ' looked at, the newest';
  return `Of ${spans}${which}, ${countText(breached)} would have left it.`;
}
