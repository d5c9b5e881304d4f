import { expect, it } from 'vitest';
import { epochMs } from '../../../../src-main/common/units.ts';
import { SourceProgress } from '../../../../src-main/engine/log/kafka/source-progress.ts';
import { systemClock } from '../../../../src-main/engine/run/system-clock.ts';
import { PlayedTopic } from '../../../support/kafka/played-topic.ts';

it('says a few times that a cluster does not sum, and not each second anew', async () => {
  const topic = new PlayedTopic();
  topic.append(0, 100);
  let skippedMs = 0;
  const clock = { ...systemClock, now: () => epochMs(systemClock.now() + skippedMs) };
  const progress = new SourceProgress({ brokers: topic.brokers, topic: 't', sums: 's', clock });
  const problemAfter = (seconds: number): string | undefined => {
    skippedMs = 1_000 * seconds;
    return progress.problem(new Map())?.message;
  };
  const ending = new AbortController();
  const running = progress.run(ending.signal);
  try {
    await expect.poll(() => problemAfter(100)).toBeDefined();
    expect(problemAfter(20)).toBeUndefined();
    const said = new Set(Array.from({ length: 240 }, (_, i) => problemAfter(31 + i)));
    expect([...said]).toEqual(
      [30, 60, 120, 240].map((seconds) => `t has not been summed into s for ${seconds} s or more`),
    );
  } finally {
    ending.abort();
    await running;
  }
});
