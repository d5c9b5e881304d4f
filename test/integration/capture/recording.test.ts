import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Recording } from '../../../scripts/dev/recorded-frames.ts';
import { writeRecording } from '../../../scripts/dev/recording.ts';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { HelperDecoder } from '../../../src-main/engine/capture/helper-decoder.ts';
import type { FlowsFrame, StatsFrame } from '../../../src-main/engine/capture/helper-protocol.ts';
import { etherTypes, ethernet, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';
import { CaptureFolder } from '../../support/packets/pcap-replay.ts';

const intervalMs = 1000;
const startMs = 1_800_000_000_400;

function framesOf(bytes: Buffer): { flows: FlowsFrame[]; stats: StatsFrame[] } {
  const all = [...new HelperDecoder().decode(bytes)];
  return {
    flows: all.filter((frame) => frame.type === 'flows'),
    stats: all.filter((frame) => frame.type === 'stats'),
  };
}

const sum = <One>(all: readonly One[], of: (one: One) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

describe('a recording in place of live traffic', () => {
  const folder = new CaptureFolder();
  afterAll(() => folder.remove());

  const readWhole = (file: string): Buffer => spawnSync(findHelper(), ['--read', file]).stdout;
  const open = (told: Buffer): Recording => new Recording(told, { intervalMs, name: 'recording', startMs });

  it('repeats each packet of the file as often as it passes, in the present', () => {
    const file = join(folder.path, 'made.pcap');
    writeRecording(file);
    const told = readWhole(file);
    const whole = framesOf(told);
    const recording = open(told);
    const parts = Array.from({ length: 3 * 60 * 2 }, (_, i) => recording.upTo(startMs + (i + 1) * 500));
    const { flows, stats } = framesOf(Buffer.concat([recording.opening, ...parts]));
    expect(sum(flows, ({ bytes }) => bytes)).toBe(3 * sum(whole.flows, ({ bytes }) => bytes));
    expect(sum(stats, ({ records }) => records)).toBe(3 * sum(whole.stats, ({ records }) => records));
    expect(flows.every(({ fromMs }) => fromMs % intervalMs === 0)).toBe(true);
    expect(flows[0]!.fromMs).toBe(1_800_000_000_000);
  });

  it('covers the time without a gap, and never time whose packets are still to come', () => {
    const file = join(folder.path, 'made.pcap');
    writeRecording(file);
    const recording = open(readWhole(file));
    let toldMs = 1_800_000_000_000;
    for (let nowMs = startMs + 500; nowMs < startMs + 70_000; nowMs += 500) {
      const { flows, stats } = framesOf(recording.upTo(nowMs));
      expect(stats.map(({ fromMs, dropsKnown }) => [fromMs, dropsKnown])).toEqual([[toldMs, true]]);
      toldMs = stats[0]!.toMs;
      expect(flows.every(({ fromMs }) => fromMs + intervalMs <= toldMs)).toBe(true);
      expect(toldMs).toBeLessThanOrEqual(nowMs);
    }
  });

  it('counts what is not IP once a repetition', () => {
    const frame = (seconds: number, type: number) => ({ data: ethernet(type, ipv4()), seconds });
    const file = join(folder.path, 'arp.pcap');
    writeFileSync(
      file,
      pcapFile([frame(0, etherTypes.ipv4), frame(1, etherTypes.arp), frame(2, etherTypes.ipv4)]),
    );
    const { stats } = framesOf(open(readWhole(file)).upTo(startMs + 9_000));
    expect(stats.map(({ records, ip, nonIp }) => ({ records, ip, nonIp }))).toEqual([
      { records: 9, ip: 6, nonIp: 3 },
    ]);
  });

  it('tells that nothing passes where the file holds nothing', () => {
    const file = join(folder.path, 'empty.pcap');
    writeFileSync(file, pcapFile([]));
    const { flows, stats } = framesOf(open(readWhole(file)).upTo(startMs + 5_000));
    expect([flows.length, sum(stats, ({ records }) => records)]).toEqual([0, 0]);
    rmSync(file);
  });
});
