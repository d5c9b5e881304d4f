import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultNetworks } from '../../../src-main/common/home-networks.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { ReplayProgress } from '../../../src-main/common/model/replay.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { startReplay } from '../../../src-main/engine/run/replay-session.ts';
import { ethernet, etherTypes, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';

const minute = 60;

describe('a replay that is looked at', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'streamchecker-session-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = (files: readonly string[], networks = defaultNetworks) =>
    startReplay({
      ...{ windowMs: 60_000, slideMs: 60_000, latenessMs: 10_000, intervalMs: 1_000 },
      ...{ filter: '', sources: [], destinations: [], rules: plainRules, networks },
      ...{ files, dataDir: join(folder, 'replay'), limitsSource: null, limitsDir: join(folder, 'live') },
    });

  const packet = (seconds: number, totalLength: number, source = '192.0.2.1') => ({
    seconds,
    data: ethernet(etherTypes.ipv4, ipv4({ source, totalLength })),
  });

  const file = async (name: string, content: Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  const ended = async (session: Awaited<ReturnType<typeof start>>): Promise<ReplayProgress> => {
    const { promise, resolve } = Promise.withResolvers<ReplayProgress>();
    session.api.onProgressed((progress) => {
      if (progress.state !== 'reading') resolve(progress);
    });
    return promise;
  };

  it('answers for its windows, judged by the limits of their time, and leaves the live history alone', async () => {
    const limit: Limit = {
      ...{ name: 'max', value: 1_000, effectiveMs: epochMs(10 * minute * 1000) },
      ...{ source: null, destination: null, windowSeconds: null },
    };
    const before = DataFolder.lock(join(folder, 'live'));
    before.limits.replace([limit], { kind: 'import', origin: 'limits.json' }, epochMs(0));
    before.dispose();
    const records = [packet(5 * minute, 1_500), packet(11 * minute, 900), packet(12 * minute, 1_200)];
    const path = await file('office.pcap', pcapFile(records));
    const session = await start([path]);
    expect(await ended(session)).toMatchObject({
      ...{ state: 'done', files: [path], problem: null, totals: { ip: 3 } },
      span: { startMs: 5 * minute * 1000, endMs: 13 * minute * 1000 },
    });
    const { api } = session;
    const all = { fromMs: 0, toMs: 10_000_000, count: 100 };
    const windows = (await api.listWindows(all)).filter(({ bytes }) => bytes > 0);
    expect(windows.map(({ bytes, status }) => [bytes, status])).toEqual([
      [1_500, 'unchecked'],
      [900, 'within'],
      [1_200, 'above'],
    ]);
    expect((await api.listBreaches()).map(({ observed }) => observed)).toEqual([1_200]);
    const page = { order: 'bytes', descending: true, filter: '', offset: 0, count: 10 } as const;
    expect(await api.listPairs({ startMs: windows[2]!.startMs, ...page })).toMatchObject({ bytes: 1_200 });
    await session.stop();
    const live = DataFolder.read(join(folder, 'live'))!;
    expect(live.series.newest()).toBeUndefined();
    live.dispose();
  });

  it('judges by its groups and home networks, and leaves those of live traffic in its folder', async () => {
    const office: Limit = {
      ...{ name: 'max', value: 1_000, effectiveMs: epochMs(0), windowSeconds: null },
      ...{ source: '@office', destination: null, direction: 'out' },
    };
    const limits = DataFolder.lock(join(folder, 'live'));
    limits.limits.replace([office], { kind: 'import', origin: 'limits.json' }, epochMs(0));
    limits.dispose();
    const kept = { home: ['203.0.113.0/24'], groups: { branch: ['203.0.113.0/28'] } };
    const before = DataFolder.lock(join(folder, 'replay'));
    before.series.open('live|auto', { sizeMs: 60_000, slideMs: 60_000 }, epochMs(0));
    before.networks.note(kept, []);
    before.dispose();
    const networks = { home: ['192.0.2.0/24'], groups: { office: ['192.0.2.0/24'] } };
    const path = await file('office.pcap', pcapFile([packet(5 * minute, 1_500), packet(6 * minute, 900)]));
    const session = await start([path], networks);
    expect((await ended(session)).state).toBe('done');
    expect((await session.api.listBreaches()).map(({ observed }) => observed)).toEqual([1_500]);
    await session.stop();
    const after = DataFolder.read(join(folder, 'replay'))!;
    expect(after.networks.named.known).toMatchObject(kept);
    after.dispose();
  });

  it('tells how far it is, and keeps what it read when it is cancelled', async () => {
    const records = Array.from({ length: 200_000 }, (_, i) =>
      packet(i >> 11, 100, `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`),
    );
    const part = pcapFile(records);
    const content = Buffer.concat([part, ...Array<Buffer>(19).fill(part.subarray(24))]);
    const path = await file('large.pcap', content);
    const session = await start([path]);
    const seen: ReplayProgress[] = [];
    session.api.onProgressed((progress) => {
      seen.push(progress);
      if (progress.readBytes > 0) void session.api.cancel();
    });
    const last = await ended(session);
    expect(last).toMatchObject({ state: 'cancelled', totalBytes: content.length });
    expect(last.readBytes).toBeGreaterThan(0);
    expect(last.readBytes).toBeLessThan(last.totalBytes!);
    await session.stop();
  });

  it('says what is wrong with a file, and shows its good part', async () => {
    const whole = pcapFile([packet(0, 100), packet(1, 100)]);
    const session = await start([await file('cut.pcap', whole.subarray(0, whole.length - 10))]);
    const last = await ended(session);
    expect(last).toMatchObject({ state: 'done', totals: { ip: 1 } });
    expect(last.warnings).toEqual([expect.stringMatching(/cut\.pcap: it ends in the middle/)]);
    await session.stop();
  });

  it('refuses what is not a capture file, and what is not there', async () => {
    const session = await start([await file('notes.txt', Buffer.from('no capture at all, but a text'))]);
    expect(await ended(session)).toMatchObject({ state: 'failed', problem: { code: 'capture/bad-file' } });
    await session.stop();
    await rm(join(folder, 'replay'), { recursive: true });
    await expect(start([join(folder, 'none.pcap')])).rejects.toMatchObject({ code: 'capture/bad-file' });
  });
});
