import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { Alerting } from '../../../src-main/engine/api/alerting.ts';
import { type RecordReceiver, taken } from '../../../src-main/engine/notify/delivery-stage.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { limitOf } from '../../support/records/flows.ts';
import { checkpointOf } from '../../support/store/checkpoints.ts';

let dataDir: string;
let folder: DataFolder;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'streamchecker-alerting-'));
  folder = DataFolder.lock(dataDir);
});
afterEach(() => {
  folder.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

it('a breach is delivered while the database is locked, and once', async () => {
  const told: string[] = [];
  const receiver: RecordReceiver = {
    ...{ name: 'record', isRecord: true },
    deliver: ({ id, kind, sequence }) => {
      told.push(`${kind} ${id} ${sequence > 0 ? 'stored' : 'not stored'}`);
      return Promise.resolve(taken);
    },
  };
  const series = folder.series.open('live', { sizeMs: 10, slideMs: 10 }, epochMs(0));
  const settings = {
    ...{ desktop: true },
    alerts: { channels: [], repeatMs: null, warnPercent: 80, tellsWarnings: false },
  };
  const clock = new FakeClock(1_000);
  const alerting = new Alerting({ folder, series, settings, receivers: [receiver], clock });
  const alert = (parts: Partial<AlertTransition> = {}): AlertTransition => ({
    ...{ id: 'a1', state: 'firing', subject: ofLimit(limitOf('max', 5)), ...episodeIn(0, 10, 7) },
    ...{ topPairs: [], atMs: epochMs(9), firedMs: epochMs(9) },
    ...parts,
  });
  const commit = (stored: AlertTransition): void =>
    folder.checks(series, true).commit(checkpointOf({ alerts: [stored] }));

  const other = DataFolder.share(dataDir);
  folder.connection.pragma('busy_timeout = 0');
  other.connection.exec('BEGIN IMMEDIATE');
  expect(() => commit(alert())).toThrow(/locked/);
  alerting.tellUnstored([alert()]);
  await expect.poll(() => told).toEqual(['firing a1 not stored']);
  expect(await alerting.fetchForDesktop()).toMatchObject([{ id: 'a1', sequence: -1 }]);
  // The next attempt fails, too: nothing is told again.
  alerting.tellUnstored([alert()]);
  other.connection.exec('ROLLBACK');
  other.dispose();
  alerting.fetchedForDesktop(-1);

  // Read again, it has another id.
  commit(alert({ id: 'a2' }));
  commit(alert({ id: 'a2', state: 'resolved' }));
  alerting.look();
  await expect.poll(() => told).toEqual(['firing a1 not stored', 'resolved a2 stored']);
  expect(await alerting.fetchForDesktop()).toMatchObject([{ id: 'a2', kind: 'resolved' }]);
  await alerting.stop();
});
