import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Emitter } from '../../../src-main/common/event.ts';
import type { EngineState } from '../../../src-main/common/model/shell.ts';
import type { FromEngine, ToEngine } from '../../../src-main/rpc/engine-protocol.ts';
import type { Clock } from '../../../src-main/common/clock.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { type EngineChild, EngineHost, silentMs, stopMs } from '../../../src-main/shell/engine-host.ts';

class FakeChild implements EngineChild<string> {
  readonly posted: ToEngine<string>[] = [];
  readonly says = new Emitter<FromEngine>();
  readonly exits = new Emitter<number>();
  readonly onMessage = this.says.event;
  readonly onExit = this.exits.event;
  readonly onClosed = new Emitter<undefined>().event;
  /** The numbers of the lines that pages got, with their ports. */
  readonly lines: [number, unknown][] = [];
  kills = 0;

  connectPage(line: number, port: unknown): void {
    this.lines.push([line, port]);
  }

  close(): void {
    // Its line ends with its process.
  }

  post(message: ToEngine<string>): void {
    this.posted.push(message);
  }

  kill(): void {
    this.kills += 1;
    this.exits.fire(9);
  }
}

function hostWithChildren(clock: Clock = systemClock) {
  const children: FakeChild[] = [];
  const states: EngineState['state'][] = [];
  const fork = (): FakeChild => {
    const child = new FakeChild();
    children.push(child);
    return child;
  };
  const serves = { agreeToSource: () => Promise.resolve() };
  const host = new EngineHost({ fork, settings: 'settings', clock, serves });
  host.onStateChanged(({ state }) => states.push(state));
  host.start();
  const newest = (): FakeChild => children.at(-1)!;
  return { host, children, states, newest };
}

const died = {
  ok: false,
  error: expect.objectContaining({ code: 'engine/stopped', retriable: true }) as unknown,
};

describe('engine host', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts the engine with its settings and says when it runs', () => {
    const { newest, host, states } = hostWithChildren();
    expect(newest().posted).toEqual([{ kind: 'start', settings: 'settings' }]);
    expect(host.state).toEqual({ state: 'starting', problem: null });
    newest().says.fire({ kind: 'started' });
    expect(states).toEqual(['running']);
  });

  it('tells each engine how the window is looked at, once', () => {
    const { newest, host, children } = hostWithChildren();
    host.attend('focused');
    host.attend('hidden');
    host.attend('hidden');
    const told = { kind: 'attention', attention: 'hidden' };
    expect(newest().posted.slice(1)).toEqual([told]);
    newest().says.fire({ kind: 'started' });
    host.restart('other settings');
    newest().exits.fire(0);
    expect([children.length, newest().posted.slice(1)]).toEqual([2, [told]]);
  });

  it('says how far an older data folder is brought up to date, until it runs', () => {
    const clock = new FakeClock();
    const { newest, host } = hostWithChildren(clock);
    newest().says.fire({ kind: 'migrating', share: 0 });
    expect(host.state).toEqual({ state: 'starting', problem: null, migrated: 0 });
    clock.advance(1_000);
    newest().says.fire({ kind: 'migrating', share: 0.25 });
    expect(host.state).toEqual({ state: 'starting', problem: null, migrated: 0.25, migratedInMs: 3_000 });
    newest().says.fire({ kind: 'started' });
    expect(host.state).toEqual({ state: 'running', problem: null });
  });

  it('says that a running engine has fallen silent, and that it speaks again', () => {
    const clock = new FakeClock();
    const { newest, states } = hostWithChildren(clock);
    clock.advance(2 * silentMs);
    expect(states).toEqual([]);
    newest().says.fire({ kind: 'started' });
    clock.advance(silentMs);
    expect(states).toEqual(['running', 'silent']);
    newest().says.fire({ kind: 'event', name: 'statusChanged', payload: null });
    expect(states).toEqual(['running', 'silent', 'running']);
  });

  it('does not wait for the word of an engine that has died or is to end', async () => {
    const clock = new FakeClock();
    const { host, newest, states } = hostWithChildren(clock);
    newest().says.fire({ kind: 'started' });
    newest().exits.fire(1);
    clock.advance(2 * silentMs);
    expect(states).toEqual(['running', 'restarting']);
    const stopped = host.stop();
    newest().exits.fire(0);
    await stopped;
    expect(clock.timers).toBe(0);
  });

  it('passes a call on and its answer back', async () => {
    const { newest, host } = hostWithChildren();
    const answer = host.call('getStatus', undefined);
    expect(newest().posted[1]).toEqual({ kind: 'call', id: 1, name: 'getStatus', request: undefined });
    newest().says.fire({ kind: 'answer', id: 1, answer: { ok: true, value: 7 } });
    expect(await answer).toEqual({ ok: true, value: 7 });
  });

  it('announces the events of the engine', () => {
    const { newest, host } = hostWithChildren();
    const seen: unknown[] = [];
    host.on('limitsChanged', (payload) => seen.push(payload));
    newest().says.fire({ kind: 'event', name: 'limitsChanged', payload: [] });
    newest().exits.fire(1);
    vi.advanceTimersByTime(250);
    newest().says.fire({ kind: 'event', name: 'limitsChanged', payload: [1] });
    expect(seen).toEqual([[], [1]]);
  });

  it('answers the calls under way with a retriable error when the engine dies', async () => {
    const { newest, host } = hostWithChildren();
    const answers = [host.call('getStatus', undefined), host.call('listLimits', undefined)];
    newest().exits.fire(137);
    expect(await Promise.all(answers)).toEqual([died, died]);
    expect(await host.call('getStatus', undefined)).toEqual(died);
    expect(host.state.state).toBe('restarting');
    expect(host.state.problem).toContain('restarted');
  });

  it('restarts after 0.25 s, then ever later, at most after 5 s', () => {
    const { newest, children } = hostWithChildren();
    for (const pauseMs of [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]) {
      const before = children.length;
      newest().exits.fire(137);
      vi.advanceTimersByTime(pauseMs - 1);
      expect(children.length).toBe(before);
      vi.advanceTimersByTime(1);
      expect(children.length).toBe(before + 1);
    }
  });

  it('starts again with the first pause once an engine has run steadily', () => {
    const { newest, children } = hostWithChildren();
    newest().exits.fire(137);
    vi.advanceTimersByTime(250);
    newest().says.fire({ kind: 'started' });
    vi.advanceTimersByTime(60_000);
    newest().exits.fire(137);
    vi.advanceTimersByTime(250);
    expect(children.length).toBe(3);
  });

  it('does not restart an engine that says it never can', async () => {
    const { newest, host, children } = hostWithChildren();
    const error = { code: 'store/in-use', message: 'In use', remedy: 'Stop it', retriable: false } as const;
    newest().says.fire({ kind: 'failed', error });
    vi.advanceTimersByTime(60_000);
    expect(children.length).toBe(1);
    expect(host.state).toMatchObject({ state: 'failed', problem: 'In use. Stop it.' });
    expect(await host.call('getStatus', undefined)).toEqual({ ok: false, error });
  });

  it('tries again when the engine says it may start later', () => {
    const { newest, children } = hostWithChildren();
    newest().says.fire({ kind: 'failed', error: { code: 'internal', message: 'Busy', retriable: true } });
    vi.advanceTimersByTime(250);
    expect(children.length).toBe(2);
  });

  it('asks the engine to stop, and kills it when it does not', async () => {
    const { newest, host } = hostWithChildren();
    const stopped = host.stop();
    expect(newest().posted.at(-1)).toEqual({ kind: 'stop' });
    vi.advanceTimersByTime(stopMs);
    await stopped;
    expect(newest().kills).toBe(1);
  });

  it('neither restarts nor kills an engine that stops as asked', async () => {
    const { newest, host, children } = hostWithChildren();
    const stopped = host.stop();
    newest().exits.fire(0);
    await stopped;
    vi.advanceTimersByTime(60_000);
    expect(newest().kills).toBe(0);
    expect(children.length).toBe(1);
  });

  it('stops while it waits for a restart', async () => {
    const { newest, host, children } = hostWithChildren();
    newest().exits.fire(137);
    await host.stop();
    vi.advanceTimersByTime(60_000);
    expect(children.length).toBe(1);
  });

  it('gives pages lines to the engine while one runs, and says why there is none', () => {
    const { host, newest } = hostWithChildren();
    expect(host.connectPage('first')).toEqual({ ok: true, value: undefined });
    expect(newest().lines).toEqual([[1, 'first']]);
    host.restart();
    expect(host.connectPage('second')).toMatchObject(died);
    newest().exits.fire(0);
    expect(host.connectPage('third').ok).toBe(true);
    expect(newest().lines).toEqual([[2, 'third']]);
    newest().exits.fire(137);
    expect(host.connectPage('fourth')).toMatchObject(died);
  });

  it('gives no page a line to an engine that stops', async () => {
    const { host, newest } = hostWithChildren();
    newest().says.fire({ kind: 'started' });
    const stopped = host.stop();
    expect(host.connectPage('late')).toMatchObject(died);
    expect(newest().lines).toEqual([]);
    newest().exits.fire(0);
    await stopped;
  });

  it('closes the lines of a page that has gone, and not those of the one that is there', () => {
    const { host, newest } = hostWithChildren();
    const closed = (): unknown[] => newest().posted.filter(({ kind }) => kind === 'closePages');
    host.pages.leaving();
    host.pages.left();
    expect(closed()).toEqual([]);
    host.connectPage('old');
    host.pages.leaving();
    host.connectPage('new');
    host.pages.left();
    expect(closed()).toEqual([{ kind: 'closePages', upTo: 1 }]);
    host.pages.left();
    expect(closed()).toHaveLength(1);
    host.pages.gone();
    expect(closed().at(-1)).toEqual({ kind: 'closePages', upTo: 2 });
  });

  it('asks the person where an engine needs their word', async () => {
    const { newest } = hostWithChildren();
    newest().says.fire({ kind: 'call', id: 7, name: 'agreeToSource', request: { source: '/x' } });
    newest().says.fire({ kind: 'call', id: 8, name: 'quit' });
    await vi.advanceTimersByTimeAsync(0);
    const { posted } = newest();
    expect(posted).toContainEqual({ kind: 'answer', id: 7, answer: { ok: true, value: undefined } });
    const error = expect.objectContaining({ code: 'request/invalid' }) as unknown;
    expect(posted).toContainEqual({ kind: 'answer', id: 8, answer: { ok: false, error } });
  });

  it('starts the engine again on other settings, once the old one has stored everything', () => {
    const { host, newest, children, states } = hostWithChildren();
    newest().says.fire({ kind: 'started' });
    host.restart('other settings');
    expect(children).toHaveLength(1);
    expect(newest().posted.at(-1)).toEqual({ kind: 'stop' });
    newest().exits.fire(0);
    expect(children).toHaveLength(2);
    expect(newest().posted).toEqual([{ kind: 'start', settings: 'other settings' }]);
    newest().says.fire({ kind: 'started' });
    expect(states).toEqual(['running', 'restarting', 'running']);
  });

  it('ends an engine that does not stop for a restart', () => {
    const { host, children } = hostWithChildren();
    host.restart('other settings');
    vi.advanceTimersByTime(stopMs);
    expect(children[0]?.kills).toBe(1);
    expect(children).toHaveLength(2);
  });

  it('starts an engine that had failed at once when settings change', () => {
    const { host, newest, children } = hostWithChildren();
    newest().says.fire({
      kind: 'failed',
      error: { code: 'settings/invalid', message: 'No', retriable: false },
    });
    host.restart('better settings');
    expect(children).toHaveLength(2);
  });
});
