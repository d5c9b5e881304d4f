import { describe, expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { AgentList } from '../../../src-renderer/features/agents/agent-list.svelte.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { HistoryRange } from '../../../src-renderer/features/history/history-range.svelte.ts';
import { FakeBridge } from './fake-bridge.ts';

const noScope = {
  ...{ parts: [], isWhole: true, seen: null, peers: [], peerCount: 0, arePeersAll: true },
};
const clock = { now: () => epochMs(3_600_000) };

describe('the list of agents', () => {
  it('shows what is known after each wish, and why one was refused', async () => {
    const bridge = new FakeBridge({
      listAgents: () => ({ total: 0, agents: [] }),
      expectAgent: () => ({ total: 1, agents: [] }),
      forgetAgent: () => {
        throw new MonitorError('request/invalid', 'No agent ada was heard');
      },
    });
    const list = new AgentList({ ...createClient(bridge), clock });
    await list.load();
    expect(await list.expect('ada', true)).toBe(true);
    expect(list.found?.total).toBe(1);
    await list.forget('ada');
    expect(list.problem).toMatchObject({ message: 'No agent ada was heard' });
    expect(list.found?.total).toBe(1);
    await list.follow();
    expect(bridge.requests('listAgents')).toHaveLength(1);
  });
});

describe('the history of an agent', () => {
  it('is drawn from what it recorded, a lower bound where bytes were not kept by agent', async () => {
    const part = { startMs: 0, endMs: 300_000, windows: 2, bytes: 10, packets: 3, inexact: 0 };
    const bridge = new FakeBridge({
      getRange: () => ({
        range: {
          ...{ parts: [{ ...part, unknownPackets: 1 }], isWhole: true, agents: [], agentCount: 1 },
        },
        ...{ before: null, usual: [] },
      }),
    });
    const range = new HistoryRange({ ...createClient(bridge), clock, windowMs: () => 300_000 });
    await range.showAgent('office-*');
    expect(bridge.requests('getRange')).toMatchObject([{ of: { kind: 'agent', agent: 'office-*' } }]);
    expect(range.bars).toMatchObject([{ bytes: 10, inexact: 2 }]);
    expect(range.drawn[0]).toMatchObject({ bytes: 10, exact: false });
    bridge.answer('getRange', () => ({ range: noScope, before: null, usual: [] }));
    await range.showScope({ host: '10.0.0.1', peer: null });
    expect([range.agent, range.problem]).toEqual([null, null]);
  });

  it('says that there was no time to read all of it', async () => {
    let isWhole = false;
    const bridge = new FakeBridge({
      getRange: () => ({
        range: { parts: [], isWhole, agents: [], agentCount: 0 },
        ...{ before: null, usual: [] },
      }),
    });
    const range = new HistoryRange({ ...createClient(bridge), clock, windowMs: () => 300_000 });
    expect(range.isWhole).toBe(true);
    await range.showAgent('office-*');
    expect(range.isWhole).toBe(false);
    isWhole = true;
    await range.load();
    expect(range.isWhole).toBe(true);
  });

  it('is not that of another series, which shows all traffic', async () => {
    const none = { parts: [], windows: [], open: null, isWhole: true, agents: [], agentCount: 0 };
    const bridge = new FakeBridge({ getRange: () => ({ range: none, before: null, usual: [] }) });
    const range = new HistoryRange({ ...createClient(bridge), clock, windowMs: () => 300_000 });
    await range.showAgent('office-*');
    await range.showSeries({
      ...{ id: 7, isOwn: false, isReplay: false, source: 'eth0', windowMs: 300_000, slideMs: 300_000 },
      ...{ sources: [], destinations: [], filter: '', firstMs: epochMs(0), lastMs: epochMs(3_300_000) },
    });
    expect([range.agent, range.series?.id]).toEqual([null, 7]);
    expect(range.problem).toBeNull();
  });
});
