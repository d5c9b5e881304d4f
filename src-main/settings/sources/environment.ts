import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { MonitorError } from '../../common/errors.ts';
import { facesOf, type OptionKey, optionKeys, type Values } from '../registry/index.ts';
import { kafkaPrefix } from '../registry/kafka.ts';
import type { TextKind } from '../registry/kind.ts';
import { options } from '../registry/options.ts';
import { readPrivate } from './private-file.ts';

/** Names a file with more variables about brokers, in lines of `NAME=value`. */
const fileVariable = `${kafkaPrefix}CONFIG`;

/** The option of each variable. */
const byVariable: ReadonlyMap<string, OptionKey> = new Map(
  optionKeys.flatMap((key) => {
    const name = facesOf(key).variable?.name;
    return name === undefined ? [] : [[name, key] as const];
  }),
);

const ofBrokers = [...byVariable.keys()].filter((name) => name.startsWith(kafkaPrefix));

type Texts = ReadonlyMap<string, string>;

/**
 * What the environment says. It goes before `settings.json`, and holds what does not belong on a command line, which
 * every user of the machine can read; what concerns the brokers may stand in a file, too, which the environment goes
 * before.
 *
 * @param below what holds unless the environment says otherwise; without brokers, what concerns them is not looked at
 * @throws MonitorError `settings/invalid` naming the variable, never its value
 */
export function readEnvironment(
  environment: NodeJS.ProcessEnv,
  below: Pick<Values, 'kafka.brokers' | 'kafka.saslMechanism'>,
): Partial<Values> {
  const others = [...byVariable.keys()].filter((name) => !ofBrokers.includes(name));
  const plain = read(said(environment, others));
  if (below['kafka.brokers'] === undefined) return plain;
  const file = environment[fileVariable];
  refuseStrange(environment);
  const texts: Texts = new Map([...(file ? readFile(file) : []), ...said(environment, ofBrokers)]);
  const all = { ...plain, ...read(texts) };
  requireMechanism(all, below);
  return all;
}

const said = (environment: NodeJS.ProcessEnv, names: readonly string[]): Texts =>
  new Map(
    names.flatMap((name) => {
      const value = environment[name];
      return value ? [[name, value] as const] : [];
    }),
  );

const read = (texts: Texts): Partial<Values> =>
  Object.fromEntries<unknown>([...texts].map(([name, text]) => [byVariable.get(name)!, valueOf(name, text)]));

/** The value is not repeated, as it may be a secret. */
function valueOf(name: string, text: string): unknown {
  const kind = options[byVariable.get(name)!].kind as TextKind;
  try {
    return kind.parse(text);
  } catch {
    const [problem, remedy] = kind.demand ?? ['is not valid', 'correct it'];
    throw invalid(`${name} ${problem}`, remedy);
  }
}

function refuseStrange(environment: NodeJS.ProcessEnv): void {
  const known = [fileVariable, ...ofBrokers];
  const strange = Object.keys(environment).find(
    (name) => name.startsWith(kafkaPrefix) && !known.includes(name),
  );
  if (strange !== undefined)
    throw invalid(say('settings.strange', { name: strange }), say('settings.remedy.strange', { known }));
}

function requireMechanism(given: Partial<Values>, below: Pick<Values, 'kafka.saslMechanism'>): void {
  const mechanism = given['kafka.saslMechanism'] ?? below['kafka.saslMechanism'];
  if (mechanism !== undefined || (given['kafka.username'] ?? given['kafka.password']) === undefined) return;
  const { choices = [] } = options['kafka.saslMechanism'].kind;
  const mechanisms = choices.filter((one) => one !== 'none');
  throw invalid(
    say('settings.noMechanism'),
    say('settings.remedy.noMechanism', { name: `${kafkaPrefix}SASL_MECHANISM`, mechanisms }),
  );
}

/** Lines of `NAME=value`; only its owner may read it, as it may hold a password. */
function readFile(path: string): Texts {
  const texts = new Map<string, string>();
  for (const line of readPrivate(path).split('\n')) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name = '', value = ''] = /^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!ofBrokers.includes(kafkaPrefix + name)) {
      const known = ofBrokers.map((one) => one.slice(kafkaPrefix.length));
      throw invalid(say('settings.strangeLine', { path }), say('settings.remedy.strangeLine', { known }));
    }
    texts.set(kafkaPrefix + name, value);
  }
  return texts;
}

const invalid = (message: Text, remedy: Text): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });
