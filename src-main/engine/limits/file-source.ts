import { statSync, watch } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { MonitorError } from '../../common/errors.ts';
import { Emitter } from '../../common/event.ts';
import { parseCsvRows } from './csv-rows.ts';
import { parseJsonRows } from './json-rows.ts';
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
    const text = (await this.#text()).replace(/^\uFEFF/, '');
    const name = `The limits file ${this.origin}`;
    return this.#isCsv(text) ? parseCsvRows(text, name) : parseJsonRows(text, name);
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

  dispose(): void {}

  #isCsv(text: string): boolean {
    const ending = extname(this.origin).toLowerCase();
    return csvEndings.has(ending) || (ending !== '.json' && !/^\s*[[{]/.test(text));
  }

  async #text(): Promise<string> {
    try {
      await using file = await open(this.origin);
      const { size } = await file.stat();
      if (size > largestBytes) throw this.#tooLarge(size);
      return await file.readFile('utf8');
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
