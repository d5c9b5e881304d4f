import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { agentShare, agentTest, isShareExact } from '../../../src-main/common/agent-share.ts';
import { agentHistoryLines } from '../../../src-main/command-line/agent-text.ts';
import type { WindowSummary } from '../../../src-main/common/model/windows.ts';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { readAgentHistory } from '../../../src-main/engine/history/agent-history.ts';
import { EmbeddedLog } from '../../../src-main/engine/log/embedded-log.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { checkerOf } from '../../../src-main/engine/run/checking.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { agentStatuses } from '../../../src-main/engine/windows/agent-status.ts';
import { linesOf, TemporaryFolder } from '../../support/process/command-line.ts';
import { batchOf, flow } from '../../support/records/flows.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';

const windowMs = 60_000;
const startMs = Date.UTC(2026, 4, 4);
const windows = 30;
const agentCount = 100;
/** Twenty agents at each of five sites. */
const nameOf = (i: number): string => `site-${i % 5}-agent-${i}`;
/** What an agent records in the nth window. */
const bytesOf = (i: number, n: number): number => 1_000 * (i + 1) + n;
const settingsOf = (sizeMs: number, slideMs: number) => ({
  ...{ windowMs: sizeMs, slideMs, latenessMs: 0, intervalMs: 1_000, filter: '' },
  ...{ sources: [], destinations: [], rules: plainRules },
});
/** It says nothing of the last windows. */
const silent = 42;
const silentFrom = 25;

/** What one agent writes of one window: two records, and the mark behind them. */
function messagesOf(i: number, n: number, epoch = 1, farewell = false): LogMessage[] {
  const agent = nameOf(i);
  const fromMs = startMs + n * windowMs;
  const half = Math.floor(bytesOf(i, n) / 2);
  const record = (offset: number, bytes: number): LogMessage => ({
    ...{ kind: 'records', agent, epoch, firstSequence: 3 * n + offset },
    batch: batchOf(fromMs + offset * 1_000, [flow(`10.${i}.0.1`, '192.0.2.1', bytes, 1)]),
  });
  const span = spanOf(fromMs, fromMs + windowMs, { received: 2 });
  const mark = markOf(agent, 3 * n + 2, fromMs + windowMs, [span], { epoch, farewell });
  return [record(0, half), record(1, bytesOf(i, n) - half), { kind: 'mark', mark }];
}

/** A folder with what agents wrote minute by minute, but for some minutes; a hundred agents, unless told otherwise. */
async function fleetIn(
  path: string,
  { members = agentCount, sizeMs = windowMs, slideMs = windowMs, off = [] as readonly number[] } = {},
): Promise<void> {
  const folder = DataFolder.lock(path);
  const series = folder.series.open('live|fleet', { sizeMs, slideMs }, epochMs(startMs));
  const log = new EmbeddedLog(folder.log(series));
  const stream = {
    ...{ log, limits: () => [], newestChange: () => null, warnPercent: null },
    ...{ knownAt: <T>(eventMs: T) => eventMs, correctionMs: 86_400_000, coverage: 'marked' as const },
  };
  const checker = checkerOf(stream, folder.checks(series, false), series, settingsOf(sizeMs, slideMs));
  for (let n = 0; n < windows; n++) {
    if (off.includes(n)) continue;
    const agents = Array.from({ length: members }, (_, i) => i).filter((i) => i !== silent || n < silentFrom);
    await log.append(
      agents.flatMap((i) => messagesOf(i, n, off.some((one) => one < n) ? 2 : 1, off.includes(n + 1))),
    );
    await checker.drain();
  }
  checker.suspend();
  folder.dispose();
}

/** Of which no windows were let go of. */
const keptAll = <S extends object>(series: S): S & { readonly keptFromMs: null } => ({
  ...series,
  keptFromMs: null,
});

describe('what a hundred agents brought', () => {
  const opened: TemporaryFolder[] = [];
  afterEach(() => opened.splice(0).forEach(({ path }) => rmSync(path, { recursive: true, force: true })));

  it('is known by agent and by group to the byte, and adds up to each window', async () => {
    const temporary = new TemporaryFolder();
    opened.push(temporary);
    await fleetIn(temporary.path);
    const folder = DataFolder.lock(temporary.path);
    const series = folder.series.newest()!;
    const repository = folder.windows(series);
    const stored = repository.list(-Infinity, Infinity, 1_000).filter(({ closed }) => closed);
    // Nothing closes without the one that is silent, until its lease is over.
    expect(stored).toHaveLength(silentFrom);
    stored.forEach((window, n) => {
      expect(window).toMatchObject({ exact: true, startMs: startMs + n * windowMs });
      for (let i = 0; i < agentCount; i++) {
        const share = agentShare(window, agentTest(nameOf(i)));
        expect(share).toMatchObject({ agents: [nameOf(i)], bytes: bytesOf(i, n), packets: 2 });
        expect(isShareExact(share)).toBe(true);
      }
      expect(agentShare(window, agentTest('*')).bytes).toBe(window.bytes);
    });
    const status = agentStatuses(folder.agents.list(series.id), new Set());
    expect(status).toHaveLength(agentCount);
    expect(status.every(({ state }) => state === 'live')).toBe(true);

    const edges = [0, 10, 20, 40].map((n) => startMs + n * windowMs);
    const history = await readAgentHistory(
      repository,
      { edges, agent: 'site-2-*' },
      keptAll(series),
      systemClock,
    );
    const members = Array.from({ length: agentCount }, (_, i) => i).filter((i) => i % 5 === 2);
    const sumOf = (from: number, to: number): number =>
      members.reduce((sum, i) => {
        for (let n = from; n < to; n++) sum += bytesOf(i, n);
        return sum;
      }, 0);
    expect(history).toMatchObject({ isWhole: true, agentCount: members.length });
    expect(history.parts).toMatchObject([
      { windows: 10, bytes: sumOf(0, 10), unknownPackets: 0, inexact: 0, lacks: [] },
      { windows: 10, bytes: sumOf(10, 20), unknownPackets: 0, inexact: 0 },
      { windows: 5, bytes: sumOf(20, 25), inexact: 0, lacks: [{ reason: 'not-over' }] },
    ]);
    expect(history.agents[0]).toMatchObject({ agent: nameOf(97), packets: 50, unknownPackets: 0 });
    folder.dispose();

    const dataDir = ['--data-dir', temporary.path];
    const listed = await linesOf('windows', 'list', '--agent', nameOf(7), '--format', 'json', ...dataDir);
    expect(JSON.parse(listed[0]!)).toMatchObject({
      ...{ type: 'agent-window', agent: nameOf(7), agents: [nameOf(7)], packets: 2, exact: true },
    });
    const shown = await linesOf(
      ...['agents', 'show', 'site-2-*', '--per', 'day', '--from', '2026-05-04', '--to', '2026-05-05'],
      ...['--format', 'json', ...dataDir],
    );
    expect(JSON.parse(shown[0]!)).toMatchObject({
      ...{ type: 'agent-history', agent: 'site-2-*', isWhole: true, agentCount: members.length },
      parts: [{ bytes: sumOf(0, 25), exact: false, windows: 25, lacks: [{ reason: 'not-over' }] }],
    });
    expect((await linesOf('agents', 'show', 'nobody', ...dataDir)).join()).toContain(
      'No agent called nobody brought anything',
    );
  }, 60_000);

  const openFleet = async (shape: Parameters<typeof fleetIn>[1]) => {
    const temporary = new TemporaryFolder();
    opened.push(temporary);
    await fleetIn(temporary.path, shape);
    const folder = DataFolder.lock(temporary.path);
    const series = folder.series.newest()!;
    return { folder, series, windows: folder.windows(series) };
  };
  const edgesAt = (...minutes: number[]): number[] => minutes.map((n) => startMs + n * 60_000);
  const bytesIn = (from: number, to: number): number =>
    Array.from({ length: to - from }, (_, n) => bytesOf(0, from + n)).reduce((sum, bytes) => sum + bytes, 0);

  it('counts each packet once in overlapping windows', async () => {
    const shape = { members: 1, sizeMs: 5 * 60_000, slideMs: 60_000 };
    const { folder, series, windows } = await openFleet(shape);
    const request = { edges: edgesAt(0, 10, 20), agent: nameOf(0) };
    const { parts, agents } = await readAgentHistory(windows, request, keptAll(series), systemClock);
    expect(parts).toMatchObject([
      { windows: 2, bytes: bytesIn(0, 10), packets: 20, lacks: [] },
      { windows: 2, bytes: bytesIn(10, 20), packets: 20, lacks: [] },
    ]);
    expect(agents).toMatchObject([{ bytes: bytesIn(0, 20), packets: 40 }]);
    await expect(
      readAgentHistory(windows, request, { ...keptAll(series), slideMs: 120_000 }, systemClock),
    ).rejects.toThrow('never lie side by side');
    folder.dispose();
  });

  it('has the overlapping windows that begin before those that went have ended', async () => {
    const shape = { members: 1, sizeMs: 5 * 60_000, slideMs: 60_000 };
    const { folder, series, windows } = await openFleet(shape);
    folder.history.drop('windows', epochMs(startMs + 10 * 60_000), 99);
    const kept = { ...series, keptFromMs: folder.history.keptFromMs(series.id) };
    const request = { edges: edgesAt(0, 10, 20), agent: nameOf(0) };
    const { parts } = await readAgentHistory(windows, request, kept, systemClock);
    const went = { reason: 'not-kept', fromMs: startMs, toMs: startMs + 5 * 60_000 };
    expect(parts).toMatchObject([
      { windows: 1, bytes: bytesIn(5, 10), lacks: [went] },
      { windows: 2, lacks: [] },
    ]);
    folder.dispose();
  });

  it('says of what time it has no windows', async () => {
    const { folder, series, windows } = await openFleet({ members: 1, off: [12, 13] });
    const request = { edges: edgesAt(-5, 5, 10, 20, 40), agent: nameOf(0) };
    const first = (await readAgentHistory(windows, request, keptAll(series), systemClock)).parts[0];
    expect(first).toMatchObject({ windows: 5, lacks: [{ reason: 'not-captured' }] });
    const kept = { ...series, keptFromMs: startMs };
    const history = await readAgentHistory(windows, request, kept, systemClock);
    expect(history.parts).toMatchObject([
      { windows: 5, lacks: [{ reason: 'not-kept', fromMs: startMs - 300_000, toMs: startMs }] },
      { windows: 5, lacks: [] },
      { windows: 8, lacks: [{ reason: 'not-captured' }] },
      { windows: 10, lacks: [{ reason: 'not-over', toMs: startMs + 40 * 60_000 }] },
    ]);
    const [, ...rows] = [...agentHistoryLines('hour', history, 'UTC')].join('').trim().split('\n');
    expect(rows.map((row) => row.split('  ').at(-1)?.trim())).toEqual([
      ...['at least; not kept from its start', 'exact'],
      ...['at least; not captured from start to end', 'exact so far'],
    ]);
    folder.dispose();
  });

  it('names of agents only what is in its parts, where time runs out', async () => {
    const { folder, series, windows } = await openFleet({ members: 1 });
    let calls = 0;
    // Pieces are of 200 windows: there is time for the newest part, and for a piece of the one before.
    const clock = { monotonic: () => durationMs(++calls > 6 ? 10_000 : 0) };
    const request = { edges: edgesAt(-1_000, 10, 20), agent: nameOf(0) };
    const history = await readAgentHistory(windows, request, keptAll(series), clock);
    expect(history).toMatchObject({
      ...{ isWhole: false, parts: [{ windows: 10, bytes: bytesIn(10, 20) }] },
      agents: [{ agent: nameOf(0), bytes: bytesIn(10, 20), packets: 20 }],
    });
    folder.dispose();
  });

  it('counts the packets of an agent whose bytes were not kept', async () => {
    const { folder, series, windows } = await openFleet({ members: 1 });
    // As an earlier version stored it.
    const unkept = (window: WindowSummary): WindowSummary => ({
      ...window,
      interfaces: window.interfaces.map(({ bytes: _, ...share }) => share),
    });
    const older = {
      newestClosedMs: windows.newestClosedMs,
      list: (...range: Parameters<typeof windows.list>) => windows.list(...range).map(unkept),
    };
    const request = { edges: edgesAt(0, 10), agent: nameOf(0) };
    const history = await readAgentHistory(older, request, keptAll(series), systemClock);
    expect(history.agents).toEqual([{ agent: nameOf(0), bytes: 0, packets: 20, unknownPackets: 20 }]);
    const two = { ...history, agentCount: 2 };
    expect([...agentHistoryLines('hour', two, 'UTC')].at(-1)).toContain('at least; the bytes of 20 packets');
    folder.dispose();
  });

  it('lacks what an agent lost, and no other one', () => {
    const share = (agent: string, packets: number, bytes?: number) => ({
      ...{ interface: 'eth0', agent, packets, ...(bytes !== undefined && { bytes }) },
      ...{ kernelReceived: 0, kernelDropped: 0, interfaceDropped: 0, queueDropped: 0 },
    });
    const window = {
      interfaces: [share('a', 1, 10), share('b', 2, 20), share('c', 3)],
      lacks: [{ reason: 'kernel-dropped', agent: 'b' }] as const,
    };
    const of = (pattern: string) => agentShare(window, agentTest(pattern));
    expect(of('a')).toMatchObject({ bytes: 10, packets: 1, unknownPackets: 0, lacks: [] });
    expect(of('b').lacks).toHaveLength(1);
    // An older version kept no bytes of it.
    expect(of('c')).toMatchObject({ bytes: 0, packets: 3, unknownPackets: 3 });
    expect(isShareExact(of('c'))).toBe(false);
    expect(of('*')).toMatchObject({ bytes: 30, packets: 6, unknownPackets: 3 });
    expect(of('nobody')).toMatchObject({ agents: [], bytes: 0 });
  });

  it.each([
    ['site-1', 'site-1', true],
    ['site-1', 'site-10', false],
    ['site-*', 'site-10', true],
    ['*-1.x', 'site-1.x', true],
    ['*-1.x', 'site-1yx', false],
    ['*', '', true],
    ['a*b*c', 'a\nb c', true],
    ['(', '(', true],
    ['(*', '()', true],
  ])('means by %s the agent %j: %s', (pattern, agent, isMeant) => {
    expect(agentTest(pattern)(agent)).toBe(isMeant);
  });
});
