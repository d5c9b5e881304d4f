import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { ethernet, etherTypes, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';

const headerBytes = 24;
const packetAt = (seconds: number): Buffer =>
  pcapFile([{ seconds, data: ethernet(etherTypes.ipv4, ipv4({ totalLength: 100 })) }]).subarray(headerBytes);

it('tells windows while a capture goes on through a pipe, and ends on Ctrl-C with what was read', async () => {
  using folder = new TemporaryFolder();
  const pipe = folder.file('pipe');
  execFileSync('mkfifo', [pipe]);
  const run = new CommandLine(['replay', pipe, '--window', '5s', '--lateness', '1s', '--format', 'json']);
  const capture = createWriteStream(pipe);
  capture.write(pcapFile([]));
  for (const seconds of [100, 101, 106, 112]) capture.write(packetAt(seconds));
  await expect.poll(() => run.windows().length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(run.windows()[0]).toMatchObject({ packets: 2, bytes: 200 });
  run.process.kill('SIGINT');
  expect(await run.end(), run.errors).toBe(0);
  expect(run.summary()).toMatchObject({ records: 4, ip: 4 });
  expect(run.windows().reduce((sum, { packets }) => sum + packets, 0)).toBe(4);
  capture.destroy();
});
