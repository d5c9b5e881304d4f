import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { etherTypes, ethernet, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';

/** One line on standard error, no stack. */
const oneLine = (pattern: RegExp): unknown =>
  expect.stringMatching(new RegExp(`^streamchecker: [^\\n]*${pattern.source}[^\\n]*\\n$`));

const frame = ethernet(etherTypes.ipv4, ipv4({ totalLength: 100 }));

describe('bad input', () => {
  it.runIf(mayCapture).each([
    ['an unknown interface', ['--interface', 'nope0'], /no interface named "nope0".*lo/],
    ['a bad filter', ['--interface', 'lo', '--filter', 'udp prot 5'], /filter "udp prot 5".*syntax error/],
  ])('refuses %s with status 1 and says what to do', async (_name, args, message) => {
    using folder = new TemporaryFolder();
    const run = await runCli('monitor', ...args, '--data-dir', folder.file('data'), '--duration', '5s');
    expect(run.status).toBe(1);
    expect(run.errors).toEqual(oneLine(message));
    expect(run.lines).toEqual([]);
  });

  it.runIf(mayCapture)('says how to be permitted to capture', async () => {
    using folder = new TemporaryFolder();
    chmodSync(folder.path, 0o777);
    const run = new CommandLine(
      ['monitor', '--interface', 'lo', '--data-dir', folder.file('data'), '--duration', '5s'],
      {
        // Root without the capability: the checkout may lie where another user may not go.
        command: ['setpriv', '--bounding-set=-net_raw,-net_admin', '--inh-caps=-net_raw,-net_admin'],
      },
    );
    expect(await run.end()).toBe(1);
    expect(run.errors).toEqual(oneLine(/May not capture on lo\. Give .* the capability CAP_NET_RAW/));
  });

  it.each([
    ['text', Buffer.from('this is not a capture file\n'), /not a capture file/],
    ['nothing', Buffer.alloc(0), /not a capture file/],
    ['a capture compressed with bzip2', Buffer.from('BZh91AY&SY'), /it is compressed with bzip2; unpack it/],
    ['nothing, compressed', gzipSync(Buffer.alloc(100)), /not a capture file/],
  ])('refuses a file that holds %s', async (_name, content, message) => {
    using folder = new TemporaryFolder();
    writeFileSync(folder.file('x.pcap'), content);
    const run = await runCli('replay', folder.file('x.pcap'), '--format', 'json');
    expect(run.status).toBe(1);
    expect(run.errors).toEqual(oneLine(message));
    expect(run.lines).toEqual([]);
  });

  it('refuses a file that is not there', async () => {
    const run = await runCli('replay', '/nowhere/x.pcap');
    expect(run.status).toBe(1);
    expect(run.errors).toEqual(oneLine(/does not exist/));
  });

  it('counts what was read of a file that ends in the middle of a packet, with a warning and status 0', async () => {
    using folder = new TemporaryFolder();
    const whole = pcapFile([1, 2, 3].map((seconds) => ({ seconds: 1_700_000_000 + seconds, data: frame })));
    writeFileSync(folder.file('cut.pcap'), whole.subarray(0, whole.length - 5));
    const run = await runCli('replay', folder.file('cut.pcap'), '--format', 'json');
    expect(run.status).toBe(0);
    expect(run.errors).toEqual(oneLine(/middle of a packet/));
    expect(run.windows().map(({ bytes, packets }) => [bytes, packets])).toEqual([[200, 2]]);
    expect(run.summary()).toMatchObject({ records: 2, ip: 2 });
  });

  const threePackets = pcapFile(
    [1, 2, 3].map((second) => ({ seconds: 1_700_000_000 + second, data: frame })),
  );

  it('replays standard input, and says so of its end', async () => {
    const input = threePackets.subarray(0, -5);
    const run = new CommandLine(['replay', '-', '--format', 'json'], { input });
    expect(await run.end()).toBe(0);
    expect(run.errors).toEqual(oneLine(/standard input: it ends in the middle of a packet/));
    expect(run.windows().map(({ bytes, packets }) => [bytes, packets])).toEqual([[200, 2]]);
  });

  it('refuses an empty standard input', async () => {
    const run = new CommandLine(['replay', '-'], { input: Buffer.alloc(0) });
    expect(await run.end()).toBe(1);
    expect(run.errors).toEqual(oneLine(/standard input: not a capture file/));
  });

  it('replays a named pipe, each time anew', async () => {
    using folder = new TemporaryFolder();
    const pipe = folder.file('pipe');
    execFileSync('mkfifo', [pipe]);
    for (const count of [3, 1]) {
      const run = new CommandLine(
        ['replay', pipe, '--data-dir', folder.file('data')].concat(['--format', 'json']),
      );
      await writeFile(pipe, threePackets.subarray(0, 24 + count * (16 + frame.length)));
      expect(await run.end(), run.errors).toBe(0);
      expect(run.windows().map(({ packets }) => packets)).toEqual([count]);
    }
  });

  it('finds nothing with a filter that matches nothing', async () => {
    using folder = new TemporaryFolder();
    writeFileSync(folder.file('x.pcap'), threePackets);
    const run = await runCli('replay', folder.file('x.pcap'), '--filter', 'tcp port 1', '--format', 'json');
    expect([run.status, run.errors, run.windows()]).toEqual([0, '', []]);
    expect(run.summary()).toMatchObject({ records: 0, ip: 0 });
  });

  it('names each bad row of a limits file, and applies nothing', async () => {
    using folder = new TemporaryFolder();
    const data = folder.file('data');
    const good = [{ limit_name: 'max', limit_value: 10, effective_date: '2020-01-01' }];
    const bad = [
      ...good,
      { limit_name: 'max', limit_value: -1, effective_date: '2021-01-01' },
      { limit_name: 'max', limit_value: 0.5, effective_date: '2021-01-02' },
      { limit_name: 'min', limit_value: 2 ** 53, effective_date: '2021-01-01' },
      { limit_name: 'avg', limit_value: 1, effective_date: '2021-02-30' },
    ];
    writeFileSync(folder.file('good.json'), JSON.stringify(good));
    writeFileSync(folder.file('bad.json'), JSON.stringify(bad));
    expect((await runCli('limits', 'import', folder.file('good.json'), '--data-dir', data)).status).toBe(0);
    for (const verb of [
      ['import', folder.file('bad.json'), '--data-dir', data],
      ['validate', folder.file('bad.json')],
    ]) {
      const run = await runCli('limits', ...verb);
      expect(run.status).toBe(1);
      for (const row of [2, 3, 4, 5]) expect(run.errors).toMatch(new RegExp(`row ${row}: `));
      expect(run.errors).not.toMatch(/row 1: /);
    }
    const list = await runCli('limits', 'list', '--data-dir', data, '--format', 'json');
    expect(list.lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        limit_name: 'max',
        limit_value: 10,
        effective_date: '2020-01-01T00:00:00.000Z',
      }),
    ]);
  });
});
