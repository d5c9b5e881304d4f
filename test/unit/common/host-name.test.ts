import { expect, it } from 'vitest';
import { hostName } from '../../../src-main/common/alert-words.ts';

const own = { '192.0.2.7': 'printer' };
const dnsName = (address: string): string | null => (address === '192.0.2.1' ? null : 'host.example');

it.each([
  ['192.0.2.7', true, 'printer'],
  ['192.0.2.8', true, 'host.example'],
  ['192.0.2.1', true, null],
  ['192.0.2.7', false, 'printer'],
  ['192.0.2.8', false, null],
  ['constructor', false, null],
])('calls %s, the DNS being asked: %s, %s', (address, isDnsAsked, expected) => {
  const settings = { 'hosts.names': own, 'hosts.reverseDns': isDnsAsked };
  expect(hostName(address, settings, dnsName)).toBe(expected);
});
