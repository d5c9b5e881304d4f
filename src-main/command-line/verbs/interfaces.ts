import type { Command } from 'commander';
import { allInterfaces } from '../../engine/api/interfaces.ts';
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
      const interfaces = await allInterfaces();
      if (format === 'json') {
        for (const { found, isAutomatic } of interfaces)
          print(JSON.stringify({ type: 'interface', ...found, auto: isAutomatic }));
        return;
      }
      const rows = interfaces.map(({ found: { name, up, master, addresses }, isAutomatic }) => [
        ...[name, up ? 'up' : 'down', isAutomatic ? 'auto' : master ? `in ${master}` : ''],
        addresses.join(', '),
      ]);
      print(formatTable([['name', 'state', 'captured', 'addresses'], ...rows]));
    });
