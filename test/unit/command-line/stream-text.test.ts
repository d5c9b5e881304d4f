import { expect, it } from 'vitest';
import type { SpoolStatus, StreamStatus } from '../../../src-main/common/model/stream.ts';
import { inEnglish } from '../../../src-main/common/phrases/say.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { leftText, streamLines } from '../../../src-main/command-line/stream-text.ts';

const stream = (spool: Partial<SpoolStatus> | null): StreamStatus => ({
  ...{ kind: 'kafka', state: 'disconnected', brokers: ['kafka1:9092'], topic: 'traffic', heldBack: 0 },
  ...{ publishedPerSecond: 0, readPerSecond: 0, partitions: [], problem: null, group: null },
  spool: spool && { records: 0, bytes: 0, oldestMs: null, droppedPackets: 0, ...spool },
});

const wordsOf = (spool: Partial<SpoolStatus>): string => inEnglish(leftText(stream(spool))!);

it('says at the end of a run what the brokers have not taken', () => {
  expect(wordsOf({ records: 1_234, bytes: 9, oldestMs: epochMs(0) })).toBe(
    '1,234 records wait in the spool: kafka1:9092 did not take them; the next run sends them',
  );
  expect(wordsOf({ records: 1 })).toMatch(/^1 record waits in the spool/);
  expect([leftText(stream({})), leftText(stream(null))]).toEqual([undefined, undefined]);
});

it('says who notifies for a group of several', () => {
  const linesOf = (role: 'active' | 'standby' | 'joining', standbys: number, active: string | null = null) =>
    streamLines({ ...stream(null), group: { name: 'g', role, active, standbys } }, epochMs(0)).slice(1);
  expect(linesOf('active', 0)).toEqual([]);
  expect(linesOf('active', 1)).toEqual(['notifies for the group g, with 1 standby']);
  expect(linesOf('standby', 1, 'alpha')).toEqual(['standby: alpha notifies for the group g']);
  expect(linesOf('standby', 1)).toEqual(['standby: another checker notifies for the group g']);
  expect(linesOf('joining', 0)).toEqual(['joining the group g: nobody is notified from here yet']);
});
