import { expect, it } from 'vitest';
import { knownNetworks } from '../../../src-main/common/home-networks.ts';
import { NamedNetworks } from '../../../src-main/common/named-networks.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { limitRow } from '../../../src-main/engine/notify/limits-topic.ts';

const networks = new NamedNetworks(
  knownNetworks({ home: ['10.0.0.0/8'], groups: { office: ['10.1.0.0/16', '192.0.2.7'] } }, []),
);

it('writes a limit with the networks that its names mean', () => {
  const limit = { name: 'max', value: 5, effectiveMs: epochMs(0), windowSeconds: null } as const;
  const row = limitRow({ ...limit, source: '@office', destination: null, direction: 'out' }, networks);
  expect(JSON.parse(row)).toEqual({
    ...{ v: 1, name: 'max', value: 5, source: '@office', destination: null, direction: 'out' },
    ...{ period: null, hours: null, agent: null, effectiveDate: '1970-01-01T00:00:00.000Z' },
    scope: networks.nameOf({ source: '@office', destination: null, direction: 'out' }),
    ...{ from: ['10.1.0.0/16', '192.0.2.7'], to: [], home: ['10.0.0.0/8'] },
  });
  expect(JSON.parse(limitRow({ ...limit, source: null, destination: '::1' }, networks))).toMatchObject({
    ...{ from: [], to: ['::1'], scope: '|::1' },
  });
});
