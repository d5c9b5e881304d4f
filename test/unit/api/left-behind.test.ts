import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { withinMemory } from '../../../src-main/engine/alerts/alert-machine.ts';
import { endLeftBehind } from '../../../src-main/engine/api/left-behind.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import type { Series } from '../../../src-main/engine/store/series-repository.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';
import { limitOf } from '../../support/records/flows.ts';
import { checkpointOf } from '../../support/store/checkpoints.ts';

let dataDir: string;
let folder: DataFolder;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'streamchecker-left-behind-'));
  folder = DataFolder.lock(dataDir);
  folder.outbox.begin([{ name: 'record', isRecord: true }]);
});

afterEach(() => {
  folder.dispose();
  rmSync(dataDir, { recursive: true });
});

const open = (name: string): Series => folder.series.open(name, { sizeMs: 10, slideMs: 10 }, epochMs(0));

/** An alert fires in a series. */
function fire(series: Series, id: string): void {
  const alert: AlertTransition = {
    ...{ id, state: 'firing', subject: ofLimit(limitOf('max', 5)), ...episodeIn(0, 10, 7) },
    ...{ topPairs: [], atMs: epochMs(9), firedMs: epochMs(9) },
  };
  folder.checks(series, true).commit(
    checkpointOf({
      alerts: [alert],
      memories: new Map([['max|||', { ...withinMemory, firing: id, breachMs: epochMs(0) }]]),
    }),
  );
}

const told = (): string[] =>
  folder.outbox.since(0, 99).map(({ kind, id, resolveReason }) => `${kind} ${id} ${resolveReason}`);

it('alerts of settings that were left are ended, with the reason, and told once', () => {
  const [left, now, file] = [open('live|eth0'), open('live|lo'), open('replay|a.pcap')];
  fire(left, 'a1');
  fire(now, 'b1');
  fire(file, 'c1');
  const before = told();
  endLeftBehind(folder, now, epochMs(50));
  endLeftBehind(folder, now, epochMs(60));
  expect(told().slice(before.length)).toEqual(['resolved a1 series-left']);
  expect(folder.alerts.newest(left.id, 9, epochMs(70))).toMatchObject([
    { id: 'a1', state: 'resolved', observed: 7, windows: 1, resolvedBy: null, atMs: 50 },
  ]);
  for (const series of [now, file])
    expect(folder.alerts.newest(series.id, 9, epochMs(70))).toMatchObject([{ state: 'firing' }]);
});

it('who goes back to settings that were left begins with alerts that can fire', () => {
  const left = open('live|eth0');
  fire(left, 'a1');
  endLeftBehind(folder, open('live|lo'), epochMs(50));
  const { firing, memories } = folder.checks(left, true).restore();
  expect([firing, memories.get('max|||')]).toEqual([[], withinMemory]);
});
