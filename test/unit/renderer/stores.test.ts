import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { durationText } from '../../../src-renderer/format.ts';
import { type Client, createClient } from '../../../src-renderer/state/client.ts';
import { rangeSpans } from '../../../src-renderer/features/history/history-ranges.ts';
import { MonitorStore } from '../../../src-renderer/features/monitor/monitor-store.svelte.ts';
import { SelectedWindow } from '../../../src-renderer/features/monitor/selected-window.svelte.ts';
import { WindowHistory } from '../../../src-renderer/features/history/window-history.svelte.ts';
import { mergeWindows } from '../../../src-renderer/features/history/window-list.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { FakeBridge, settle } from './fake-bridge.ts';
import { nowMs, sampleAlert, sampleDetail, sampleLimit, sampleStatus, sampleWindow } from './samples.ts';

const running = { version: '0.1.0', platform: 'linux', engine: { state: 'running', problem: null } };

const sampleVerdicts = {
  inForce: 1,
  verdicts: [{ limit: sampleLimit(), observed: 5, outcome: 'within' as const }],
};

function runningBridge(): FakeBridge {
  return new FakeBridge({
    getAppInfo: () => running,
    getStatus: () => sampleStatus(),
    listAlerts: () => [],
    listLimits: () => [sampleLimit()],
    getRange: () => ({
      range: { parts: [], windows: [-2, -1, 0].map((index) => sampleWindow(index)) },
      ...{ before: null, usual: [] },
    }),
    getWindow: () => sampleDetail(-1),
    listVerdicts: () => sampleVerdicts,
  });
}

const newStore = (client: Client, clock = new FakeClock(), isSeen = () => true): MonitorStore =>
  new MonitorStore({ client, clock, isSeen });

describe('windows from several reports', () => {
  test('stay in order, each once', () => {
    const merged = mergeWindows([sampleWindow(-3), sampleWindow(-1)], [sampleWindow(-2), sampleWindow(-1)]);
    expect(merged).toEqual([-3, -2, -1].map((index) => sampleWindow(index)));
  });

  test('keep the correction, whichever comes first', () => {
    const first = sampleWindow(-1);
    const corrected = sampleWindow(-1, { revision: 1, bytes: 2000 });
    expect(mergeWindows([first], [corrected])).toEqual([corrected]);
    expect(mergeWindows([corrected], [first])).toEqual([corrected]);
  });

  test('never reopen a closed window', () => {
    const open = sampleWindow(-1, { closed: false, revision: 20 });
    expect(mergeWindows([sampleWindow(-1)], [open])).toEqual([sampleWindow(-1)]);
    expect(mergeWindows([open], [sampleWindow(-1)])).toEqual([sampleWindow(-1)]);
  });
});

describe('the monitor store', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  test('notices by itself that nothing is heard, and that something is heard again', async () => {
    const [bridge, clock] = [runningBridge(), new FakeClock()];
    const store = newStore(createClient(bridge), clock);
    await store.start();
    clock.advance(20_000);
    bridge.fire('statusChanged', sampleStatus());
    clock.advance(20_000);
    expect(store.engine.state).toBe('running');
    clock.advance(6_000);
    expect(store.engine).toEqual({ state: 'silent', problem: null });
    bridge.fire('statusChanged', sampleStatus());
    expect(store.engine.state).toBe('running');
    store.dispose();
    expect(clock.timers).toBe(0);
  });

  test('takes for no silence that nothing is sent to a page that nobody sees', async () => {
    const clock = new FakeClock();
    const store = newStore(createClient(runningBridge()), clock, () => false);
    await store.start();
    clock.advance(60_000);
    expect(store.engine.state).toBe('running');
  });

  test('holds what the engine says at the start', async () => {
    const store = newStore(createClient(runningBridge()));
    await store.start();
    expect(store.status).toEqual(sampleStatus());
    expect(store.limits).toEqual([sampleLimit()]);
    expect(store.engine.state).toBe('running');
    expect(store.generation).toBe(1);
  });

  test('follows events, and lets go of them', async () => {
    const bridge = runningBridge();
    const store = newStore(createClient(bridge));
    await store.start();
    bridge.fire('alertChanged', sampleAlert());
    bridge.fire('statusChanged', sampleStatus({ late: 7 }));
    expect(store.alerts).toEqual([sampleAlert()]);
    expect(store.lastAlert).toEqual(sampleAlert());
    expect(store.status?.late).toBe(7);
    store.dispose();
    expect(bridge.listenerCount).toBe(0);
  });

  test('prefers an event to the answer that it overtook', async () => {
    const bridge = runningBridge();
    bridge.answer('getStatus', () => {
      bridge.fire('statusChanged', sampleStatus({ late: 2 }));
      return sampleStatus({ late: 1 });
    });
    const store = newStore(createClient(bridge));
    await store.start();
    expect(store.status?.late).toBe(2);
  });

  test('fetches everything again when the engine is back', async () => {
    const bridge = runningBridge();
    const store = newStore(createClient(bridge));
    await store.start();
    bridge.fire('engineStateChanged', { state: 'restarting', problem: null });
    expect(bridge.requests('getStatus')).toHaveLength(1);
    bridge.fire('engineStateChanged', { state: 'running', problem: null });
    await settle();
    expect(bridge.requests('getStatus')).toHaveLength(2);
    expect(store.generation).toBe(2);
  });

  test('tries again where that may help', async () => {
    const bridge = runningBridge();
    bridge.answer('getStatus', () => {
      throw new MonitorError('engine/stopped', 'The engine is not there', { retriable: true });
    });
    const store = newStore(createClient(bridge));
    await store.start();
    expect(store.problem).toMatchObject({ code: 'engine/stopped' });
    bridge.answer('getStatus', () => sampleStatus());
    await vi.advanceTimersByTimeAsync(2000);
    await settle();
    expect(store.problem).toBeNull();
    expect(store.status).toEqual(sampleStatus());
  });

  test('asks for a new line after a pause, however often an engine that stops closes it', async () => {
    const bridge = runningBridge();
    const store = newStore(createClient(bridge));
    await store.start();
    bridge.answer('getStatus', () => {
      bridge.closeLine();
      throw new MonitorError('engine/stopped', 'The engine stops', { retriable: true });
    });
    bridge.closeLine();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(bridge.requests('getStatus')).toHaveLength(1);
    for (let round = 2; round <= 3; round += 1) {
      await vi.advanceTimersByTimeAsync(2_000);
      expect(bridge.requests('getStatus')).toHaveLength(round);
    }
    bridge.answer('getStatus', () => sampleStatus());
    await vi.advanceTimersByTimeAsync(2_000);
    await settle();
    expect(store.problem).toBeNull();
    store.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the history', () => {
  async function startHistory(bridge = runningBridge()): Promise<WindowHistory> {
    const client = createClient(bridge);
    const store = newStore(client);
    await store.start();
    const history = new WindowHistory({ ...client, store, clock: { now: () => nowMs } });
    await history.load();
    return history;
  }

  test("ends with the present window's end and holds the last hour", async () => {
    const history = await startHistory();
    expect(history.endMs).toBe(sampleWindow(0).endMs);
    expect(history.windows.map(({ startMs }) => startMs)).toEqual(
      [-2, -1, 0].map((index) => sampleWindow(index).startMs),
    );
  });

  test('takes windows in as they grow, close and are corrected', async () => {
    const bridge = runningBridge();
    const history = await startHistory(bridge);
    bridge.fire('statusChanged', sampleStatus({ window: sampleDetail(0, { bytes: 4321, revision: 3 }) }));
    bridge.fire('windowClosed', sampleWindow(-1, { revision: 1, bytes: 99 }));
    expect(history.windows.map(({ bytes }) => bytes)).toEqual([1000, 99, 4321]);
  });

  test('keeps a window that is over until its final total is known', async () => {
    const bridge = runningBridge();
    const history = await startHistory(bridge);
    bridge.fire('statusChanged', sampleStatus({ window: sampleDetail(1) }));
    expect(history.windows.map(({ closed }) => closed)).toEqual([true, true, false, false]);
  });

  test('moves to a window of the past and back to the present', async () => {
    const bridge = runningBridge();
    const history = await startHistory(bridge);
    const past = sampleWindow(-100).startMs;
    await history.reveal(past);
    expect(history.isLive).toBe(false);
    expect(history.startMs).toBeLessThanOrEqual(past);
    expect(history.endMs).toBeGreaterThan(past);
    await history.followPresent();
    expect(history.isLive).toBe(true);
    expect(history.endMs).toBe(sampleWindow(0).endMs);
  });

  test('offers ranges that hold windows of any length', async () => {
    expect(rangeSpans(300_000).map(durationText)).toEqual(['1 h', '6 h', '1 d']);
    expect(rangeSpans(10_000).map(durationText)).toEqual(['10 min', '1 h', '6 h', '1 d']);
    expect(rangeSpans(86_400_000).map(durationText)).toEqual(['12 d', '72 d', '288 d']);
    const bridge = runningBridge();
    const history = await startHistory(bridge);
    await history.setRange(1);
    expect(history.startMs).toBe(history.endMs - 6 * 3_600_000);
    expect(bridge.requests('getRange')).toHaveLength(2);
  });

  test('stays where it is when the window is in the picture already', async () => {
    const bridge = runningBridge();
    const history = await startHistory(bridge);
    await history.reveal(sampleWindow(-2).startMs);
    expect(history.isLive).toBe(true);
    expect(bridge.requests('getRange')).toHaveLength(1);
  });

  test('says why windows could not be fetched', async () => {
    const bridge = runningBridge();
    bridge.answer('getRange', () => {
      throw new MonitorError('store/damaged', 'The database is damaged');
    });
    expect((await startHistory(bridge)).problem).toMatchObject({ code: 'store/damaged' });
  });
});

describe('the selected window', () => {
  test('is fetched with its pairs, and again when it is corrected', async () => {
    const bridge = runningBridge();
    const selection = new SelectedWindow(createClient(bridge));
    await selection.select(sampleWindow(-1).startMs);
    expect([selection.detail, selection.judged]).toEqual([sampleDetail(-1), sampleVerdicts]);
    bridge.fire('windowClosed', sampleWindow(-1, { revision: 1 }));
    bridge.fire('windowClosed', sampleWindow(-2, { revision: 1 }));
    await settle();
    expect(bridge.requests('getWindow')).toHaveLength(2);
    selection.clear();
    expect([selection.detail, selection.judged]).toEqual([null, null]);
    selection.dispose();
    expect(bridge.listenerCount).toBe(0);
  });

  test('drops an answer that came after another choice', async () => {
    const bridge = runningBridge();
    bridge.answer('getWindow', (request) => {
      const { startMs } = request as { startMs: number };
      const isFirst = startMs === sampleWindow(-2).startMs;
      return isFirst ? settle().then(() => sampleDetail(-2)) : sampleDetail(-1);
    });
    const selection = new SelectedWindow(createClient(bridge));
    const first = selection.select(sampleWindow(-2).startMs);
    await selection.select(sampleWindow(-1).startMs);
    await first;
    expect(selection.detail).toEqual(sampleDetail(-1));
  });
});
