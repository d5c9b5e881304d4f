import { expect, it } from 'vitest';
import { epochMs } from '../../../../src-main/common/units.ts';
import { TopicReader } from '../../../../src-main/engine/log/kafka/topic-reader.ts';
import { nothingRead } from '../../../../src-main/engine/log/message-log.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';
import { PlayedTopic } from '../../../support/kafka/played-topic.ts';
import { kafkaDefaults } from '../../../support/kafka/kafka-defaults.ts';

it('is behind after it stood still, until it knows how far the topic reaches by now', async () => {
  const topic = new PlayedTopic();
  topic.append(0, 100);
  let skippedMs = 0;
  const clock = { ...systemClock, now: () => epochMs(systemClock.now() + skippedMs) };
  const settings = { ...kafkaDefaults, topic: 't' };
  const reader = new TopicReader({ brokers: topic.brokers, clock, intervalMs: 1_000, settings }, nothingRead);
  const positions = new Map<number, number>();
  const isBehind = (): boolean => {
    for (const { partition, nextOffset } of reader.take(Infinity)) positions.set(partition, nextOffset);
    return reader.isBehind(positions);
  };
  const ending = new AbortController();
  const running = reader.run(ending.signal);
  try {
    expect(isBehind()).toBe(true);
    await expect.poll(isBehind).toBe(false);
    skippedMs = 20_000;
    expect(isBehind()).toBe(true);
    await expect.poll(isBehind, { timeout: 5_000 }).toBe(false);
  } finally {
    ending.abort();
    await running;
  }
});
