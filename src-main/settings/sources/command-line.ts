import type { Text } from '../../common/phrases/phrase.ts';
import { inEnglish, say } from '../../common/phrases/say.ts';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { MonitorError } from '../../common/errors.ts';
import { parsePublishTerms } from '../../common/publish-terms.ts';
import { defaultDataDir } from '../../system/data-dir.ts';
import { type FlagKey, flagKeys, flagOf, offName, type Values } from '../registry/index.ts';
import type { TextKind } from '../registry/kind.ts';
import type { FlagFace, RunVerb } from '../registry/option.ts';
import { options } from '../registry/options.ts';
import { checked } from './checked.ts';
import { readKey } from './private-file.ts';

type Parse = (text: string, before?: unknown) => unknown;

/** What an option is in one verb, where that is not what it is elsewhere. */
export interface OptionHere {
  readonly help?: Text;
  readonly value?: string;
  /** What holds where it is left out, in words. */
  readonly standard?: Text;
  /** What holds where it is left out; null for nothing. */
  readonly default?: unknown;
  readonly choices?: readonly string[];
  /** Reads its one value. */
  readonly parse?: (text: string) => unknown;
}

/** A folder's path, whole. */
function folder(text: string): string {
  if (text !== '') return resolve(text);
  throw new MonitorError('settings/invalid', say('settings.noFolder'));
}

/** A condition for publishing, as it was written. */
function condition(text: string): string {
  parsePublishTerms(text);
  return text;
}

/** What can't be read from its text alone. */
const parsers: Partial<Record<FlagKey, (text: string) => unknown>> = {
  'run.dataDir': folder,
  'alerts.webhookSecret': readKey,
  'kafka.publishWhen': condition,
};

/** What depends on the machine. */
const defaults: Partial<Record<FlagKey, () => unknown>> = { 'run.dataDir': () => defaultDataDir() };

/** An option whose help is a phrase: English, until somebody puts it into the person's language. */
export class PhrasedOption extends Option {
  readonly help: Text;

  constructor(flags: string, help: Text) {
    super(flags, inEnglish(help));
    this.help = help;
  }
}

/** An option of a verb, from the registry. */
export function optionOf(key: FlagKey, here: OptionHere = {}): Option {
  const flag: FlagFace = { ...flagOf(key), ...here };
  const value = flag.value === undefined ? '' : ` ${flag.value}`;
  const option = new PhrasedOption(`--${flag.name}${value}`, helpOf(key, flag, here));
  if (flag.value === undefined) return option;
  const { kind }: { readonly kind: TextKind } = options[key];
  const choices = here.parse ? undefined : (here.choices ?? kind.choices);
  if (choices) option.choices(choices);
  else option.argParser<unknown>(checked((here.parse ?? parsers[key] ?? kind.parse) as Parse));
  return withDefault(option, key, here);
}

const isList = ({ isNext, repeats }: FlagFace): boolean => isNext !== undefined || repeats === true;

/** Help, with what commander can't say: that it may be repeated, and a default that it must not add values to. */
function helpOf(key: FlagKey, flag: FlagFace, here: OptionHere): Text {
  const isRepeated = isList(flag) && !here.parse;
  const stored: unknown = options[key].default;
  const listed = isRepeated && Array.isArray(stored) && stored.length > 0 ? stored.join(', ') : undefined;
  const standard = here.default === null ? here.standard : (flag.standard ?? listed);
  const help = isRepeated ? say('help.repeated', { help: flag.help }) : flag.help;
  return standard === undefined ? help : say('help.default', { help, standard });
}

function withDefault(option: Option, key: FlagKey, here: OptionHere): Option {
  if (here.default !== undefined) return here.default === null ? option : option.default(here.default);
  const stored: unknown = options[key].default;
  const standard = defaults[key]?.();
  if (standard !== undefined) return option.default(standard);
  if (here.parse || typeof stored !== 'string' || stored === '') return option;
  const { read, unit = '' } = options[key].kind as TextKind<string>;
  return option.default(read(stored), stored + unit);
}

/** Adds options of a verb, from the registry. */
export function withOptions(command: Command, ...keys: readonly FlagKey[]): Command {
  for (const key of keys) command.addOption(optionOf(key));
  return command;
}

/** Adds the options that a verb has by itself. */
export function withRunOptions(
  command: Command,
  verb: RunVerb,
  here: Partial<Record<FlagKey, OptionHere>> = {},
): Command {
  for (const key of flagKeys) {
    const { runs = [], required = [] } = flagOf(key);
    if (!runs.includes(verb)) continue;
    command.addOption(optionOf(key, here[key]).makeOptionMandatory(required.includes(verb)));
    const off = offName(key);
    if (off !== undefined)
      command.addOption(new PhrasedOption(`--${off}`, say('help.off', { name: flagOf(key).name })));
  }
  return command;
}

/** Keys by the names that commander gives to what it reads. */
const byAttribute: ReadonlyMap<string, FlagKey> = new Map(
  flagKeys.map((key) => [new Option(`--${flagOf(key).name}`).attributeName(), key]),
);

/** What a command line said, without what holds by default. */
export function givenValues(command: Command): Partial<Values> {
  const given = Object.entries(command.opts()).flatMap(([name, value]: [string, unknown]) => {
    const key = byAttribute.get(name);
    return key !== undefined && command.getOptionValueSource(name) === 'cli' ? [[key, value] as const] : [];
  });
  return Object.fromEntries(given);
}
