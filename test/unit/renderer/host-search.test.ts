import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { HostSearch, networkIn } from '../../../src-renderer/features/hosts/host-search.svelte.ts';
import { FakeBridge, settle } from './fake-bridge.ts';

const host = (address: string) => ({ address, firstMs: 0, lastMs: 3_600_000, sent: 1, received: 2 });

function searching(answer = (_request: unknown): unknown => ({ hosts: [], matching: 0, isWhole: true })) {
  const bridge = new FakeBridge({ searchHosts: answer });
  let now = 0;
  const search = new HostSearch({
    ...createClient(bridge),
    clock: { now: () => epochMs(now) },
    addressesCalled: (text) => ('printer'.includes(text) ? ['192.0.2.7'] : []),
  });
  const pass = (ms: number): void => void (now += ms);
  return { bridge, search, pass };
}

describe('the search of hosts', () => {
  it('asks for a part of an address, and for those that have a name of it', async () => {
    const { bridge, search } = searching();
    await search.type(' print ');
    await search.type('');
    expect(bridge.requests('searchHosts')).toEqual([
      { text: 'print', addresses: ['192.0.2.7'], count: 200 },
      { text: '', addresses: [], count: 200 },
    ]);
  });

  it('asks once for letters that come while it searches, for all of them', async () => {
    const { bridge, search } = searching();
    await Promise.all(['1', '10', '10.', '10.7'].map((text) => search.type(text)));
    const asked = bridge.requests('searchHosts') as { text: string }[];
    expect(asked.length).toBeLessThan(3);
    expect(asked.at(-1)!.text).toBe('10.7');
    expect(search.found?.query).toBe('10.7');
  });

  it('opens the address or network that is typed, else the first host that is found for all letters', async () => {
    const { search } = searching((request) => {
      const { text } = request as { text: string };
      return { hosts: text === '10.7' ? [host('10.7.0.1')] : [host('10.0.0.1')], matching: 1, isWhole: true };
    });
    search.query = '10.7';
    expect(await search.best()).toBe('10.7.0.1');
    search.query = '10.7.9.9/16';
    expect(await search.best()).toBe('10.7.0.0/16');
    search.query = '2001:DB8::0001';
    expect(await search.best()).toBe('2001:db8::1');
  });

  it('opens nothing where nothing is found', async () => {
    const { search } = searching();
    search.query = 'nonsense \u0000 ✨';
    expect(await search.best()).toBeNull();
    expect(networkIn('10.0.0.0/99')).toBeNull();
  });

  it('keeps what was found, and says why nothing more is', async () => {
    let fails = false;
    const { search, pass } = searching(() => {
      if (fails) throw new Error('gone');
      return { hosts: [host('10.0.0.1')], matching: 1, isWhole: false };
    });
    await search.load();
    fails = true;
    await search.follow();
    expect(search.problem).toBeNull();
    pass(2_000);
    await search.follow();
    await settle();
    expect(search.found).toMatchObject({ isWhole: false, matching: 1 });
    expect(search.problem).toMatchObject({ message: 'gone' });
  });
});
