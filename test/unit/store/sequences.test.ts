import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { checkpointOf } from '../../support/store/checkpoints.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';

const day = 86_400_000;

it('forgets sequences of agents that have said nothing for a week of event time, and no others', () => {
  using temporary = new TemporaryFolder();
  const folder = DataFolder.lock(temporary.path);
  const series = folder.series.open('live', { sizeMs: 10, slideMs: 10 }, epochMs(0));
  const restored = (): string[] => [...folder.checks(series, false).restore().sequences.keys()].sort();
  const say = (agent: string, days: number): void =>
    folder
      .checks(series, false)
      .commit(checkpointOf({ sequences: new Map([[agent, 5]]), newestMs: epochMs(days * day) }));
  say('old|1|0', 1);
  say('young|1|0', 3);
  say('ada|1|0', 9);
  expect(restored()).toEqual(['ada|1|0', 'young|1|0']);
  say('ada|1|0', 9);
  expect(folder.connection.prepare('SELECT count(*) FROM sequences').pluck().get()).toBe(2);
  folder.dispose();
});
