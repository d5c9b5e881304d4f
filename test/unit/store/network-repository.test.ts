import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseNetwork } from '../../../src-main/common/address.ts';
import { defaultNetworks } from '../../../src-main/common/home-networks.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';

let place: TemporaryFolder;
let folder: DataFolder;
beforeEach(() => {
  place = new TemporaryFolder();
  folder = DataFolder.lock(place.path);
});
afterEach(() => {
  folder.dispose();
  place[Symbol.dispose]();
});

const isHome = (address: string): boolean => folder.networks.named.home.has(parseNetwork(address).packed);

it('takes private networks for home before anything was noted', () => {
  expect(['192.168.1.1', 'fd00::1', '224.0.0.251'].map(isHome)).toEqual([true, true, true]);
  expect(isHome('203.0.113.1')).toBe(false);
});

it('remembers the networks that the interfaces had, as stored traffic is told apart by them, too', () => {
  expect(folder.networks.note(defaultNetworks, ['2001:db8:1::/64'])).toBe(true);
  const { named } = folder.networks;
  expect(folder.networks.note(defaultNetworks, ['2001:db8:2::/64'])).toBe(true);
  expect(folder.networks.note(defaultNetworks, ['2001:db8:2::/64'])).toBe(false);
  expect(['2001:db8:1::7', '2001:db8:2::7'].map(isHome)).toEqual([true, true]);
  expect(folder.networks.named, 'whoever holds them has the new ones').toBe(named);
  expect(named.version).toBe(1);
});

it('takes nothing but what was set for home where that is so', () => {
  folder.networks.note({ home: ['203.0.113.0/24', '@lab'], groups: { lab: ['10.1.0.0/16'] } }, [
    '192.0.2.0/24',
  ]);
  expect(['203.0.113.1', '10.1.0.1'].map(isHome)).toEqual([true, true]);
  expect(['192.0.2.1', '192.168.1.1'].map(isHome)).toEqual([false, false]);
  const others = folder.networks.namedWith(['auto'], []);
  expect(others.home.has(parseNetwork('192.168.1.1').packed)).toBe(true);
});

it('names traffic by what a group holds, so that its sums are found under another name', () => {
  folder.networks.note({ home: ['auto'], groups: { a: ['10.1.0.0/16', '10.2.0.0/16'] } }, []);
  const before = folder.networks.named.nameOf({ source: '@a', destination: null });
  folder.networks.note({ home: ['auto'], groups: { b: ['10.2.0.0/16', '10.1.0.0/16'] } }, []);
  expect(folder.networks.named.nameOf({ source: '@b', destination: null })).toBe(before);
  expect(folder.networks.named.nameOf({ source: '10.1.0.0/16', destination: null })).toBe('10.1.0.0/16|');
});
