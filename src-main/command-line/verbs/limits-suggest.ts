import { limitPhrase } from '../../common/limit-phrase.ts';
import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import type { Limit, LimitSuggestion } from '../../common/model/limits.ts';
import { leastWindows } from '../../common/model/limits.ts';
import { say } from '../../common/phrases/say.ts';
import { nothingFollowed } from '../../engine/api/folder/folder-limits.ts';
import type { FolderApi } from '../../engine/api/folder/open-folder.ts';
import { limitRow } from '../../common/limit-row.ts';
import { suggestionLine, suggestionTable } from '../limit-text.ts';
import { networkOrGroup } from '../../settings/registry/kinds.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { syncNow } from './limit-changes.ts';
import { inFolder, isEmpty } from '../open-folder.ts';

interface SuggestFlags {
  readonly dataDir: string;
  readonly source?: string;
  readonly destination?: string;
  readonly accept?: 'min' | 'max' | 'all';
  readonly into?: string;
  readonly format: Format | 'sql';
}

/** `limits suggest`. */
export const suggestVerb = (command: Command, clock: Clock): Command =>
  command
    .addOption(
      optionOf('windows.sources', { help: say('help.in.suggest.source'), parse: networkOrGroup.read }),
    )
    .addOption(
      optionOf('windows.destinations', {
        help: say('help.in.suggest.destination'),
        parse: networkOrGroup.read,
      }),
    )
    .addOption(optionOf('limit.accept'))
    .addOption(optionOf('limit.into'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format', { choices: ['table', 'json', 'sql'] }))
    .action((flags: SuggestFlags) => suggest(flags, clock));

/** Prints limits that the stored windows suggest, or adds them to their source. */
const suggest = (flags: SuggestFlags, clock: Clock): Promise<void> =>
  inFolder(flags.dataDir, clock, async (folder) => {
    const { source = null, destination = null } = flags;
    const found = (await isEmpty(folder, [source, destination]))
      ? []
      : await folder.suggestLimits({ source, destination });
    if (flags.accept === undefined) await tell(folder, found, flags.format);
    else await accept(folder, found, flags.accept, flags);
  });

const limitsOf = (found: readonly LimitSuggestion[]): Limit[] => found.map(({ limit }) => limit);

async function tell(
  folder: FolderApi,
  found: readonly LimitSuggestion[],
  format: SuggestFlags['format'],
): Promise<void> {
  if (format === 'json') for (const one of found) print(JSON.stringify(suggestionLine(one)));
  else if (found.length === 0) print(say('suggest.tooFew', { least: leastWindows }));
  else if (format === 'sql')
    process.stdout.write(await folder.exportLimits({ form: 'sql', limits: limitsOf(found) }));
  else print(suggestionTable(found));
}

/** Adds suggested limits to a source; if it is the one that is followed, they are in force at once. */
async function accept(
  folder: FolderApi,
  found: readonly LimitSuggestion[],
  which: 'min' | 'max' | 'all',
  { into, format }: SuggestFlags,
): Promise<void> {
  const limits = limitsOf(found).filter(({ name }) => which === 'all' || name === which);
  if (limits.length === 0) throw noneSuggested(found.length === 0, which);
  const followed = await folder.followedSource();
  const named = into ?? followed;
  if (named === null) throw nothingFollowed();
  const origin = await folder.addTo(named, limits);
  for (const limit of limits) {
    if (format === 'json') print(JSON.stringify({ type: 'added', origin, ...limitRow(limit) }));
    else print(say('edit.accepted', { limit: limitPhrase(limit), origin }));
  }
  if (origin === followed) await syncNow(folder, format);
}

const noneSuggested = (isTooFew: boolean, which: string): MonitorError =>
  new MonitorError(
    'request/invalid',
    isTooFew
      ? say('command.tooFewWindows', { least: leastWindows })
      : say('command.noneSuggested', { which }),
    { remedy: say('command.remedy.suggest') },
  );
