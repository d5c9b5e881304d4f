import { MonitorError } from '../common/errors.ts';
import type { Phrase } from '../common/phrases/phrase.ts';
import { wholeOf } from '../common/phrases/say.ts';
import { type SettingKey, type Settings } from './registry/index.ts';
import type { SettingProblem } from '../common/settings-state.ts';
import { settingProblem } from '../common/setting-problem.ts';
import { defaultSettings, differences } from './registry/values.ts';

/** The options that come of the settings, and which of these are not used, as they don't fit. */
export interface Combined<Options> {
  readonly options: Options;
  readonly problems: readonly SettingProblem[];
}

type Parse<Options> = (values: Settings) => Options;

/**
 * Settings that are right one by one may not fit each other, or the command line: then those without brokers hold, else
 * all but those that don't fit the ones before them.
 *
 * @param parse throws a `MonitorError` where they don't fit
 */
export function combined<Options>(values: Settings, parse: Parse<Options>): Combined<Options> {
  const whole = attempt(values, parse);
  if ('options' in whole) return { ...whole, problems: [] };
  const embedded = attempt({ ...values, 'kafka.brokers': [] }, parse);
  if ('options' in embedded) return { ...embedded, problems: [settingProblem('kafka.brokers', whole.said)] };
  return oneByOne(values, parse);
}

function oneByOne<Options>(values: Settings, parse: Parse<Options>): Combined<Options> {
  let used = defaultSettings;
  let left = differences(values, used);
  let refused = new Map<SettingKey, Phrase>();
  // What is refused alone may fit once others are there.
  for (let before = -1; before !== left.length;) {
    before = left.length;
    refused = new Map();
    for (const key of left) {
      const next = { ...used, [key]: values[key] };
      const found = attempt(next, parse);
      if ('options' in found) used = next;
      else refused.set(key, found.said);
    }
    left = [...refused.keys()];
  }
  return { options: parse(used), problems: [...refused].map(([key, said]) => settingProblem(key, said)) };
}

function attempt<Options>(
  values: Settings,
  parse: Parse<Options>,
): { readonly options: Options } | { readonly said: Phrase } {
  try {
    return { options: parse(values) };
  } catch (thrown) {
    return { said: wholeOf(MonitorError.from(thrown)) };
  }
}
