import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import type { Limit, LimitSuggestion } from '../../common/model/limits.ts';
import { leastWindows } from '../../engine/alerts/limit-suggestion.ts';
import { writeLimits } from '../../engine/limits/limit-export.ts';
import { limitRow } from '../../engine/limits/limit-row.ts';
import { openSource } from '../../engine/limits/open-source.ts';
import { PastWindows } from '../../engine/history/past-windows.ts';
import { suggestionLine, suggestionTable } from '../limit-text.ts';
import { networkOrGroup } from '../../settings/registry/kinds.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { limitPhrase } from '../text.ts';
import { nothingFollowed, syncFrom } from './limit-changes.ts';
import { readFolder, shareFolder } from '../open-folder.ts';

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
    .addOption(optionOf('windows.sources', { help: 'for traffic from there', parse: networkOrGroup.read }))
    .addOption(optionOf('windows.destinations', { help: 'for traffic to there', parse: networkOrGroup.read }))
    .addOption(optionOf('limit.accept'))
    .addOption(optionOf('limit.into'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format', { choices: ['table', 'json', 'sql'] }))
    .action((flags: SuggestFlags) => suggest(flags, clock));

/** Prints limits that the stored windows suggest, or adds them to their source. */
async function suggest(flags: SuggestFlags, clock: Clock): Promise<void> {
  const found = await suggestionsFor(flags, clock);
  if (flags.accept === undefined) tell(found, flags.format);
  else await accept(found, flags.accept, flags, clock);
}

async function suggestionsFor(
  { dataDir, source, destination }: SuggestFlags,
  clock: Clock,
): Promise<LimitSuggestion[]> {
  const folder = readFolder(dataDir);
  try {
    const series = folder?.series.newest();
    if (!folder || !series) return [];
    const scope = { source: source ?? null, destination: destination ?? null };
    return await new PastWindows(folder.windows(series), series, clock).suggest(scope, clock.now());
  } finally {
    folder?.dispose();
  }
}

const tooFew = `Too few windows: ${leastWindows} complete ones of 30 days are needed.`;
const limitsOf = (found: readonly LimitSuggestion[]): Limit[] => found.map(({ limit }) => limit);

function tell(found: readonly LimitSuggestion[], format: SuggestFlags['format']): void {
  if (format === 'json') for (const one of found) print(JSON.stringify(suggestionLine(one)));
  else if (found.length === 0) print(tooFew);
  else if (format === 'sql') process.stdout.write(writeLimits(limitsOf(found), 'sql'));
  else print(suggestionTable(found));
}

/** Adds suggested limits to a source; if it is the one that is followed, they are in force at once. */
async function accept(
  found: readonly LimitSuggestion[],
  which: 'min' | 'max' | 'all',
  { dataDir, into, format }: SuggestFlags,
  clock: Clock,
): Promise<void> {
  const limits = limitsOf(found).filter(({ name }) => which === 'all' || name === which);
  if (limits.length === 0) {
    const message = found.length === 0 ? tooFew.slice(0, -1) : `No ${which} is suggested`;
    throw new MonitorError('request/invalid', message, { remedy: 'see limits suggest without --accept' });
  }
  const folder = shareFolder(dataDir);
  try {
    const followed = folder.settings.liveLimits();
    const named = into ?? followed;
    if (named === null) throw nothingFollowed();
    const origin = await append(named, limits, clock);
    for (const limit of limits) {
      if (format === 'json') print(JSON.stringify({ type: 'added', origin, ...limitRow(limit) }));
      else print(`Added ${limitPhrase(limit)} to ${origin}`);
    }
    if (origin === followed) await syncFrom(named, folder, format, clock);
  } finally {
    folder.dispose();
  }
}

/** @returns how the source is named to the person */
async function append(named: string, limits: readonly Limit[], clock: Clock): Promise<string> {
  const source = openSource(named, clock);
  try {
    await source.edit({ added: limits });
    return source.origin;
  } finally {
    source.dispose();
  }
}
