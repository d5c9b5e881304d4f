import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MonitorError } from '../../../../src-main/common/errors.ts';
import type { FoundUpdate, UpdateHindrance, UpdateState } from '../../../../src-main/common/updates.ts';
import { AppUpdates } from '../../../../src-main/shell/updates/app-updates.ts';
import type { UpdateClient } from '../../../../src-main/shell/updates/app-updates.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';

const newer: FoundUpdate = { version: '0.2.0', bytes: 130_000_000 };

function start(client: Partial<UpdateClient> = {}) {
  const found = {
    find: vi.fn(client.find ?? (() => Promise.resolve(newer))),
    download: vi.fn(client.download ?? (() => Promise.resolve())),
    restart: vi.fn(client.restart ?? (() => Promise.resolve())),
  };
  const given = { hindrance: null as UpdateHindrance | null, daily: false };
  const openClient = vi.fn(() => Promise.resolve(found));
  const updates = new AppUpdates({
    clock: systemClock,
    hindrance: () => given.hindrance,
    looksDaily: () => given.daily,
    openClient,
  });
  const states: UpdateState[] = [];
  updates.onChanged((state) => states.push(state));
  return { updates, given, openClient, ...found, kinds: () => states.map(({ kind }) => kind) };
}

describe('a newer version', () => {
  it('is found, downloaded and started, each when the person says so', async () => {
    const { updates, find, download, restart, kinds } = start();
    await updates.check();
    expect(updates.state).toEqual({ kind: 'available', ...newer });
    expect(download).not.toHaveBeenCalled();
    await updates.download();
    expect(updates.state).toEqual({ kind: 'ready', ...newer });
    expect(restart).not.toHaveBeenCalled();
    await updates.restart();
    expect(restart).toHaveBeenCalledOnce();
    expect(find).toHaveBeenCalledOnce();
    expect(kinds()).toEqual([
      ...['checking', 'available', 'downloading', 'ready'],
      ...['restarting', 'restarting'],
    ]);
  });

  it('is neither downloaded nor started out of turn', async () => {
    const { updates, download, restart } = start();
    await updates.download();
    await updates.restart();
    await updates.check();
    await updates.restart();
    expect([download.mock.calls, restart.mock.calls]).toEqual([[], []]);
  });

  it('is not looked for again while one is known', async () => {
    const { updates, find } = start();
    await updates.check();
    await updates.check();
    expect(find).toHaveBeenCalledOnce();
  });

  it('may be given up while it is downloaded, and is offered again', async () => {
    const { updates, kinds } = start({
      download: (onProgress, signal) =>
        new Promise((_, reject) => {
          onProgress(0.5);
          signal.addEventListener('abort', () => reject(new Error('cancelled')));
        }),
    });
    await updates.check();
    const downloading = updates.download();
    await vi.waitFor(() => expect(updates.state).toMatchObject({ kind: 'downloading', share: 0.5 }));
    updates.cancel();
    await downloading;
    expect(updates.state).toEqual({ kind: 'available', ...newer });
    expect(kinds()).not.toContain('failed');
  });
});

describe('looking for a newer version', () => {
  it('finds none', async () => {
    const { updates } = start({ find: () => Promise.resolve(null) });
    await updates.check();
    expect(updates.state).toEqual({ kind: 'current' });
  });

  it.each(['policy', 'setting', 'noKey', 'deb'] as const)('asks nobody where it may not: %s', async (by) => {
    const { updates, given, openClient } = start();
    given.hindrance = by;
    await updates.check();
    expect(updates.state).toEqual({ kind: 'hindered', by });
    expect(openClient).not.toHaveBeenCalled();
  });

  it('says what went wrong, in one line, and may be tried again', async () => {
    const problem = new MonitorError('update/not-trusted', 'Not signed', { remedy: 'tell us' });
    const answers = [Promise.reject(problem), Promise.reject(new Error('sha512 mismatch\n    at x')), null];
    const { updates } = start({ find: () => Promise.resolve(answers.shift() ?? null) });
    await updates.check();
    expect(updates.state).toEqual({ kind: 'failed', problem: problem.toData() });
    await updates.check();
    expect(updates.state).toMatchObject({ problem: { message: 'The update failed: sha512 mismatch' } });
    await updates.check();
    expect(updates.state).toEqual({ kind: 'current' });
  });
});

describe('looking by itself', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const hour = 3_600_000;

  it('happens once a day where the person wants it, and downloads nothing', async () => {
    const { updates, given, find, download } = start({ find: () => Promise.resolve(null) });
    updates.followSettings();
    await vi.advanceTimersByTimeAsync(48 * hour);
    expect(find).not.toHaveBeenCalled();
    given.daily = true;
    updates.followSettings();
    await vi.advanceTimersByTimeAsync(hour);
    expect(find).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(48 * hour);
    expect(find).toHaveBeenCalledTimes(3);
    expect(download).not.toHaveBeenCalled();
    updates.dispose();
    await vi.advanceTimersByTimeAsync(48 * hour);
    expect(find).toHaveBeenCalledTimes(3);
  });

  it('ends when updates are turned off, and takes back what it had found', async () => {
    const { updates, given, find } = start();
    given.daily = true;
    updates.followSettings();
    await vi.advanceTimersByTimeAsync(hour);
    expect(updates.state.kind).toBe('available');
    given.hindrance = 'setting';
    updates.followSettings();
    expect(updates.state).toEqual({ kind: 'idle' });
    await vi.advanceTimersByTimeAsync(48 * hour);
    expect(find).toHaveBeenCalledTimes(1);
  });
});
