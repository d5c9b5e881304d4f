import type { usage as english } from '../en/usage.ts';
import type { Translation } from '../phrase.ts';

export const usage: Translation<typeof english> = {
  'usage.unknownOption': 'L’option {name} n’existe pas',
  'usage.unknownCommand': 'La commande {name} n’existe pas',
  'usage.missingArgument': 'L’argument {name} manque',
  'usage.missingOption': 'L’option {name} est obligatoire',
  'usage.missingValue': 'Il manque une valeur à l’option {name}',
  'usage.badOption': 'La valeur « {value} » de l’option {name} n’est pas valide. {reason}',
  'usage.badArgument': 'La valeur « {value} » de l’argument {name} n’est pas valide. {reason}',
  'usage.choices': 'Valeurs possibles : {choices}.',
  'usage.manyArguments': 'Trop d’arguments : {arguments}',
  'usage.conflict': 'Les options {option} et {other} s’excluent',
  'usage.similar': '{problem} (vouliez-vous dire {names} ?)',
  'usage.seeHelp': '{problem} (voir --help)',
};
