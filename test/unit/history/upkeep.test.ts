import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { Upkeep } from '../../../src-main/engine/history/upkeep.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { limitOf } from '../../support/records/flows.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';

const mebibyte = 2 ** 20;
const kept = { pairs: Infinity, windowPairs: Infinity, windows: Infinity, alerts: 0, bytes: Infinity };

/** A data folder with so many MiB of alerts that are to be kept no longer, and its upkeep. */
class FullFolder {
  readonly temporary = new TemporaryFolder();
  readonly folder = DataFolder.lock(this.temporary.path);
  readonly upkeep: Upkeep;

  constructor(megabytes: number) {
    const series = this.folder.series.open('live|lo', { sizeMs: 10_000, slideMs: 10_000 }, epochMs(0));
    const pair = { source: '10.0.0.1', destination: '10.0.0.2', bytes: 1, packets: 1 };
    const limit = limitOf('max', 1, { effectiveMs: epochMs(0) });
    const alert = {
      ...{ state: 'resolved' as const, subject: ofLimit(limit), ...episodeIn(0, 10_000, 5) },
      ...{ resolveReason: 'within' as const, atMs: epochMs(20_000), firedMs: epochMs(10_000) },
      topPairs: Array.from({ length: 20_000 }, () => pair),
    };
    for (let i = 0; this.size < megabytes * mebibyte; i += 1)
      this.folder.alerts.save(series.id, { ...alert, id: String(i) });
    this.upkeep = new Upkeep(this.folder, series, systemClock);
  }

  /** Bytes of the file. */
  get size(): number {
    this.folder.connection.pragma('wal_checkpoint(TRUNCATE)');
    return statSync(join(this.temporary.path, 'streamchecker.db')).size;
  }

  [Symbol.dispose](): void {
    this.folder.dispose();
    this.temporary[Symbol.dispose]();
  }
}

it('gives the disk back what the history took that was deleted', async () => {
  using full = new FullFolder(30);
  while (await full.upkeep.step(kept));
  expect(full.size).toBeLessThan(20 * mebibyte);
});

it('ends where a database that an older version made large gives nothing back', async () => {
  using full = new FullFolder(30);
  full.folder.connection.pragma('auto_vacuum = NONE');
  full.folder.connection.exec('VACUUM');
  while (await full.upkeep.step(kept));
  expect(full.size).toBeGreaterThan(25 * mebibyte);
});
