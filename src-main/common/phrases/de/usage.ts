import type { usage as english } from '../en/usage.ts';
import type { Translation } from '../phrase.ts';

export const usage: Translation<typeof english> = {
  'usage.unknownOption': 'Die Option {name} gibt es nicht',
  'usage.unknownCommand': 'Den Befehl {name} gibt es nicht',
  'usage.missingArgument': 'Das Argument {name} fehlt',
  'usage.missingOption': 'Die Option {name} muss angegeben werden',
  'usage.missingValue': 'Der Option {name} fehlt ihr Wert',
  'usage.badOption': 'Der Wert „{value}“ der Option {name} ist ungültig. {reason}',
  'usage.badArgument': 'Der Wert „{value}“ des Arguments {name} ist ungültig. {reason}',
  'usage.choices': 'Erlaubt sind {choices}.',
  'usage.manyArguments': 'Zu viele Argumente: {arguments}',
  'usage.conflict': 'Die Optionen {option} und {other} schließen einander aus',
  'usage.similar': '{problem} (gemeint ist vielleicht {names})',
  'usage.seeHelp': '{problem} (siehe --help)',
};
