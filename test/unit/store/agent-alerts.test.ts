import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Checkpoint } from '../../../src-main/engine/alerts/check-store.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { checkpointOf } from '../../support/store/checkpoints.ts';
import { episodeIn, ofAgent, scopeOf } from '../../support/store/episodes.ts';

let dataDir: string;
let folder: DataFolder;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'streamchecker-agent-alerts-'));
  folder = DataFolder.lock(dataDir);
  folder.outbox.begin([{ name: 'record', isRecord: true }]);
});

afterEach(() => {
  folder.dispose();
  rmSync(dataDir, { recursive: true });
});

const silent: AlertTransition = {
  ...{ id: 'a1', state: 'firing', subject: ofAgent('office'), ...episodeIn(0, 10, 0) },
  ...{ topPairs: [], atMs: epochMs(40), firedMs: epochMs(40) },
};

it('the alert of a silent agent is stored, listed, told and restored as it is', () => {
  const series = folder.series.open('live|lo', { sizeMs: 10, slideMs: 10 }, epochMs(0));
  folder.checks(series, true).commit(checkpointOf({ alerts: [silent] }));
  expect(folder.checks(series, true).restore().firing).toMatchObject([silent]);
  expect(folder.alerts.newest(series.id, 9, epochMs(50))).toMatchObject([silent]);
  expect(folder.outbox.since(0, 9)).toMatchObject([{ kind: 'firing', subject: ofAgent('office') }]);
});

it('a mute of its agent keeps it from people, and no mute of a limit does', () => {
  const series = folder.series.open('live|lo', { sizeMs: 10, slideMs: 10 }, epochMs(0));
  folder.mutes.add(scopeOf({ limitName: 'max' }), null, epochMs(0));
  folder.checks(series, true).commit(checkpointOf({ alerts: [silent] }));
  const mute = folder.mutes.add(scopeOf({ agent: 'office' }), null, epochMs(0));
  expect(folder.mutes.list(epochMs(0))).toMatchObject([{ agent: null }, { agent: 'office' }]);
  folder.checks(series, true).commit(checkpointOf({ alerts: [{ ...silent, id: 'a2' }] }));
  expect(folder.outbox.since(0, 9).map(({ suppressed }) => suppressed)).toEqual([null, 'muted']);
  expect(folder.alerts.firingHandling(series.id, epochMs(0))).toMatchObject([
    { id: 'a1', muted: true },
    { id: 'a2', muted: true },
  ]);
  folder.mutes.remove(mute.id);
  expect(folder.alerts.firing(series.id, epochMs(0))).toMatchObject([{ muted: false }, { muted: false }]);
});

it('a mute that names an agent and a limit is refused', () => {
  for (const parts of [{ limitName: 'max' }, { source: '10.0.0.1' }, { destination: '10.0.0.1' }] as const)
    expect(() => folder.mutes.add(scopeOf({ agent: 'office', ...parts }), null, epochMs(0))).toThrow(
      'A mute covers an agent or limits, not both',
    );
});

it('of one that ends, its end alone is stored where all else is, and else what it had become, too', () => {
  const series = folder.series.open('live|lo', { sizeMs: 10, slideMs: 10 }, epochMs(0));
  const commit = (parts: Partial<Checkpoint>): void =>
    folder.checks(series, true).commit(checkpointOf(parts));
  const resolvedBy = { window: { startMs: epochMs(20), endMs: epochMs(30) }, observed: 1 };
  const end = { state: 'resolved', resolveReason: 'agent-back', atMs: epochMs(90), resolvedBy } as const;
  const grown = { ...silent, ...episodeIn(0, 10, 0), windows: 3, ...end };
  const stored = () => folder.alerts.find('a1', epochMs(99));
  commit({ alerts: [silent] });
  commit({ alerts: [grown] });
  expect(stored()).toMatchObject({ ...silent, ...end });
  commit({ alerts: [grown], grown: [grown] });
  expect(stored()).toMatchObject(grown);
});
