import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { MonitorError } from '../common/errors.ts';
import { Emitter, type Event } from '../common/event.ts';
import type { Phrase } from '../common/phrases/phrase.ts';
import { wholeOf } from '../common/phrases/say.ts';
import { isSecret, isSettingKey, type SettingKey, settingKeys } from '../settings/registry/index.ts';
import type { SettingProblem } from '../common/settings-state.ts';
import { checkSetting, type KnownSettings } from '../settings/registry/values.ts';
import { type MonitorOptions, parseMonitorOptions } from '../settings/monitor-options.ts';
import type { ReceiverSettings } from '../engine/notify/receivers/receiver-settings.ts';
import type { EngineSettings } from '../engine/run/settings.ts';
import type { CaptureWishes } from './capture-choices.ts';
import { managedKeys, type Policy } from '../settings/sources/policy.ts';
import { combined, type Combined } from '../settings/combined.ts';
import { settingProblem } from '../common/setting-problem.ts';
import type { SettingsFile } from '../settings/sources/file.ts';
import type { Vault } from '../settings/sources/vault.ts';

/** Makes sure that it can be captured so; throws a `MonitorError` where not. */
export type CheckCapture = (wishes: Partial<CaptureWishes>) => Promise<void>;

/** Settings that are kept sealed. */
type SecretKey = 'alerts.webhookSecret' | 'kafka.password';

/** A keyring that did not open is asked again after this long: a person unlocks it when they need it. */
export const askAgainMs = 15_000;

/** What the app runs on: defaults, before them the settings file, before it the command line and the policy. */
export class AppSettings implements Disposable {
  readonly #file: SettingsFile;
  readonly #vault: Vault;
  /** What the administrator of this machine has set. */
  readonly policy: Policy;
  /** The command line of this run. */
  readonly argv: readonly string[];
  readonly #changed = new Emitter<KnownSettings>();
  readonly #subscription: Disposable;
  /** Secrets that the keyring refused to open, and why. */
  readonly #keyringProblems = new Map<SecretKey, Phrase>();
  readonly #unsealed = new Emitter<void>();
  readonly #clock: Clock;
  readonly #checkCapture: CheckCapture;
  /** What the engine captures by, and why not by what the settings say. */
  #capture: CaptureWishes | null = null;
  #captureProblems: readonly SettingProblem[] = [];
  #retry: Disposable | undefined;
  /** As it was told last: making it reads the whole command line. */
  #state: KnownSettings | null = null;

  readonly onChanged: Event<KnownSettings> = this.#changed.event;
  /** The keyring opens now what it refused when it was asked by {@link opened}. */
  readonly onUnsealed: Event<void> = this.#unsealed.event;

  constructor(parts: {
    file: SettingsFile;
    policy: Policy;
    argv: readonly string[];
    vault: Vault;
    clock: Clock;
    checkCapture: CheckCapture;
  }) {
    this.#checkCapture = parts.checkCapture;
    this.#clock = parts.clock;
    this.#file = parts.file;
    this.#vault = parts.vault;
    this.policy = parts.policy;
    this.argv = parts.argv;
    this.#subscription = parts.file.onChanged(() => this.#tell());
  }

  get state(): KnownSettings {
    return (this.#state ??= this.#newState());
  }

  #tell(): void {
    this.#state = null;
    this.#changed.fire(this.state);
  }

  #newState(): KnownSettings {
    const { values, problems } = this.#file.read;
    const { policy } = this;
    const told = [
      ...this.#combine().problems,
      ...this.#captureProblems,
      ...[...this.#keyringProblems].map(([key, said]) => settingProblem(key, said)),
      ...(policy.problem === null ? [] : [settingProblem('app.updates', policy.problem)]),
    ];
    return {
      ...{ values: { ...values, ...policy.values }, problems: [...problems, ...told] },
      ...{ file: this.#file.path, changed: this.#file.changed, overridden: this.#overridden() },
      managed: { keys: managedKeys(policy), file: policy.file },
    };
  }

  /** The options of the engine and of this run. */
  get options(): MonitorOptions {
    return this.#combine().options;
  }

  /**
   * Stores a setting, a secret sealed; undefined takes it back to its default.
   *
   * @param agree asked of a value that can be used, before it is stored
   * @throws MonitorError `settings/invalid`, `settings/no-keyring`, `store/not-writable`, and what `agree` throws
   */
  async set(key: string, value: unknown, agree?: () => Promise<void>): Promise<void> {
    await this.#refuse(key, value);
    await agree?.();
    const isPlain = typeof value === 'string' && value !== '' && isSettingKey(key) && isSecret(key);
    this.#file.set(key, isPlain ? await this.#vault.seal(value) : value);
  }

  /**
   * The engine's settings, with the filter and the interfaces that it has so far where those of an edited file can't be
   * captured by: the last good capture goes on, and why is a problem of the setting.
   */
  async usable(engine: EngineSettings): Promise<EngineSettings> {
    const good = this.#capture;
    const wishes = {
      'capture.filter': { filter: engine.filter },
      'capture.interfaces': { interfaces: engine.interfaces },
    };
    const problems: SettingProblem[] = [];
    let used = engine;
    for (const [key, wish] of good === null ? [] : Object.entries(wishes)) {
      const said = await this.#whyNot(wish);
      if (said === null) continue;
      problems.push(settingProblem(key, said));
      used = { ...used, ...('filter' in wish ? { filter: good!.filter } : { interfaces: good!.interfaces }) };
    }
    this.#capture = { filter: used.filter, interfaces: used.interfaces };
    const isOther = JSON.stringify(problems) !== JSON.stringify(this.#captureProblems);
    this.#captureProblems = problems;
    if (isOther) this.#tell();
    return used;
  }

  async #whyNot(wish: Partial<CaptureWishes>): Promise<Phrase | null> {
    try {
      await this.#checkCapture(wish);
      return null;
    } catch (thrown) {
      return wholeOf(MonitorError.from(thrown));
    }
  }

  /** Refuses what can't be captured by, and what does not fit the other settings. */
  async #refuse(key: string, value: unknown): Promise<void> {
    if (value === undefined || !isSettingKey(key) || isSecret(key)) return;
    checkSetting(key, value);
    if (key === 'capture.filter') await this.#checkCapture({ filter: value as string });
    if (key === 'capture.interfaces') await this.#checkCapture({ interfaces: value as string[] });
    // What says how to get at brokers is complete only with all of it.
    if (key.startsWith('kafka.')) return;
    const known = this.#combine().problems.map(({ message }) => message);
    const { values } = this.#file.read;
    const [added] = this.#combine({ ...values, [key]: value }).problems.filter(
      ({ message }) => !known.includes(message),
    );
    if (added) throw new MonitorError('settings/invalid', added.said ?? added.message);
  }

  /**
   * The engine's settings with its secrets opened, for the engine alone. What the keyring does not open is left out,
   * shown as a problem, and asked for again until {@link onUnsealed} says that it is there.
   */
  async opened(engine: EngineSettings): Promise<EngineSettings> {
    const { stream, alerts } = engine;
    this.#retry?.dispose();
    const channels: ReceiverSettings[] = [];
    for (const channel of alerts.channels) {
      if (channel.kind !== 'webhook' || channel.secret === null) channels.push(channel);
      else {
        const secret = await this.#open('alerts.webhookSecret', channel.secret);
        channels.push({ ...channel, secret, isSealed: secret === null });
      }
    }
    const opened = { ...engine, alerts: { ...alerts, channels } };
    if (stream.kind === 'embedded' || stream.sasl?.password == null) return opened;
    const password = await this.#open('kafka.password', stream.sasl.password);
    return { ...opened, stream: { ...stream, sasl: { ...stream.sasl, password } } };
  }

  /**
   * Opens a secret if it is the sealed one of the settings: the command line and the environment give theirs as they are.
   *
   * @returns null where the keyring does not open it
   */
  async #open(key: SecretKey, given: string): Promise<string | null> {
    const wasSealed = this.#keyringProblems.delete(key);
    if (wasSealed) this.#state = null;
    if (given !== this.#file.read.values[key]) return given;
    try {
      const secret = await this.#vault.open(given);
      if (wasSealed) this.#tell();
      return secret;
    } catch (thrown) {
      this.#keyringProblems.set(key, wholeOf(MonitorError.from(thrown)));
      this.#tell();
      this.#askAgain();
      return null;
    }
  }

  /** Looks every now and then whether the keyring opens what it refused. */
  #askAgain(): void {
    this.#retry?.dispose();
    this.#retry = this.#clock.once(askAgainMs, () => void this.#unseal());
  }

  async #unseal(): Promise<void> {
    for (const key of this.#keyringProblems.keys()) {
      try {
        await this.#vault.open(this.#file.read.values[key]);
      } catch {
        // It was told already, and is until it opens.
        this.#askAgain();
        return;
      }
    }
    this.#unsealed.fire();
  }

  dispose(): void {
    this.#retry?.dispose();
    this.#subscription.dispose();
    this.#file.dispose();
  }

  #combine(values = this.#file.read.values): Combined<MonitorOptions> {
    const above = { policy: this.policy.values, environment: process.env };
    return combined(values, (settings) => parseMonitorOptions(this.argv, { ...above, settings }));
  }

  #overridden(): readonly SettingKey[] {
    return settingKeys.filter((key) => (this.options.given as readonly string[]).includes(key));
  }
}
