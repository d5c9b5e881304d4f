import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { MonitorError } from '../../common/errors.ts';
import { Emitter, type Event } from '../../common/event.ts';
import { parseLimitRows } from './limit-rows.ts';
import type { LimitRows, LimitSource } from './limit-source.ts';

const remedy = 'give a JSON array of {"limit_name", "limit_value", "effective_date"}';

/** Limits from a JSON file: an array of rows, alone or as the member `traffic_limits` of an object. */
export class JsonSource implements LimitSource {
  readonly origin: string;

  constructor(path: string) {
    this.origin = resolve(path);
  }

  async read(): Promise<LimitRows> {
    const text = await this.#text();
    return parseLimitRows(this.#rows(text));
  }

  /** Watches the file's folder, so that editors that rename and replace the file are seen too. */
  watch(signal: AbortSignal): Event<void> {
    const changed = new Emitter<void>();
    const name = basename(this.origin);
    try {
      const watcher = watch(dirname(this.origin), { signal }, (_event, file) => {
        if (file === null || file === name) changed.fire();
      });
      // The folder went away: the periodic sync says so and finds it again.
      watcher.on('error', () => watcher.close());
    } catch (cause) {
      throw new MonitorError('limits/unreadable', `The folder of ${this.origin} can't be watched`, {
        remedy: 'check that it exists and may be read',
        retriable: true,
        cause,
      });
    }
    return changed.event;
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.origin, 'utf8');
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      const why = code === 'ENOENT' ? 'does not exist' : `can't be read (${code ?? String(cause)})`;
      throw new MonitorError('limits/unreadable', `The limits file ${this.origin} ${why}`, {
        remedy: 'check the path and its permissions',
        retriable: true,
        cause,
      });
    }
  }

  #rows(text: string): readonly unknown[] {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch (cause) {
      const message = `The limits file ${this.origin} is no JSON: ${(cause as Error).message}`;
      throw new MonitorError('limits/unreadable', message, { remedy, retriable: true, cause });
    }
    if (Array.isArray(parsed)) return parsed;
    const rows = (parsed as { traffic_limits?: unknown } | null)?.traffic_limits;
    if (Array.isArray(rows)) return rows;
    throw new MonitorError('limits/unreadable', `The limits file ${this.origin} holds no array of rows`, {
      remedy,
    });
  }
}
