import { describe, expect, test } from 'vitest';
import { createClient } from '../../../src-renderer/state/client.ts';
import { Updates } from '../../../src-renderer/features/updates/updates.svelte.ts';
import { FakeBridge } from './fake-bridge.ts';

const info = { version: '0.1.0', homepage: 'https://example.org', platform: 'linux', engine: null };

describe('the dialog about updates', () => {
  test('looks for one when it is opened, and shows what is told', async () => {
    const bridge = new FakeBridge({ getUpdate: () => ({ kind: 'idle' }), getAppInfo: () => info });
    const updates = new Updates(createClient(bridge));
    await updates.load();
    expect(bridge.requests('checkForUpdates')).toEqual([]);
    await updates.begin();
    expect(updates.isShown).toBe(true);
    expect(updates.info?.version).toBe('0.1.0');
    expect(bridge.requests('checkForUpdates')).toHaveLength(1);
    bridge.fire('updateChanged', { kind: 'available', version: '0.2.0', bytes: 1 });
    expect(updates.state).toEqual({ kind: 'available', version: '0.2.0', bytes: 1 });
    expect(bridge.requests('downloadUpdate')).toEqual([]);
    updates.dispose();
    expect(bridge.listenerCount).toBe(0);
  });

  test('shows after a reload what is under way', async () => {
    const downloading = { kind: 'downloading', share: 0.5, version: '0.2.0', bytes: 1 };
    const bridge = new FakeBridge({ getUpdate: () => downloading, getAppInfo: () => info });
    const updates = new Updates(createClient(bridge));
    await updates.load();
    expect(updates.state).toEqual(downloading);
  });
});
