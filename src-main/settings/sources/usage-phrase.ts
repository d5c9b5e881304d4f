import type { CommanderError } from 'commander';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import { type PhraseKey, say } from '../../common/phrases/say.ts';
import { refusedText } from './checked.ts';

/** By its code, what of an error of commander's names what is wrong. Commander passes on its English alone. */
const named = {
  'commander.unknownOption': ['usage.unknownOption', /^unknown option '([^]*?)'(?:\n|$)/],
  'commander.unknownCommand': ['usage.unknownCommand', /^unknown command '([^]*?)'(?:\n|$)/],
  'commander.missingArgument': ['usage.missingArgument', /^missing required argument '([^]*)'$/],
  'commander.missingMandatoryOptionValue': [
    'usage.missingOption',
    /^required option '([^]*)' not specified$/,
  ],
  'commander.optionMissingArgument': ['usage.missingValue', /^option '([^]*)' argument missing$/],
} as const satisfies Readonly<Record<string, readonly [PhraseKey, RegExp]>>;

/** What is wrong with a command line, as a phrase; what commander says otherwise, in its words. */
export function usagePhrase({ code, message }: Pick<CommanderError, 'code' | 'message'>): Text {
  const text = message.replace(/^error: /, '');
  if (code === 'commander.invalidArgument') return invalidPhrase(text);
  if (code === 'commander.conflictingOption') {
    const [, option, other] = /^option '([^]*?)' cannot be used with option '([^]*)'$/.exec(text) ?? [];
    return option === undefined ? text : say('usage.conflict', { option, other: other! });
  }
  if (code === 'commander.excessArguments') {
    const [, given] = /^too many arguments[^]* but got \d+: ([^]*)\.$/.exec(text) ?? [];
    return given === undefined ? text : say('usage.manyArguments', { arguments: given });
  }
  if (!Object.hasOwn(named, code)) return text;
  const [key, pattern] = named[code as keyof typeof named];
  const [, name] = pattern.exec(text) ?? [];
  return name === undefined ? text : withSimilar(say(key, { name }), text);
}

/** With what the person may have meant. */
function withSimilar(problem: Phrase, text: string): Phrase {
  const [, names] = /\n\(Did you mean (?:one of )?([^]*)\?\)$/.exec(text) ?? [];
  return names === undefined ? problem : say('usage.similar', { problem, names });
}

function invalidPhrase(text: string): Text {
  const [, option, ofOption, why] =
    /^option '(.*?)' argument '([^]*?)' is invalid\. ([^]*)$/.exec(text) ?? [];
  if (option !== undefined)
    return say('usage.badOption', { name: option, value: ofOption!, reason: reasonOf(why!) });
  const [, ofArgument, argument, because] =
    /^command-argument value '([^]*?)' is invalid for argument '(.*?)'\. ([^]*)$/.exec(text) ?? [];
  return argument === undefined
    ? text
    : say('usage.badArgument', { name: argument, value: ofArgument!, reason: reasonOf(because!) });
}

function reasonOf(english: string): Text {
  const [, choices] = /^Allowed choices are ([^]*)\.$/.exec(english) ?? [];
  return choices === undefined ? refusedText(english) : say('usage.choices', { choices });
}
