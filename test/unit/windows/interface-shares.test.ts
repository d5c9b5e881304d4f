import { expect, it } from 'vitest';
import { noCounts } from '../../../src-main/common/loss.ts';
import { InterfaceShares } from '../../../src-main/engine/windows/interface-shares.ts';

it('tells 256 interfaces apart, and loses none beyond', () => {
  const shares = new InterfaceShares();
  for (let i = 0; i < 300; i++) shares.add('ada', `veth${i}`, 2, { ...noCounts, kernelDropped: 1 });
  shares.add('ada', 'veth0', 5);
  expect(shares.list).toHaveLength(257);
  expect(shares.list[0]).toEqual({
    interface: 'veth0',
    agent: 'ada',
    packets: 7,
    ...noCounts,
    kernelDropped: 1,
  });
  expect(shares.list.at(-1)).toMatchObject({ interface: 'other interfaces', packets: 88, kernelDropped: 44 });
});
