import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { StreamMeter } from '../../../src-main/engine/log/stream-meter.ts';

const offsets = (...of: [number, number][]): ReadonlyMap<number, number> => new Map(of);

describe('the stream meter', () => {
  it('says how far the reader is behind, partition by partition', () => {
    const { partitions } = new StreamMeter().look(
      offsets([1, 7], [0, 5]),
      offsets([0, 2], [2, 4]),
      epochMs(0),
    );
    expect(partitions).toEqual([
      { partition: 0, position: 2, end: 5, lag: 3 },
      { partition: 1, position: 0, end: 7, lag: 7 },
      { partition: 2, position: 4, end: null, lag: null },
    ]);
  });

  it('knows by what was read that more was published than at the newest look', () => {
    const { partitions } = new StreamMeter().look(offsets([0, 5]), offsets([0, 9]), epochMs(0));
    expect(partitions).toEqual([{ partition: 0, position: 9, end: 9, lag: 0 }]);
  });

  it('tells records a second since the look before, and keeps its word between quick looks', () => {
    const meter = new StreamMeter();
    meter.look(offsets([0, 1_000]), offsets([0, 400]), epochMs(0));
    const second = meter.look(offsets([0, 3_000]), offsets([0, 1_400]), epochMs(2_000));
    expect(second).toMatchObject({ publishedPerSecond: 1_000, readPerSecond: 500 });
    expect(meter.look(offsets([0, 9_000]), offsets([0, 1_400]), epochMs(2_100))).toMatchObject({
      ...{ publishedPerSecond: 1_000, readPerSecond: 500 },
    });
  });

  it('starts at nothing, and takes no offset set back for a rate', () => {
    const meter = new StreamMeter();
    expect(meter.look(offsets([0, 9]), offsets([0, 9]), epochMs(0))).toMatchObject({ readPerSecond: 0 });
    expect(meter.look(offsets([0, 0]), offsets([0, 0]), epochMs(1_000))).toMatchObject({ readPerSecond: 0 });
  });

  it('counts what the producer counts, where that is told', () => {
    const meter = new StreamMeter();
    meter.look(new Map(), new Map(), epochMs(0), 10);
    expect(meter.look(new Map(), new Map(), epochMs(1_000), 60)).toMatchObject({ publishedPerSecond: 50 });
  });
});
