import { MonitorError } from '../common/errors.ts';
import type { SettingKey } from '../settings/registry/index.ts';
import type { KnownSettings } from '../settings/registry/values.ts';
import { withoutPasswords } from '../common/postgres-url.ts';
import { say } from '../common/phrases/say.ts';

/** What the person is asked for. */
export type ConsentSubject = 'program' | 'brokers' | 'receiver' | 'limits';

/** Settings by which the app starts a program, reads a file, or connects elsewhere. */
const subjects: Readonly<Partial<Record<SettingKey, ConsentSubject>>> = {
  'alerts.command': 'program',
  'alerts.webhook': 'receiver',
  'alerts.syslog': 'receiver',
  'kafka.brokers': 'brokers',
  'limits.source': 'limits',
};

/** What the person is asked, and of what. */
export interface ConsentQuestion {
  readonly subject: ConsentSubject;
  /** The program, server or file, without a password. */
  readonly named: string;
}

/** Where the settings are known as they are now. */
interface CurrentSettings {
  readonly state: Pick<KnownSettings, 'values'>;
}

/**
 * What the person agreed to. A page shows what comes from elsewhere, names of hosts among it: should one ever run as code,
 * it could start no program, read no file, and send nothing anywhere without the person's word.
 */
export class Consent {
  readonly #settings: CurrentSettings;
  readonly #put: (question: ConsentQuestion) => Promise<boolean>;
  /** Sources of limits that the person has chosen. */
  readonly #sources = new Set<string>();

  /** @param put asks the person in a dialog of the system, which no page can answer */
  constructor(settings: CurrentSettings, put: (question: ConsentQuestion) => Promise<boolean>) {
    this.#settings = settings;
    this.#put = put;
  }

  /** The person has chosen a file, in a dialog of the system or by dropping it. */
  choose(source: string): void {
    this.#sources.add(source);
  }

  /** The same for what a dialog brings; null where it was cancelled. */
  async chosen(path: Promise<string | null>): Promise<string | null> {
    const source = await path;
    if (source !== null) this.choose(source);
    return source;
  }

  /** @throws MonitorError `request/cancelled` where the person does not want a setting to have a value */
  async toSetting(key: string, value: unknown): Promise<void> {
    const subject = subjects[key as SettingKey];
    if (subject === undefined) return;
    const [named, before] = [value, this.#settings.state.values[key as SettingKey]].map(textOf);
    if (named === '' || named === before) return;
    if (subject === 'limits') return this.toSource(named!);
    await this.#ask(subject, named!);
  }

  /** @throws MonitorError `request/cancelled` where the person does not want limits to be read from a source */
  async toSource(source: string): Promise<void> {
    if (this.#sources.has(source) || source === this.#settings.state.values['limits.source']) return;
    await this.#ask('limits', source);
    this.choose(source);
  }

  async #ask(subject: ConsentSubject, named: string): Promise<void> {
    if (await this.#put({ subject, named: withoutPasswords(named, [named]) })) return;
    throw new MonitorError('request/cancelled', say('shell.notAllowed'));
  }
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '';
