import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import { type MonitorApi, monitorCalls, monitorEvents } from '../../../src-main/common/monitor-api.ts';
import type { FromEngine, ToEngine } from '../../../src-main/rpc/engine-protocol.ts';
import {
  aliveMs,
  EngineServer,
  engineStopMs,
  type EngineStarter,
} from '../../../src-main/rpc/engine-server.ts';
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

function serverOf(startEngine: EngineStarter<string>) {
  const hears = new Emitter<ToEngine<string>>();
  const said: FromEngine[] = [];
  const exits: number[] = [];
  const port = { post: (message: FromEngine) => said.push(message), onMessage: hears.event };
  const exit = (status: number): void => void exits.push(status);
  const contract = { calls: monitorCalls, events: monitorEvents };
  new EngineServer({ clock: systemClock, contract, port, startEngine, exit, log: () => undefined });
  return { hears, said, exits };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('engine server', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts the engine once, with the settings it was sent', async () => {
    const startEngine = vi.fn(() =>
      Promise.resolve({ api: fakeEngine().api, stop: () => Promise.resolve() }),
    );
    const { hears, said } = serverOf(startEngine);
    hears.fire({ kind: 'start', settings: 'these' });
    hears.fire({ kind: 'start', settings: 'others' });
    await settle();
    expect(startEngine.mock.calls).toEqual([['these', expect.any(Function)]]);
    expect(said).toEqual([{ kind: 'started' }]);
  });

  it('tells the engine how the window is looked at, also what it hears before it has started', async () => {
    const attend = vi.fn();
    const { hears } = serverOf(() =>
      Promise.resolve({ api: fakeEngine().api, attend, stop: () => Promise.resolve() }),
    );
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'attention', attention: 'hidden' });
    await settle();
    hears.fire({ kind: 'attention', attention: 'focused' });
    await settle();
    expect(attend.mock.calls).toEqual([['hidden'], ['focused']]);
  });

  it('says how far an older data folder is brought up to date before the engine runs', async () => {
    const { hears, said } = serverOf((_settings, onMigrated) => {
      onMigrated(0.5);
      return Promise.resolve({ api: fakeEngine().api, stop: () => Promise.resolve() });
    });
    hears.fire({ kind: 'start', settings: '' });
    await settle();
    expect(said).toEqual([{ kind: 'migrating', share: 0.5 }, { kind: 'started' }]);
  });

  it('answers a call that came while the engine started, and one that is not served', async () => {
    const { hears, said } = serverOf(() =>
      Promise.resolve({ api: fakeEngine().api, stop: () => Promise.resolve() }),
    );
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
    const { hears, said } = serverOf(() => Promise.resolve({ api, stop: () => Promise.resolve() }));
    hears.fire({ kind: 'start', settings: '' });
    await settle();
    statusChanged.fire('new');
    expect(said.at(-1)).toEqual({ kind: 'event', name: 'statusChanged', payload: 'new' });
  });

  it('says that it has its turn while there is nothing else to say', async () => {
    const { hears, said } = serverOf(() =>
      Promise.resolve({ api: fakeEngine().api, stop: () => Promise.resolve() }),
    );
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
    const { hears, exits } = serverOf(() => Promise.resolve({ api: fakeEngine().api, stop }));
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'stop' });
    hears.fire({ kind: 'stop' });
    await settle();
    expect(stop).toHaveBeenCalledOnce();
    expect(exits).toEqual([0]);
  });

  it('ends in time when the engine does not stop', async () => {
    const stop = (): Promise<void> => new Promise(() => undefined);
    const { hears, exits } = serverOf(() => Promise.resolve({ api: fakeEngine().api, stop }));
    hears.fire({ kind: 'start', settings: '' });
    hears.fire({ kind: 'stop' });
    await vi.advanceTimersByTimeAsync(engineStopMs);
    expect(exits).toEqual([1]);
  });
});
