import { expect, it } from 'vitest';
import type { AlertNotification } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Brokers } from '../../../src-main/engine/log/kafka/brokers.ts';
import { AlertsTopic } from '../../../src-main/engine/notify/alerts-topic.ts';
import type { NotifiedEvents } from '../../../src-main/engine/notify/notified-events.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { limitOf } from '../../support/records/flows.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';

const notification = {
  ...{ id: 'abc', sequence: 3, kind: 'firing', subject: ofLimit(limitOf('max', 1)) },
  ...episodeIn(0, 10, 2),
  ...{ atMs: epochMs(10), firedMs: epochMs(10), topPairs: [] },
} as unknown as AlertNotification;

/** Brokers whose answers wait until a test gives them, and what was done with each connection. */
class SlowBrokers {
  readonly done: string[] = [];
  readonly connects: (() => void)[] = [];
  readonly reads: (() => void)[] = [];
  connections = 0;
  readonly topic = new AlertsTopic({
    ...{ topic: 'alerts', agent: 'agent-1', group: 'checkers', clock: systemClock },
    creation: { allowed: true, partitions: 1, replication: 1, retentionMs: null },
    events: {
      offsetOf: () => undefined,
      add: () => {},
      readToEnd: () => new Promise<void>((resolve) => this.reads.push(resolve)),
    } as unknown as NotifiedEvents,
    brokers: this as unknown as Brokers,
  });

  admin = () => ({ connect: () => Promise.resolve(), disconnect: () => Promise.resolve() });
  ensureTopic = () => Promise.resolve(false);
  explain = (thrown: unknown) => thrown;

  transactionalProducer() {
    const name = (this.connections += 1);
    return {
      connect: () => new Promise<void>((resolve) => this.connects.push(resolve)),
      disconnect: () => Promise.resolve(void this.done.push(`${name} left`)),
      transaction: () =>
        Promise.resolve({
          abort: () => Promise.resolve(),
          commit: () => Promise.resolve(),
          send: () => {
            this.done.push(`${name} sent`);
            return Promise.resolve([{ baseOffset: '0' }]);
          },
        }),
    };
  }
}

it('uses no connection that is there after its turn has ended, and leaves it', async () => {
  const brokers = new SlowBrokers();
  const late = brokers.topic.deliver(notification);
  const refused = expect(late).rejects.toThrow('too late');
  await expect.poll(() => brokers.connects.length).toBe(1);
  await brokers.topic.close();
  brokers.connects[0]!();
  await refused;
  expect(brokers.done).toEqual(['1 left']);
  const next = brokers.topic.deliver(notification);
  await expect.poll(() => brokers.connects.length).toBe(2);
  brokers.connects[1]!();
  await expect.poll(() => brokers.reads.length).toBe(1);
  brokers.reads[0]!();
  expect(await next).toEqual({ kind: 'taken' });
  expect(brokers.done).toEqual(['1 left', '2 sent']);
});

it('reads anew what is on the topic where a turn ended while it was read', async () => {
  const brokers = new SlowBrokers();
  const late = brokers.topic.deliver(notification);
  const refused = expect(late).rejects.toThrow('too late');
  await expect.poll(() => brokers.connects.length).toBe(1);
  brokers.connects[0]!();
  await expect.poll(() => brokers.reads.length).toBe(1);
  const fenced = brokers.topic.fence();
  await expect.poll(() => brokers.connects.length).toBe(2);
  brokers.connects[1]!();
  await fenced;
  brokers.reads[0]!();
  await refused;
  expect(brokers.done).toEqual(['1 left']);
  const next = brokers.topic.deliver(notification);
  await expect.poll(() => brokers.reads.length).toBe(2);
  brokers.reads[1]!();
  await next;
  expect(brokers.done).toEqual(['1 left', '2 sent']);
});
