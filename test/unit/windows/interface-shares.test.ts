import { expect, it } from 'vitest';
import { noCounts } from '../../../src-main/common/loss.ts';
import { InterfaceShares } from '../../../src-main/engine/windows/interface-shares.ts';

it('tells 256 interfaces apart, and loses none beyond', () => {
  const shares = new InterfaceShares();
  for (let i = 0; i < 300; i++) shares.add('ada', `veth${i}`, 2, 30, { ...noCounts, kernelDropped: 1 });
  shares.add('ada', 'veth0', 5, 100);
  expect(shares.list).toHaveLength(257);
  expect(shares.list[0]).toEqual({
    interface: 'veth0',
    agent: 'ada',
    ...{ packets: 7, bytes: 130 },
    ...noCounts,
    kernelDropped: 1,
  });
  expect(shares.list.at(-1)).toMatchObject({
    interface: 'other interfaces',
    packets: 88,
    bytes: 1_320,
    kernelDropped: 44,
  });
});

it('knows no bytes of an interface where an older version kept packets alone', () => {
  const before = { interface: 'eth0', agent: 'ada', ...noCounts };
  const shares = new InterfaceShares([
    { ...before, packets: 3 },
    { ...before, interface: 'eth1', packets: 0 },
  ]);
  shares.add('ada', 'eth0', 1, 1_000);
  shares.add('ada', 'eth1', 1, 1_000);
  expect(shares.list).toEqual([
    { ...before, packets: 4 },
    { ...before, interface: 'eth1', packets: 1, bytes: 1_000 },
  ]);
});
