import { afterEach, expect, it } from 'vitest';
import { plainNumbers } from '../../../src-main/common/format.ts';
import { say } from '../../../src-main/common/phrases/say.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { useNumberStyle } from '../../../src-renderer/texts/number-style.svelte.ts';
import { testOf } from '../../../src-renderer/features/settings/tested-settings.ts';
import { FakeBridge } from './fake-bridge.ts';

afterEach(() => useNumberStyle(plainNumbers));

it.each([
  ['en', 1, 'It works: connected to a:9092, b:9092; the topic flows has 1 partition.'],
  ['de', 3, 'Es geht: verbunden mit a:9092, b:9092; das Topic flows hat 3 Partitionen.'],
  ['fr', 1, 'Cela fonctionne\u00a0: connecté à a:9092, b:9092\u00a0; le topic flows a 1 partition.'],
] as const)('says what the brokers have as a whole in %s', async (language, partitions, text) => {
  useNumberStyle({ units: 'iec', language });
  const topic = say('stream.hasTopic', { topic: 'flows', partitions });
  const testBrokers = () => say('stream.connected', { brokers: ['a:9092', 'b:9092'], topic });
  const { monitor } = createClient(new FakeBridge({ testBrokers }));
  expect(await testOf(monitor, 'kafka.brokers')).toEqual([{ text, isGood: true }]);
});
