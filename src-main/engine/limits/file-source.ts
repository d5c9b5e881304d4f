import type { BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import { editCsvRows } from './csv-edit.ts';
import { parseCsvRows } from './csv-rows.ts';
import { FileWatch } from './file-watch.ts';
import { replaceFile } from './file-replacement.ts';
import { editJsonRows } from './json-edit.ts';
import { parseJsonRows } from './json-rows.ts';
import { type LimitEdit, type RowsEdit, rowsEdit } from './limit-edit.ts';
import { requireReadable } from './limit-preview.ts';
import type { LimitRows, LimitSource, LimitWatch } from './limit-source.ts';

/** More than a million rows; what is larger is hardly a table of limits, and would fill the memory. */
const largestBytes = 64 * 2 ** 20;
/** A file counts as written when it has been as it is for this long, … */
const settleMs = 200;
/** … and for this long where it ends in the middle of a line, or of what an array or object holds. */
const unfinishedMs = 2_000;
/** A file that keeps changing for this long is not waited for. */
const longestSettleMs = 30_000;

const csvEndings = new Set(['.csv', '.tsv']);

/** Limits from a JSON or CSV file: by its ending, else by its first character. */
export class FileSource implements LimitSource {
  readonly origin: string;
  readonly #clock: Clock;

  constructor(path: string, clock: Clock) {
    this.#clock = clock;
    this.origin = resolve(path);
  }

  async read(): Promise<LimitRows> {
    return this.parse(this.#text(await this.#settled()));
  }

  /** Sees the file change, whatever links lead to it. */
  watch(): Promise<LimitWatch> {
    return FileWatch.begin(this.origin, this.#clock);
  }

  async edit(edit: LimitEdit): Promise<void> {
    const { content, stats } = await this.#content();
    const text = this.#exactText(content);
    const name = say('limits.file', { file: this.origin });
    const rows = this.parse(text);
    requireReadable(this.origin, rows);
    const changes = rowsEdit(this.origin, rows.limits, edit);
    const edited = this.#isCsv(text) ? editCsvRows(text, changes, name) : editJsonRows(text, changes);
    requireReadable(this.origin, this.parse(edited));
    try {
      await replaceFile(this.origin, edited, stats);
    } catch (cause) {
      throw this.#notWritable(cause as NodeJS.ErrnoException, changes);
    }
  }

  dispose(): void {}

  /**
   * The rows of a text such as the file holds.
   *
   * @throws MonitorError `limits/unreadable`
   */
  parse(text: string): LimitRows {
    const plain = text.replace(/^\uFEFF/, '');
    const name = say('limits.file', { file: this.origin });
    return this.#isCsv(plain) ? parseCsvRows(plain, name) : parseJsonRows(plain, name);
  }

  /** The text as its first bytes say that it is written: UTF-16 as spreadsheets save it, else UTF-8. */
  #text(content: Buffer): string {
    const encoding = encodingOf(content);
    try {
      if (encoding !== undefined) return new TextDecoder(encoding, { fatal: true }).decode(content);
    } catch {
      // Said below: a sign that can't be read would be another one in the limits.
    }
    const message = say('limits.notEncoded', { file: this.origin });
    throw new MonitorError('limits/unreadable', message, {
      remedy: say('limits.remedy.utf8'),
      retriable: true,
    });
  }

  /** The text of which each byte can be written back. */
  #exactText(content: Buffer): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    } catch (cause) {
      const message = say('limits.notUtf8', { file: this.origin });
      throw new MonitorError('limits/not-writable', message, { remedy: say('limits.remedy.utf8'), cause });
    }
  }

  #notWritable(cause: NodeJS.ErrnoException, { added }: RowsEdit): MonitorError {
    const file = this.origin;
    const isAdding = added.length > 0;
    if (cause.code === 'EAGAIN') {
      const message = say(isAdding ? 'limits.changedNotAdded' : 'limits.changedNotChanged', { file });
      const remedy = say('limits.remedy.tryAgain');
      return new MonitorError('limits/not-writable', message, { remedy, retriable: true, cause });
    }
    const detail = cause.code ?? cause.message;
    const message = say(isAdding ? 'limits.notAdded' : 'limits.notChanged', { file, detail });
    const rows = added.map((row) => JSON.stringify(row));
    const remedy = isAdding ? say('limits.remedy.letWriteOrAdd', { rows }) : say('limits.remedy.letWrite');
    return new MonitorError('limits/not-writable', message, { remedy, cause });
  }

  #isCsv(text: string): boolean {
    const ending = extname(this.origin).toLowerCase();
    return csvEndings.has(ending) || (ending !== '.json' && !/^\s*[[{]/.test(text));
  }

  /** The content once nobody writes it any more: half of it would be other limits. */
  async #settled(): Promise<Buffer> {
    const clock = this.#clock;
    const begunMs = clock.monotonic();
    let sinceMs = begunMs;
    let { content, stats } = await this.#content();
    // What comes through a pipe has come whole, and can't be read a second time.
    if (!stats.isFile()) return content;
    for (;;) {
      const neededMs = isUnfinished(content) ? unfinishedMs : settleMs;
      const [ageMs, seenMs] = [clock.now() - Number(stats.mtimeMs), clock.monotonic() - sinceMs];
      if (ageMs >= neededMs || seenMs >= neededMs) return content;
      if (clock.monotonic() - begunMs > longestSettleMs) throw this.#unsettled();
      await clock.after(Math.min(settleMs, neededMs - seenMs));
      const now = await this.#content();
      if (now.stats.ctimeNs !== stats.ctimeNs || !now.content.equals(content)) sinceMs = clock.monotonic();
      ({ content, stats } = now);
    }
  }

  #unsettled(): MonitorError {
    const message = say('limits.unsettled', { file: this.origin });
    const remedy = say('limits.remedy.rename');
    return new MonitorError('limits/unreadable', message, { remedy, retriable: true });
  }

  async #content(): Promise<{ content: Buffer; stats: BigIntStats }> {
    try {
      await using file = await open(this.origin);
      const stats = await file.stat({ bigint: true });
      if (stats.size > largestBytes) throw this.#tooLarge(Number(stats.size));
      const content = await beginningOf(file);
      if (content.length > largestBytes) throw this.#tooLarge(content.length);
      return { content, stats };
    } catch (cause) {
      if (cause instanceof MonitorError) throw cause;
      const code = (cause as NodeJS.ErrnoException).code;
      const file = this.origin;
      const message =
        code === 'ENOENT'
          ? say('limits.fileMissing', { file })
          : say('limits.fileUnreadable', { file, detail: code ?? String(cause) });
      throw new MonitorError('limits/unreadable', message, {
        remedy: say('limits.remedy.path'),
        retriable: true,
        cause,
      });
    }
  }

  #tooLarge(size: number): MonitorError {
    const mebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
    const message = say('limits.tooLarge', {
      ...{ file: this.origin, size: mebibytes(size), most: mebibytes(largestBytes) },
    });
    return new MonitorError('limits/unreadable', message, { remedy: say('limits.remedy.leaveOut') });
  }
}

/** What a file holds, up to one byte more than is read: a device or a pipe has no size, and a file may grow meanwhile. */
async function beginningOf(file: FileHandle): Promise<Buffer> {
  const stream = file.createReadStream({ end: largestBytes, autoClose: false });
  return Buffer.concat(await stream.toArray());
}

function encodingOf(content: Buffer): string | undefined {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return content.includes(0) ? undefined : 'utf-8';
}

/** Whether a text looks cut off: the last line of a table has its end, and JSON closes what it opened. */
function isUnfinished(content: Buffer): boolean {
  const end = content.toString('latin1', Math.max(0, content.length - 256)).replaceAll('\0', '');
  return !/[\r\n\]}]\s*$/.test(end);
}
