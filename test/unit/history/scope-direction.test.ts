import { expect, it } from 'vitest';
import { knownNetworks } from '../../../src-main/common/home-networks.ts';
import { NamedNetworks } from '../../../src-main/common/named-networks.ts';
import { ScopeHistoryReader } from '../../../src-main/engine/history/scope-history.ts';
import { pairOf } from '../../support/records/flows.ts';
import { connection, folderWith, windowMs } from '../../support/store/scope-past.ts';

it('what a host had of one way is told by the networks that are home now', async () => {
  const own = new NamedNetworks(knownNetworks({ home: ['10.0.0.0/24'], groups: {} }, []));
  const flows = [{ pair: pairOf('10.0.0.1', '10.0.1.1'), bytes: 7 }];
  const reader = new ScopeHistoryReader(
    folderWith([
      { index: 0, flows, closed: true, grows: false },
      { index: 5, flows: [], closed: false, grows: false },
    ]),
  );
  const request = { edges: [0, 4 * windowMs], host: '10.0.0.1', peer: null, peers: 0 };
  const sentOut = async () => (await reader.read({ ...request, direction: 'out' }, own)).parts[0]?.sent;
  expect(await sentOut()).toBe(7);
  own.setHome(['10.0.0.0/24', '10.0.1.0/24']);
  expect(await sentOut()).toBe(0);
  connection.close();
});
