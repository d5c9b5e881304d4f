import { languageOf } from '../../src-main/common/language.ts';
import type { Disposable } from '../../src-main/common/disposable.ts';
import type { SettingKey, Settings } from '../../src-main/settings/registry/index.ts';
import type { SettingsState } from '../../src-main/common/settings-state.ts';
import { defaultSettings, type KnownSettings } from '../../src-main/settings/registry/values.ts';
import { MonitorError } from '../../src-main/common/errors.ts';
import { problemMessage } from '../problem-words.ts';
import { useNumberStyle } from '../texts/number-style.svelte.ts';
import type { Client } from './client.ts';

const none: KnownSettings = {
  values: defaultSettings,
  problems: [],
  file: '',
  changed: [],
  overridden: [],
  managed: { keys: [], file: '' },
};

/** The person's settings, in force in the window as soon as they change. */
export class Preferences implements Disposable {
  state = $state.raw<KnownSettings>(none);
  /** Why the newest change was refused, by the setting's key. */
  refused = $state.raw<Readonly<Record<string, string>>>({});

  readonly #shell: Client['shell'];
  readonly #systemLanguage: string;
  readonly #subscription: Disposable;

  constructor({ shell }: Pick<Client, 'shell'>, systemLanguage: string) {
    this.#shell = shell;
    this.#systemLanguage = systemLanguage;
    this.#subscription = shell.onSettingsChanged((state) => this.#take(state));
  }

  get values(): Settings {
    return this.state.values;
  }

  /** Fetches the settings; to be called before anything is drawn. */
  async load(): Promise<void> {
    this.#take(await this.#shell.getSettings());
  }

  /** Changes a setting; undefined takes it back to its default. What is refused is told in {@link refused}. */
  async change(key: SettingKey, value: unknown): Promise<void> {
    const { [key]: _before, ...others } = this.refused;
    this.refused = others;
    try {
      await this.#shell.changeSetting(value === undefined ? { key } : { key, value: $state.snapshot(value) });
    } catch (thrown) {
      this.refused = { ...others, [key]: problemMessage(MonitorError.from(thrown)) };
    }
  }

  openFile(): Promise<void> {
    return this.#shell.openSettingsFile();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** The shell has read them by the same registry. */
  #take(data: SettingsState): void {
    const state = data as KnownSettings;
    this.state = state;
    const { 'appearance.language': language, 'appearance.units': units } = state.values;
    useNumberStyle({ units, language: languageOf(language, this.#systemLanguage) });
  }
}
