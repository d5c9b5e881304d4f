import { expect, it } from 'vitest';
import type { MonitorError } from '../../../src-main/common/errors.ts';
import { pairOf } from '../../support/records/flows.ts';
import { decodeHosts, encodeHosts } from '../../../src-main/engine/windows/host-table.ts';
import { hostColumnCount, HostTotals } from '../../../src-main/engine/windows/host-totals.ts';

it.each([
  ['10.0.0.1', '10.0.0.2'],
  ['2001:db8::1', '2001:db8::2'],
])('reads no other hosts and counts where one bit of a block has changed (%s)', (from, to) => {
  const totals = new HostTotals();
  totals.add(pairOf(from, to), 1_234_567, 89);
  totals.add(pairOf(to, from), 42, 1);
  const [table] = totals.tables();
  const encoded = encodeHosts(table!);
  expect(decodeHosts(encoded, table!, hostColumnCount)).toEqual(table);
  for (let bit = 0; bit < encoded.length * 8; bit++) {
    const changed = Buffer.from(encoded);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    let read: unknown;
    try {
      read = decodeHosts(changed, table!, hostColumnCount);
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'store/damaged' } satisfies Partial<MonitorError>);
      continue;
    }
    expect(read).toEqual(table);
  }
});
