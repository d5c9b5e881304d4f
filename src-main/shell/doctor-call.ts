import type { EngineSettings } from '../engine/run/settings.ts';
import { facesOf, type Settings, settingKeys } from '../settings/registry/index.ts';

/** How `doctor` is called so that it looks at what the engine runs on. */
export interface DoctorCall {
  readonly args: readonly string[];
  /** What does not belong on a command line, which every user of the machine can read. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The words and variables by which `doctor` looks at the data folder and the brokers of an engine, and says it in
 * English. Brokers whose password the keyring does not open are left out.
 *
 * @param engine with its secrets opened
 * @param values the settings, which hold below the environment
 */
export function doctorCall(
  { dataDir, stream }: Pick<EngineSettings, 'dataDir' | 'stream'>,
  values: Settings,
  environment: NodeJS.ProcessEnv,
): DoctorCall {
  const english = { ...environment, LC_ALL: 'C' };
  const args = ['--data-dir', dataDir];
  if (stream.kind === 'embedded' || stream.sasl?.password === null) return { args, environment: english };
  const { brokers, topic, sums, sasl } = stream;
  return {
    args: [
      ...[...args, '--brokers', brokers.join(','), '--topic', topic],
      ...(sums === null ? [] : ['--sums', sums]),
    ],
    environment: {
      ...variablesOf(values),
      ...english,
      ...(sasl && {
        STREAMCHECKER_KAFKA_SASL_MECHANISM: sasl.mechanism,
        STREAMCHECKER_KAFKA_SASL_USERNAME: sasl.username,
        STREAMCHECKER_KAFKA_SASL_PASSWORD: sasl.password!,
      }),
    },
  };
}

/** The settings about certificates as variables; a login is known from the engine, its password opened. */
function variablesOf(values: Settings): NodeJS.ProcessEnv {
  const keys = settingKeys.filter((key) => /^kafka\.(?:tls|ca|certificate|key)$/.test(key));
  return Object.fromEntries(
    keys.flatMap((key) => {
      const { variable } = facesOf(key);
      const value = values[key];
      if (!variable || !value) return [];
      return [[variable.name, typeof value === 'string' ? value : 'on']];
    }),
  );
}
