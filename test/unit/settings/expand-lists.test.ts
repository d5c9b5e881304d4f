import { expect, it } from 'vitest';
import { expandLists } from '../../../src-main/settings/sources/expand-lists.ts';

const expanded = (line: string): string => expandLists(line.split(' ')).join(' ');

it.each([
  ['monitor --interface eth0', 'monitor --interface eth0'],
  [
    'monitor --interface eth0 lo wlan0 --format json',
    'monitor --interface eth0 --interface lo --interface wlan0 --format json',
  ],
  ['monitor --expect-agent a b', 'monitor --expect-agent a --expect-agent b'],
  ['monitor --interface eth0,lo', 'monitor --interface eth0 --interface lo'],
  ['monitor --interface eth0 --interface lo', 'monitor --interface eth0 --interface lo'],
  ['replay --source 10.0.0.0/8 ::1 big.pcap', 'replay --source 10.0.0.0/8 --source ::1 big.pcap'],
  [
    'replay --source 10.0.0.1,10.0.0.2 a.pcap b.pcap',
    'replay --source 10.0.0.1 --source 10.0.0.2 a.pcap b.pcap',
  ],
  [
    'replay --source 10.0.0.1 --destination 10.0.0.2 ::2 --window 5m x.pcap',
    'replay --source 10.0.0.1 --destination 10.0.0.2 --destination ::2 --window 5m x.pcap',
  ],
  ['replay --source=10.0.0.1,10.0.0.2 x.pcap', 'replay --source 10.0.0.1 --source 10.0.0.2 x.pcap'],
  ['replay --source=10.0.0.1 10.0.0.2 x.pcap', 'replay --source 10.0.0.1 --source 10.0.0.2 x.pcap'],
  ['replay x.pcap --window=5m', 'replay x.pcap --window=5m'],
  ['replay --source nonsense x.pcap', 'replay --source nonsense x.pcap'],
  ['monitor --source --format json', 'monitor --source --format json'],
  ['monitor --source', 'monitor --source'],
  ['limits import a.json', 'limits import a.json'],
])('reads %j as %j', (line, expected) => {
  expect(expanded(line)).toBe(expected);
});
