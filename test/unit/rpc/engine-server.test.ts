import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import { type MonitorApi, monitorContract } from '../../../src-main/common/contract/monitor.ts';
import type { FromEngine, ToEngine } from '../../../src-main/rpc/engine-protocol.ts';
import {
  aliveMs,
  EngineServer,
  engineStopMs,
  type EngineStarter,
  mostPageLines,
  type ServedEngine,
} from '../../../src-main/rpc/engine-server.ts';
import { portPair } from '../../support/process/port-pair.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

function fakeEngine() {
  const statusChanged = new Emitter<unknown>();
  const silent = new Emitter<unknown>().event;
  const api = {
    getStatus: () => Promise.resolve('status'),
    onStatusChanged: statusChanged.event,
    onWindowClosed: silent,
    onAlertChanged: silent,
    onAlertHandled: silent,
    onNotificationsAdded: silent,
    onMutesChanged: silent,
    onLimitsChanged: silent,
  } as unknown as MonitorApi;
  return { api, statusChanged };
}

type Own = typeof monitorContract;
type Served = ServedEngine<Own, Own>;

const served = (parts: Partial<Served> = {}): Served => {
  const { api } = fakeEngine();
  return { api, pageApi: api, stop: () => Promise.resolve(), ...parts };
};

function serverOf(startEngine: EngineStarter<string, Own, Own>) {
  const hears = new Emitter<ToEngine<string>>();
  const said: FromEngine[] = [];
  const exits: number[] = [];
  const port = {
    post: (message: FromEngine) => void said.push(message),
    onMessage: hears.event,
    onClosed: new Emitter<undefined>().event,
    close: () => undefined,
  };
  const exit = (status: number): void => void exits.push(status);
  const contracts = { own: monitorContract, page: monitorContract };
  const allowPage = (name: string): Promise<void> =>
    name === 'listLimits' ? Promise.reject(new MonitorError('request/cancelled', 'No')) : Promise.resolve();
  const log = (): void => undefined;
  const server = new EngineServer({ clock: systemClock, contracts, port, startEngine, allowPage, exit, log });
  return { server, hears, said, exits };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('engine server', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts the engine once, with the settings it was sent', async () => {
    const startEngine = vi.fn(() => Promise.resolve(served()));
    const { hears, said } = serverOf(startEngine);
    hears.fire({ kind: 'start', settings: 'these' });
    hears.fire({ kind: 'start', settings: 'others' });
    await settle();
    expect(startEngine.mock.calls).toEqual([['these', expect.any(Object)]]);
    expect(said).toEqual([{ kind: 'started' }]);
  });

  it('tells the engine how the window is looked at, also what it hears before it has started', async () => {
    const attend = vi.fn();
    const { hears } = serverOf(() => Promise.resolve(served({ attend })));
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'attention', attention: 'hidden' });
    await settle();
    hears.fire({ kind: 'attention', attention: 'focused' });
    await settle();
    expect(attend.mock.calls).toEqual([['hidden'], ['focused']]);
  });

  it('says how far an older data folder is brought up to date before the engine runs', async () => {
    const { hears, said } = serverOf((_settings, { onMigrated }) => {
      onMigrated(0.5);
      return Promise.resolve(served());
    });
    hears.fire({ kind: 'start', settings: '' });
    await settle();
    expect(said).toEqual([{ kind: 'migrating', share: 0.5 }, { kind: 'started' }]);
  });

  it('ends what brings an older data folder up to date when it is told to stop', async () => {
    const { hears, said, exits } = serverOf(
      (_settings, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new MonitorError('engine/stopped', 'stopped'))),
        ),
    );
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'stop' });
    await settle();
    expect([said, exits]).toEqual([[], [0]]);
  });

  it('answers a call that came while the engine started, and one that is not served', async () => {
    const { hears, said } = serverOf(() => Promise.resolve(served()));
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'call', id: 1, name: 'getStatus', request: undefined });
    hears.fire({ kind: 'call', id: 2, name: 'stop', request: undefined });
    await settle();
    expect(said).toContainEqual({ kind: 'answer', id: 1, answer: { ok: true, value: 'status' } });
    const refused = { ok: false, error: expect.objectContaining({ code: 'request/invalid' }) as unknown };
    expect(said).toContainEqual({ kind: 'answer', id: 2, answer: refused });
  });

  it('forwards events', async () => {
    const { api, statusChanged } = fakeEngine();
    const { hears, said } = serverOf(() => Promise.resolve(served({ api })));
    hears.fire({ kind: 'start', settings: '' });
    await settle();
    statusChanged.fire('new');
    expect(said.at(-1)).toEqual({ kind: 'event', name: 'statusChanged', payload: 'new' });
  });

  it('says that it has its turn while there is nothing else to say', async () => {
    const { hears, said } = serverOf(() => Promise.resolve(served()));
    hears.fire({ kind: 'start', settings: '' });
    await vi.advanceTimersByTimeAsync(2 * aliveMs);
    expect(said).toEqual([{ kind: 'started' }, { kind: 'alive' }, { kind: 'alive' }]);
  });

  it('tells as data why the engine cannot start, answers calls with it, and ends', async () => {
    const error = new MonitorError('store/in-use', 'In use');
    const { hears, said, exits } = serverOf(() => Promise.reject(error));
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'call', id: 1, name: 'getStatus', request: undefined });
    await settle();
    expect(said).toContainEqual({ kind: 'failed', error: error.toData() });
    expect(said).toContainEqual({ kind: 'answer', id: 1, answer: { ok: false, error: error.toData() } });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(exits).toEqual([1]);
  });

  it('ends when the engine has stopped', async () => {
    const stop = vi.fn(() => Promise.resolve());
    const { hears, exits } = serverOf(() => Promise.resolve(served({ stop })));
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'stop' });
    hears.fire({ kind: 'stop' });
    await settle();
    expect(stop).toHaveBeenCalledOnce();
    expect(exits).toEqual([0]);
  });

  it('ends in time when the engine does not stop', async () => {
    const stop = (): Promise<void> => new Promise(() => undefined);
    const { hears, exits } = serverOf(() => Promise.resolve(served({ stop })));
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'stop' });
    await vi.advanceTimersByTimeAsync(engineStopMs);
    expect(exits).toEqual([1]);
  });
});

describe('the lines of a page', () => {
  const call = (id: number, name: string): object => ({ kind: 'call', id, name });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const lineOf = (server: ReturnType<typeof serverOf>['server'], line: number) => {
    const [near, far] = portPair();
    const said: unknown[] = [];
    let isClosed = false;
    far.onMessage((message) => said.push(message));
    far.onClosed(() => (isClosed = true));
    server.connectPage(line, near);
    return { far, said, isClosed: () => isClosed };
  };
  const answered = { kind: 'answer', answer: { ok: true, value: 'status' } };

  it('wait for the engine, hear its events, and are asked for leave that the shell needs not', async () => {
    const { api, statusChanged } = fakeEngine();
    const { server, hears, said } = serverOf(() => Promise.resolve(served({ pageApi: api })));
    const page = lineOf(server, 1);
    page.far.post(call(1, 'getStatus'));
    await settled();
    expect(page.said).toEqual([]);
    hears.fire({ kind: 'start', settings: '' });
    await settled();
    expect(page.said).toMatchObject([answered]);
    statusChanged.fire('new');
    page.far.post(call(2, 'listLimits'));
    await settled();
    expect(page.said.slice(1)).toMatchObject([
      { kind: 'event', name: 'statusChanged', payload: 'new' },
      { answer: { ok: false, error: { code: 'request/cancelled' } } },
    ]);
    hears.fire({ kind: 'call', id: 1, name: 'listLimits' });
    await settled();
    expect(said).not.toContainEqual(expect.objectContaining({ kind: 'event' }));
    expect(said).not.toMatchObject([{ answer: { error: { code: 'request/cancelled' } } }]);
  });

  it('are closed up to the one that is named, so that a page that has gone asks nothing more', async () => {
    const { server, hears } = serverOf(() => Promise.resolve(served()));
    hears.fire({ kind: 'start', settings: '' });
    const [old, kept] = [lineOf(server, 1), lineOf(server, 2)];
    hears.fire({ kind: 'closePages', upTo: 1 });
    for (const { far } of [old, kept]) far.post(call(1, 'getStatus'));
    await settled();
    expect([old.isClosed(), kept.isClosed()]).toEqual([true, false]);
    expect(old.said).toEqual([]);
    expect(kept.said).toMatchObject([answered]);
  });

  it('are bounded, and closed when the engine stops', () => {
    const { server, hears } = serverOf(() => new Promise(() => undefined));
    const lines = Array.from({ length: mostPageLines + 1 }, (_, i) => lineOf(server, i + 1));
    expect(lines.map(({ isClosed }) => isClosed())).toEqual([true, ...lines.slice(1).map(() => false)]);
    hears.fire({ kind: 'stop' });
    expect(lines.every(({ isClosed }) => isClosed())).toBe(true);
    expect(lineOf(server, 99).isClosed()).toBe(true);
  });
});
