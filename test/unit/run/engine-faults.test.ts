import { describe, expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { EngineFaults } from '../../../src-main/engine/run/engine-faults.ts';

const full = new MonitorError('store/not-writable', 'There is no room left', { retriable: true });

/** A folder with as much room as is set. */
class Folder {
  hasRoom = false;
  tries = 0;
  explain = (thrown: unknown): MonitorError => MonitorError.from(thrown);

  tryWriting(): void {
    this.tries += 1;
    if (!this.hasRoom) throw full;
  }
}

const idsOf = (faults: EngineFaults): string[] => faults.problems.map(({ id }) => id);

describe('faults of the engine', () => {
  it('of the store stand until it can be written, whatever the step says that failed', () => {
    const folder = new Folder();
    const faults = new EngineFaults(folder);
    faults.look(0);
    expect(folder.tries).toBe(0);
    faults.failed('drain', full);
    faults.works('drain');
    faults.look(1_000);
    expect(idsOf(faults)).toEqual(['store/store/not-writable']);
    folder.hasRoom = true;
    faults.look(2_000);
    expect(idsOf(faults)).toEqual([]);
  });

  it('lead to one attempt a second to write', () => {
    const folder = new Folder();
    const faults = new EngineFaults(folder);
    faults.failed('append', full);
    for (let now = 0; now < 3_000; now += 250) faults.look(now);
    expect(folder.tries).toBe(3);
  });

  it('of other kinds stand until the step goes well', () => {
    const faults = new EngineFaults(new Folder());
    faults.failed('trim', new Error('odd'));
    faults.works('drain');
    expect(idsOf(faults)).toEqual(['engine/internal/trim']);
    faults.works('trim');
    expect(idsOf(faults)).toEqual([]);
  });
});
