/** What is wrong with a command line as a whole. */
export const usage = {
  'usage.unknownOption': "unknown option '{name}'",
  'usage.unknownCommand': "unknown command '{name}'",
  'usage.missingArgument': "missing required argument '{name}'",
  'usage.missingOption': "required option '{name}' not specified",
  'usage.missingValue': "option '{name}' argument missing",
  'usage.badOption': "option '{name}' argument '{value}' is invalid. {reason}",
  'usage.badArgument': "command-argument value '{value}' is invalid for argument '{name}'. {reason}",
  'usage.choices': 'Allowed choices are {choices}.',
  'usage.manyArguments': 'too many arguments: {arguments}',
  'usage.conflict': "option '{option}' cannot be used with option '{other}'",
  'usage.similar': '{problem} (did you mean {names}?)',
  'usage.seeHelp': '{problem} (see --help)',
} as const;
