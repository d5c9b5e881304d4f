import { limitPhrase } from '../../common/limit-phrase.ts';
import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { offDraft } from '../../common/limit-draft.ts';
import { isOff, newestVersions, switchedOff, switchedOn } from '../../common/limit-switch.ts';
import type { StoredLimit } from '../../common/model/limits.ts';
import { say } from '../../common/phrases/say.ts';
import type { FolderApi } from '../../engine/api/folder/open-folder.ts';
import { limitId, limitNamed } from '../limit-id.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { inFolder } from '../open-folder.ts';
import { editIn, tell } from './limits-by-hand.ts';
import { helpText } from '../person-language.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

type Switch = (folder: FolderApi, id: string, flags: Flags) => Promise<void>;

/** `limits disable` and `limits enable`. */
export function switchVerbs(verb: (name: string, summary: string) => Command, clock: Clock): void {
  switchVerb(verb('disable', helpText('verb.limits.disable')), disable, clock);
  switchVerb(verb('enable', helpText('verb.limits.enable')), enable, clock);
}

const switchVerb = (command: Command, run: Switch, clock: Clock): Command =>
  command
    .argument('<id>', helpText('argument.limit'))
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((id: string, flags: Flags) => inFolder(flags.dataDir, clock, (folder) => run(folder, id, flags)));

/** The limit of that id, which no newer version replaces. */
function newestNamed(limits: readonly StoredLimit[], id: string): StoredLimit {
  const limit = limitNamed(limits, id);
  if (newestVersions(limits).has(limit)) return limit;
  throw new MonitorError('settings/invalid', say('command.limit.newer', { limit: limitPhrase(limit) }), {
    remedy: say('command.remedy.newestVersion'),
  });
}

async function disable(folder: FolderApi, id: string, flags: Flags): Promise<void> {
  const limit = newestNamed(await folder.listLimits(), id);
  if (isOff(limit)) throw unswitchable('command.limit.off', limit, `limits enable ${limitId(limit)}`);
  const { limit: off } = await folder.previewLimit({ draft: offDraft(limit), replaces: limit });
  const edit = switchedOff(limit, off?.effectiveMs ?? limit.effectiveMs);
  tell(flags, 'disabled', limit, await editIn(folder, edit));
}

async function enable(folder: FolderApi, id: string, flags: Flags): Promise<void> {
  const limits = await folder.listLimits();
  const off = newestNamed(limits, id);
  if (!isOff(off)) throw unswitchable('command.limit.on', off, `limits disable ${limitId(off)}`);
  const { holds, ...edit } = switchedOn(limits, off) ?? {};
  if (!holds)
    throw unswitchable('command.limit.first', off, `limits edit ${limitId(off)} --limit-value "2 GB"`);
  tell(flags, 'enabled', holds, await editIn(folder, edit));
}

const unswitchable = (
  key: 'command.limit.off' | 'command.limit.on' | 'command.limit.first',
  limit: StoredLimit,
  command: string,
): MonitorError =>
  new MonitorError('settings/invalid', say(key, { limit: limitPhrase(limit) }), {
    remedy: say('command.remedy.try', { command }),
  });
