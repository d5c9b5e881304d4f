import type { Command } from 'commander';
import { helperProgram } from '../../engine/capture/capture-program.ts';
import { findHelper } from '../../engine/capture/helper-path.ts';
import { isAutomatic, listInterfaces } from '../../engine/capture/interfaces.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { formatTable } from '../text.ts';

/** `interfaces`: what can be captured on. */
export const interfacesVerb = (program: Command): void =>
  void program
    .command('interfaces')
    .summary('list the network interfaces, and which ones auto stands for')
    .addOption(optionOf('output.format'))
    .addOption(optionOf('output.verbose'))
    .action(async ({ format }: { format: Format }) => {
      const interfaces = await listInterfaces(helperProgram(findHelper()));
      if (format === 'json') {
        for (const one of interfaces)
          print(JSON.stringify({ type: 'interface', ...one, auto: isAutomatic(one) }));
        return;
      }
      const rows = interfaces.map((one) => [
        one.name,
        one.up ? 'up' : 'down',
        isAutomatic(one) ? 'auto' : one.master ? `in ${one.master}` : '',
        one.addresses.join(', '),
      ]);
      print(formatTable([['name', 'state', 'captured', 'addresses'], ...rows]));
    });
