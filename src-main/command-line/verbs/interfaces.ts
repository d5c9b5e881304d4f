import type { Command } from 'commander';
import { say } from '../../common/phrases/say.ts';
import { allInterfaces } from '../../engine/api/interfaces.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { inPersonsLanguage, helpText } from '../person-language.ts';
import { print } from '../run-output.ts';
import { formatTable, heads } from '../text.ts';

/** `interfaces`: what can be captured on. */
export const interfacesVerb = (program: Command): void =>
  void program
    .command('interfaces')
    .summary(helpText('verb.interfaces'))
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
        ...[name, inPersonsLanguage(say(up ? 'cell.up' : 'cell.down')), captured(isAutomatic, master)],
        addresses.join(', '),
      ]);
      print(formatTable([heads('name', 'state', 'captured', 'addresses'), ...rows]));
    });

/** Whether `auto` stands for an interface, or which one it is a part of. */
function captured(isAutomatic: boolean, master: string | null | undefined): string {
  if (isAutomatic) return 'auto';
  return master ? inPersonsLanguage(say('cell.inInterface', { name: master })) : '';
}
