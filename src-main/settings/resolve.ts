import { optionKeys, type OptionKey, type Settings, type Values } from './registry/index.ts';
import type { Kind } from './registry/kind.ts';
import { options } from './registry/options.ts';
import { readEnvironment } from './sources/environment.ts';

/** Where values come from. Each goes before the ones below it. */
export interface Sources {
  /** What the administrator of this machine has set. */
  readonly policy?: Partial<Settings>;
  /** What the command line said. */
  readonly commandLine?: Partial<Values>;
  readonly environment?: NodeJS.ProcessEnv;
  /** `settings.json` of the desktop app. */
  readonly settings?: Partial<Settings>;
}

/**
 * What each option is, with the defaults below all.
 *
 * @throws MonitorError `settings/invalid` for what the environment says and can't be used
 */
export function resolveOptions({ policy, commandLine, environment = {}, settings }: Sources): Values {
  const below = { ...standard(), ...meant(settings), ...commandLine, ...meant(policy) };
  const said = readEnvironment(environment, below);
  return { ...below, ...said, ...commandLine, ...meant(policy) };
}

const standard = (): Values =>
  meant(Object.fromEntries(optionKeys.map((key) => [key, options[key].default])));

/** What stored values mean. */
const meant = <K extends OptionKey>(stored: Readonly<Record<string, unknown>> = {}): Pick<Values, K> =>
  Object.fromEntries(
    Object.entries(stored).flatMap(([key, value]) =>
      Object.hasOwn(options, key)
        ? [[key, (options[key as OptionKey].kind as Kind<unknown>).read(value)]]
        : [],
    ),
  ) as Pick<Values, K>;
