import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import type { Quotas } from '../../common/model/quotas.ts';
import { say } from '../../common/phrases/say.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { quotaLine, quotaTable } from '../quota-text.ts';
import { print } from '../run-output.ts';
import { inFolder, isEmpty } from '../open-folder.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

/** `limits status`. */
export const statusVerb = (command: Command, clock: Clock): Command =>
  command
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.format'))
    .action(async ({ dataDir, format }: Flags) => tell(await read(dataDir, clock), format));

/** The quotas of the series that was used last. */
const read = (dataDir: string, clock: Clock): Promise<Quotas | undefined> =>
  inFolder(dataDir, clock, async (folder) =>
    (await isEmpty(folder)) ? undefined : folder.listQuotas({ count: Infinity }),
  );

function tell(found: Quotas | undefined, format: Format): void {
  const quotas = found?.quotas ?? [];
  if (format === 'json') for (const quota of quotas) print(JSON.stringify(quotaLine(quota, found!)));
  else if (quotas.length === 0) print(say('quotas.none'));
  else print(quotaTable(found!));
}
