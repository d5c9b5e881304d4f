import type { Disposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import { Emitter, type Event } from '../../common/event.ts';
import { sentence } from '../../common/sentence.ts';
import { type SettingKey, settingKeys, settings } from '../../common/settings/definitions.ts';
import { defaultSettings, type SettingsState } from '../../common/settings/values.ts';
import { type MonitorOptions, parseMonitorOptions } from '../../command-line/monitor-options.ts';
import { flagsOf } from './settings-flags.ts';
import type { SettingsFile } from './settings-file.ts';

/** What the app runs on: defaults, before them the settings file, before it the command line. */
export class AppSettings implements Disposable {
  readonly #file: SettingsFile;
  /** The command line of this run. */
  readonly argv: readonly string[];
  readonly #changed = new Emitter<SettingsState>();
  readonly #subscription: Disposable;

  readonly onChanged: Event<SettingsState> = this.#changed.event;

  constructor(file: SettingsFile, argv: readonly string[]) {
    this.#file = file;
    this.argv = argv;
    this.#subscription = file.onChanged(() => this.#changed.fire(this.state));
  }

  get state(): SettingsState {
    const { values, problems } = this.#file.read;
    const { problem } = this.#combine();
    const told = problem === null ? [] : [{ key: 'windows.length', message: sentence(problem) }];
    return {
      ...{ values, problems: [...problems, ...told] },
      ...{ file: this.#file.path, changed: this.#file.changed, overridden: this.#overridden() },
    };
  }

  /** The options of the engine and of this run. */
  get options(): MonitorOptions {
    return this.#combine().options;
  }

  set(key: string, value: unknown): void {
    this.#file.set(key, value);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#file.dispose();
  }

  /** Settings that are right one by one may not fit each other, or the command line: then its defaults hold. */
  #combine(): { options: MonitorOptions; problem: MonitorError | null } {
    try {
      return {
        options: parseMonitorOptions(this.argv, flagsOf(this.#file.read.values)),
        problem: null,
      };
    } catch (thrown) {
      const options = parseMonitorOptions(this.argv, flagsOf(defaultSettings));
      return { options, problem: MonitorError.from(thrown) };
    }
  }

  #overridden(): readonly SettingKey[] {
    const given = this.options.given;
    return settingKeys.filter((key) => {
      const { option } = settings[key] as { option?: string };
      return option !== undefined && given.includes(option);
    });
  }
}
