import {
  existsSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import { type SettingKey, settingKeys } from '../registry/index.ts';
import { checkSetting, readSettings, type ReadSettings } from '../registry/values.ts';
import { WatchedFile } from '../../system/watched-file.ts';
import { makeFolder } from '../../system/make-folder.ts';
import { settingProblem } from '../../common/setting-problem.ts';
import { settingsJsonSchema } from '../json-schema.ts';
import { editEntry, type Entries, parseEntries } from './file-text.ts';

const fileName = 'settings.json';
const schemaName = 'settings.schema.json';
/** An editor writes a file in several steps: it is read when they are over. */
const settleMs = 150;
/** A file that is not there yet, or behind a link, is looked for this often. */
const lookMs = 2_000;

/** Where a file really is: what a link leads to, also where that is not there yet. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      return resolve(dirname(path), readlinkSync(path));
    } catch {
      return path; // It is not a link.
    }
  }
}

/** What to tell of a link into nowhere; null where the settings can be stored. */
function nowherePhrase(path: string): Phrase | null {
  const target = targetOf(path);
  if (existsSync(dirname(target))) return null;
  return say('settings.linkNowhere', { target });
}

/**
 * The person's settings as a file that they may edit beside the settings page, with comments and trailing commas; or as
 * a link to one, which stays. One that is not JSON at the start is kept aside; one that is broken while the app runs
 * changes nothing until it is whole again.
 */
export class SettingsFile implements Disposable {
  readonly path: string;
  readonly #changed = new Emitter<void>();
  readonly #clock: Clock;
  #entries: Entries = {};
  #notice: Phrase | null = null;
  #nowhere: Phrase | null = null;
  #watched: WatchedFile | undefined;
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
    this.#nowhere = nowherePhrase(this.path);
    this.#watched = new WatchedFile({ path: this.path, clock: this.#clock, lookMs });
    this.#watched.onChanged(() => this.#readSoon());
  }

  #readSoon(): void {
    this.#timer?.dispose();
    this.#timer = this.#clock.once(settleMs, () => this.#readAgain());
  }

  /** What the file says, with what is wrong in it. */
  get read(): ReadSettings {
    const { values, problems } = readSettings(this.#entries);
    const notices = [this.#notice, this.#nowhere].filter((said) => said !== null);
    return { values, problems: [...notices.map((said) => settingProblem(fileName, said)), ...problems] };
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
    this.#write(key, value);
    this.#changed.fire();
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#watched?.dispose();
  }

  #readOrSetAside(): Entries {
    if (!existsSync(this.path)) return {};
    const entries = this.#parse();
    if (entries !== null) return entries;
    const aside = `${this.path}.damaged-${new Date(this.#clock.now()).toISOString().replaceAll(/[:.]/g, '-')}`;
    renameSync(this.path, aside);
    this.#notice = say('settings.setAside', { aside });
    return {};
  }

  #readAgain(): void {
    const before = this.#said();
    this.#nowhere = nowherePhrase(this.path);
    const entries = existsSync(this.path) ? this.#parse() : {};
    if (entries === null) this.#notice = say('settings.brokenMeanwhile');
    else {
      this.#entries = entries;
      this.#notice = null;
    }
    if (this.#said() !== before) this.#changed.fire();
  }

  #said(): string {
    return JSON.stringify([this.#entries, this.#notice, this.#nowhere]);
  }

  #parse(): Entries | null {
    return parseEntries(this.#text());
  }

  /** Empty where it can't be read, which is not settings. */
  #text(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch {
      return '';
    }
  }

  /** Changes one setting in the text, as it is now, all of it or nothing: comments and what is not known are kept. */
  #write(key: string, value: unknown): void {
    const before = existsSync(this.path) ? this.#text() : '{}\n';
    const entries = parseEntries(before);
    if (entries === null)
      throw new MonitorError('settings/invalid', say('settings.fileNotJson', { path: this.path }), {
        remedy: say('settings.remedy.fileNotJson'),
      });
    const named = '$schema' in entries ? before : editEntry(before, '$schema', `./${schemaName}`, true);
    const text = editEntry(named, key, value);
    this.#replace(text);
    void this.#watched?.look();
    this.#nowhere = null;
    this.#entries = parseEntries(text) ?? {};
    this.#notice = null;
  }

  /** By a new file beside the old one; where that is behind a link, the link stays. */
  #replace(text: string): void {
    const target = targetOf(this.path);
    try {
      const mode = statSync(target, { throwIfNoEntry: false })?.mode;
      writeFileSync(`${target}.new`, text, mode === undefined ? {} : { mode: mode & 0o777 });
      renameSync(`${target}.new`, target);
    } catch (cause) {
      throw new MonitorError('store/not-writable', say('settings.notWritten', { path: this.path }), {
        remedy: say('settings.remedy.notWritten'),
        cause,
      });
    }
  }
}
