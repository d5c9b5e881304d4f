import { existsSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import { Emitter, type Event } from '../../common/event.ts';
import { type SettingKey, settingKeys } from '../../common/settings/definitions.ts';
import { checkSetting, readSettings, type ReadSettings } from '../../common/settings/values.ts';
import { makeFolder } from '../../engine/store/folder.ts';
import { settingsJsonSchema } from './settings-schema.ts';

const entriesSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
);
type Entries = Readonly<Record<string, unknown>>;

const fileName = 'settings.json';
const schemaName = 'settings.schema.json';
/** An editor writes a file in several steps: it is read when they are over. */
const settleMs = 150;

/**
 * The person's settings as a file that they may edit beside the settings page. One that is no JSON at the start is
 * kept aside; one that is broken while the app runs changes nothing until it is whole again.
 */
export class SettingsFile implements Disposable {
  readonly path: string;
  readonly #changed = new Emitter<void>();
  readonly #clock: Clock;
  #entries: Entries = {};
  #notice: string | null = null;
  #watcher: ReturnType<typeof watch> | undefined;
  #timer: Disposable | undefined;

  /** The file holds other settings than before. */
  readonly onChanged: Event<void> = this.#changed.event;

  constructor(folder: string, clock: Clock) {
    this.path = join(folder, fileName);
    this.#clock = clock;
  }

  /** Reads the file, writes its schema beside it, and follows what others change in it. */
  open(): void {
    makeFolder(dirname(this.path));
    writeFileSync(join(dirname(this.path), schemaName), `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`);
    this.#entries = this.#readOrSetAside();
    this.#watcher = watch(dirname(this.path), (_event, name) => {
      if (name !== basename(this.path)) return;
      this.#timer?.dispose();
      this.#timer = this.#clock.once(settleMs, () => this.#readAgain());
    });
  }

  /** What the file says, with what is wrong in it. */
  get read(): ReadSettings {
    const { values, problems } = readSettings(this.#entries);
    const notice = this.#notice === null ? [] : [{ key: fileName, message: this.#notice }];
    return { values, problems: [...notice, ...problems] };
  }

  /** Keys that the file holds. */
  get changed(): readonly SettingKey[] {
    return settingKeys.filter((key) => Object.hasOwn(this.#entries, key));
  }

  /**
   * Stores a setting; undefined takes it back to its default.
   *
   * @throws MonitorError `settings/invalid`, `store/not-writable`
   */
  set(key: string, value: unknown): void {
    if (value !== undefined) checkSetting(key, value);
    const { [key]: _before, ...others } = this.#entries;
    this.#write(value === undefined ? others : { ...others, [key]: value });
    this.#changed.fire();
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#watcher?.close();
  }

  #readOrSetAside(): Entries {
    if (!existsSync(this.path)) return {};
    const entries = this.#parse();
    if (entries !== null) return entries;
    const aside = `${this.path}.damaged-${new Date(this.#clock.now()).toISOString().replaceAll(/[:.]/g, '-')}`;
    renameSync(this.path, aside);
    this.#notice = `The settings could not be read. They are kept as ${aside}, and the defaults are used.`;
    return {};
  }

  #readAgain(): void {
    const entries = existsSync(this.path) ? this.#parse() : {};
    const before = JSON.stringify([this.#entries, this.#notice]);
    if (entries === null) this.#notice = 'The file is no JSON; the settings it held before stay in force.';
    else {
      this.#entries = entries;
      this.#notice = null;
    }
    if (JSON.stringify([this.#entries, this.#notice]) !== before) this.#changed.fire();
  }

  #parse(): Entries | null {
    try {
      return v.parse(entriesSchema, readFileSync(this.path, 'utf8'));
    } catch {
      return null; // Told by whoever asked.
    }
  }

  /** Writes all of it or nothing; entries that this version does not know are kept. */
  #write(entries: Entries): void {
    const { $schema: _schema, ...settings } = entries;
    const text = JSON.stringify({ $schema: `./${schemaName}`, ...settings }, null, 2);
    try {
      writeFileSync(`${this.path}.new`, `${text}\n`);
      renameSync(`${this.path}.new`, this.path);
    } catch (cause) {
      throw new MonitorError('store/not-writable', `The settings can't be written: ${this.path}`, {
        remedy: 'make the folder writable',
        cause,
      });
    }
    this.#entries = settings;
    this.#notice = null;
  }
}
