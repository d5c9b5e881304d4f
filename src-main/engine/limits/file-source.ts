import { type BigIntStats, statSync, watch } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { MonitorError } from '../../common/errors.ts';
import { Emitter } from '../../common/event.ts';
import type { Limit } from '../../common/model/limits.ts';
import { appendCsvRows, parseCsvRows } from './csv-rows.ts';
import { replaceFile } from './file-replacement.ts';
import { appendJsonRows } from './json-append.ts';
import { parseJsonRows } from './json-rows.ts';
import { requireReadable } from './limit-preview.ts';
import { type LimitRow, limitRow } from './limit-row.ts';
import type { LimitRows, LimitSource, LimitWatch } from './limit-source.ts';

/** More than a million rows; what is larger is hardly a table of limits, and would fill the memory. */
const largestBytes = 64 * 2 ** 20;
/** A watched file is read this often although no change was announced. */
const safetyPeriodMs = 20 * 60_000;

const csvEndings = new Set(['.csv', '.tsv']);

/** Limits from a JSON or CSV file: by its ending, else by its first character. */
export class FileSource implements LimitSource {
  readonly origin: string;

  constructor(path: string) {
    this.origin = resolve(path);
  }

  async read(): Promise<LimitRows> {
    return this.#parse(this.#text((await this.#content()).content));
  }

  /** Watches the file's folder, so that editors that rename and replace the file are seen too. */
  watch(): Promise<LimitWatch> {
    const changed = new Emitter<void>();
    const [folder, name] = [dirname(this.origin), basename(this.origin)];
    try {
      const { ino } = statSync(folder);
      const watcher = watch(folder, (_event, file) => {
        if (file === null || file === name) changed.fire();
      });
      // The folder went away: the next sync says so and finds it again.
      watcher.on('error', () => watcher.close());
      const isAlive = (): boolean => statSync(folder, { throwIfNoEntry: false })?.ino === ino;
      const dispose = (): void => watcher.close();
      return Promise.resolve({
        kind: 'watch',
        periodMs: safetyPeriodMs,
        onChanged: changed.event,
        isAlive,
        dispose,
      });
    } catch (cause) {
      const message = `The folder of ${this.origin} can't be watched`;
      const remedy = 'check that it exists and may be read';
      return Promise.reject(
        new MonitorError('limits/unreadable', message, { remedy, retriable: true, cause }),
      );
    }
  }

  async append(limits: readonly Limit[]): Promise<void> {
    const rows = limits.map(limitRow);
    const { content, stats } = await this.#content();
    const text = this.#exactText(content);
    const name = `The limits file ${this.origin}`;
    // What can't be read as it is can't be added to.
    this.#parse(text);
    const edited = this.#isCsv(text) ? appendCsvRows(text, rows, name) : appendJsonRows(text, rows);
    requireReadable(this.origin, this.#parse(edited));
    try {
      await replaceFile(this.origin, edited, stats);
    } catch (cause) {
      throw this.#notWritable(cause as NodeJS.ErrnoException, rows);
    }
  }

  dispose(): void {}

  #parse(text: string): LimitRows {
    const plain = text.replace(/^\uFEFF/, '');
    const name = `The limits file ${this.origin}`;
    return this.#isCsv(plain) ? parseCsvRows(plain, name) : parseJsonRows(plain, name);
  }

  /** The text as its first bytes say that it is written: UTF-16 as spreadsheets save it, else UTF-8. */
  #text(content: Buffer): string {
    const [first, second] = content;
    if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(content);
    if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(content);
    if (!content.includes(0)) return content.toString('utf8');
    const message = `The limits file ${this.origin} is neither written in UTF-8, nor in UTF-16 with a byte order mark`;
    throw new MonitorError('limits/unreadable', message, { remedy: 'save it in UTF-8', retriable: true });
  }

  /** The text of which each byte can be written back. */
  #exactText(content: Buffer): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    } catch (cause) {
      const message = `The limits file ${this.origin} is not written in UTF-8`;
      throw new MonitorError('limits/not-writable', message, { remedy: 'save it in UTF-8', cause });
    }
  }

  #notWritable(cause: NodeJS.ErrnoException, rows: readonly LimitRow[]): MonitorError {
    const isChanged = cause.code === 'EAGAIN';
    const why = isChanged
      ? 'was changed by someone else'
      : `can't be written (${cause.code ?? cause.message})`;
    const remedy = isChanged
      ? 'try again'
      : `let this user write the file and its folder, or add by hand: ${rows.map((row) => JSON.stringify(row)).join(', ')}`;
    const message = `The limits file ${this.origin} ${why}; nothing was added`;
    return new MonitorError('limits/not-writable', message, { remedy, retriable: isChanged, cause });
  }

  #isCsv(text: string): boolean {
    const ending = extname(this.origin).toLowerCase();
    return csvEndings.has(ending) || (ending !== '.json' && !/^\s*[[{]/.test(text));
  }

  async #content(): Promise<{ content: Buffer; stats: BigIntStats }> {
    try {
      await using file = await open(this.origin);
      const stats = await file.stat({ bigint: true });
      if (stats.size > largestBytes) throw this.#tooLarge(Number(stats.size));
      return { content: await file.readFile(), stats };
    } catch (cause) {
      if (cause instanceof MonitorError) throw cause;
      const code = (cause as NodeJS.ErrnoException).code;
      const why = code === 'ENOENT' ? 'does not exist' : `can't be read (${code ?? String(cause)})`;
      throw new MonitorError('limits/unreadable', `The limits file ${this.origin} ${why}`, {
        remedy: 'check the path and its permissions',
        retriable: true,
        cause,
      });
    }
  }

  #tooLarge(size: number): MonitorError {
    const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
    const message = `The limits file ${this.origin} has ${mebibytes(size)}; at most ${mebibytes(largestBytes)} are read`;
    return new MonitorError('limits/unreadable', message, { remedy: 'leave out rows that no longer apply' });
  }
}
