import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { etherTypes, ethernet, ipv4, pcapFile, type PcapRecord } from '../../support/packets/pcap-writer.ts';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { killHard } from '../../support/process/kill-hard.ts';
import { random } from '../../support/process/random.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Many pairs over many windows: some seconds of work for the engine. */
function largeCapture(): Buffer {
  const below = random(7);
  const records: PcapRecord[] = [];
  for (let i = 0; i < 400_000; i += 1) {
    const source = `10.${below(8)}.${below(256)}.${below(256)}`;
    const ip = ipv4({ source, destination: `10.9.0.${below(50)}`, totalLength: 20 + below(1400), rest: 0 });
    records.push({ seconds: 1_700_000_000 + Math.floor(i / 100), data: ethernet(etherTypes.ipv4, ip) });
  }
  return pcapFile(records);
}

/** Process ids of the children of a process, as the system tells them. */
function childrenOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

describe('kill -9', () => {
  it('of the engine or the helper, over and over while replaying, changes no total', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('large.pcap');
    writeFileSync(file, largeCapture());
    const limits = folder.file('limits.json');
    writeFileSync(limits, '[{"limit_name":"max","limit_value":4200000,"effective_date":"2020-01-01"}]');
    const args = ['replay', file, '--window', '60', '--pairs', 'all', '--format', 'json', '--limits', limits];
    const whole = await runCli(...args);
    expect(whole.status).toBe(0);

    const below = random(11);
    const restarted = [...args, '--data-dir', folder.file('data')];
    let kills = 0;
    let run = new CommandLine(restarted);
    for (let i = 0; i < 12 && run.isRunning(); i += 1) {
      await sleep(120 + below(400));
      const children = childrenOf(run.process.pid!);
      if (i % 2 === 0 && children.length > 0) {
        kills += Number(killHard(children[0]!));
        await sleep(below(300));
      }
      if (run.isRunning()) {
        kills += Number(killHard(run.process.pid!));
        await run.end();
        run = new CommandLine(restarted);
      }
    }
    expect(await run.end(), run.errors).toBe(0);
    expect(kills).toBeGreaterThan(5);
    const totals = (of: CommandLine): unknown[] =>
      of
        .windows()
        .map(({ start, bytes, packets, pairs, status }) => ({ start, bytes, packets, pairs, status }));
    expect(totals(run)).toEqual(totals(whole));
    expect(run.summary()).toEqual(whole.summary());
    const ids = (of: CommandLine): string[] =>
      [...new Set(of.alerts().map(({ window }) => window.start))].sort();
    expect(ids(run).length).toBeGreaterThan(0);
  });
});
