import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { offDraft } from '../../common/limit-draft.ts';
import { isOff, newestVersions, switchedOff, switchedOn } from '../../common/limit-switch.ts';
import type { StoredLimit } from '../../common/model/limits.ts';
import { proposeLimit } from '../../engine/history/limit-proposal.ts';
import { limitId, limitNamed } from '../../engine/limits/limit-id.ts';
import type { DataFolder } from '../../engine/store/data-folder.ts';
import { editLimits } from '../limit-edits.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { limitPhrase } from '../text.ts';
import { inFolder, tell } from './limits-by-hand.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

type Switch = (folder: DataFolder, limit: StoredLimit, flags: Flags) => Promise<void>;

/** `limits disable` and `limits enable`. */
export function switchVerbs(verb: (name: string, summary: string) => Command, clock: Clock): void {
  switchVerb(verb('disable', 'switch a limit off, as one more version of it'), (folder, limit, flags) =>
    disable(folder, limit, flags, clock),
  );
  switchVerb(verb('enable', 'switch a limit on again'), (folder, limit, flags) =>
    enable(folder, limit, flags, clock),
  );
}

const switchVerb = (command: Command, run: Switch): Command =>
  command
    .argument('<id>', 'as limits list has it')
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action((id: string, flags: Flags) =>
      inFolder(flags, (folder) => run(folder, newestNamed(folder.limits.current(), id), flags)),
    );

/** The limit of that id, which no newer version replaces. */
function newestNamed(limits: readonly StoredLimit[], id: string): StoredLimit {
  const limit = limitNamed(limits, id);
  if (newestVersions(limits).has(limit)) return limit;
  throw new MonitorError('settings/invalid', `${limitPhrase(limit)} has a newer version`, {
    remedy: 'name the one with the newest effective date; see limits list',
  });
}

async function disable(folder: DataFolder, limit: StoredLimit, flags: Flags, clock: Clock): Promise<void> {
  if (isOff(limit)) throw invalid(limit, 'is off already', `limits enable ${limitId(limit)}`);
  const request = { draft: offDraft(limit), replaces: limit };
  const { limit: off } = await proposeLimit(folder, folder.series.newest(), request, clock);
  const edit = switchedOff(limit, off?.effectiveMs ?? limit.effectiveMs);
  const origin = await editLimits(folder, flags.dataDir, edit, clock);
  tell(flags, 'disabled', ['', 'Disabled'], limit, origin);
}

async function enable(folder: DataFolder, off: StoredLimit, flags: Flags, clock: Clock): Promise<void> {
  if (!isOff(off)) throw invalid(off, 'is on already', `limits disable ${limitId(off)}`);
  const { holds, ...edit } = switchedOn(folder.limits.current(), off) ?? {};
  if (!holds)
    throw invalid(off, 'has no earlier version', `limits edit ${limitId(off)} --limit-value "2 GB"`);
  const origin = await editLimits(folder, flags.dataDir, edit, clock);
  tell(flags, 'enabled', ['', 'Enabled'], holds, origin);
}

const invalid = (limit: StoredLimit, what: string, remedy: string): MonitorError =>
  new MonitorError('settings/invalid', `${limitPhrase(limit)} ${what}`, { remedy: `try ${remedy}` });
