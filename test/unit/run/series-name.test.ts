import { describe, expect, it } from 'vitest';
import { formerName, seriesName, sourceName } from '../../../src-main/engine/run/series-name.ts';
import { kafkaDefaults } from '../../support/kafka/kafka-defaults.ts';

const summed = { windowMs: 10, slideMs: 5, sources: [], destinations: [], filter: '' };
const live = (interfaces: readonly string[], changes: Partial<typeof summed> = {}): string =>
  seriesName('live', sourceName({ stream: { kind: 'embedded' }, interfaces }, null), {
    ...summed,
    ...changes,
  });
const onTopic = (brokers: readonly string[], cluster: string | null, topic = 'traffic'): string =>
  seriesName(
    'live',
    sourceName(
      { stream: { ...kafkaDefaults, kind: 'kafka', brokers, topic }, interfaces: ['auto'] },
      cluster,
    ),
    summed,
  );

describe('the name of a series', () => {
  it('is the same whatever the order of interfaces and networks, and however they are written', () => {
    expect(live(['lo', 'eth0', 'lo'])).toBe(live(['eth0', 'lo']));
    const [sources, again] = [
      ['10.0.0.0/8', '2001:DB8::/32'],
      ['2001:db8:0::/32', '10.0.0.0/8', '10.0.0.0/8'],
    ] as never[][];
    expect(live(['lo'], { sources: sources! })).toBe(live(['lo'], { sources: again! }));
    expect(live(['lo'], { filter: ' tcp ' })).toBe(live(['lo'], { filter: 'tcp' }));
  });

  it('is another one where something else is summed', () => {
    const names = [
      live(['lo']),
      live(['eth0']),
      live(['lo'], { windowMs: 20 }),
      live(['lo'], { filter: 'tcp' }),
      live(['lo'], { sources: ['10.0.0.0/8'] as never[] }),
      live(['lo'], { destinations: ['10.0.0.0/8'] as never[] }),
      onTopic(['a:1'], 'one'),
      onTopic(['a:1'], 'two'),
      onTopic(['a:1'], 'one', 'other'),
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  it('of a topic is that of its cluster, whatever the addresses', () => {
    expect(onTopic(['a:1', 'b:2'], 'one')).toBe(onTopic(['c:3'], 'one'));
    expect(onTopic(['a:1', 'b:2'], null)).toBe(onTopic(['b:2', 'a:1'], null));
  });

  it('is found as older versions wrote it', () => {
    const stored = [
      'live|eth1,lo|10/5||10.0.0.0/8,192.0.2.1|tcp[13] & 2 != 0 || udp',
      'live|lo,eth0|10/5||192.0.2.1,10.0.0.0/8|tcp[13] & 2 != 0 || udp',
      'live|traffic@a:1,b:2|10/5|||',
      'live|other@a:1|10/5|||',
    ];
    const destinations = ['10.0.0.0/8', '192.0.2.1'] as never[];
    const name = live(['eth0', 'lo'], { destinations, filter: 'tcp[13] & 2 != 0 || udp' });
    expect(formerName(name, stored, [])).toBe(stored[1]);
    expect(formerName(onTopic(['b:2'], 'one'), stored, ['b:2', 'c:3'])).toBe(stored[2]);
    expect(formerName(onTopic(['c:3'], 'one'), stored, ['c:3'])).toBeUndefined();
  });
});
