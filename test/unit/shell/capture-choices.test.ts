import { expect, it } from 'vitest';
import { passedBytes } from '../../../src-main/shell/capture-choices.ts';

/** As Linux writes it, with heads that are no interfaces, and the name of a VLAN, of an alias and of one without a space. */
const counters = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1872665358 3878379    0    0    0     0          0         0 1872665358 3878379    0    0    0     0       0          0
  eth0:1795433711   53266    0    0    0     0          0         0  3947070   35839    0    0    0     0       0          0
eth0.7:       0       0    0    0    0     0          0         9        5       1    0    0    0     0       0          0
eth0:1:      12       1    0    0    0     0          0         0        0       0    0    0    0     0       0          0
`;

it('what has passed each interface is read of one file, received and sent together', () => {
  expect([...passedBytes(counters)]).toEqual([
    ['lo', 3745330716],
    ['eth0', 1799380781],
    ['eth0.7', 5],
    ['eth0:1', 12],
  ]);
  expect(passedBytes('').size).toBe(0);
});
