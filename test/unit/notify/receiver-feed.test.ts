import { describe, expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import type { AlertNotification } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { Notifier } from '../../../src-main/engine/notify/notifier.ts';
import { type Receiver, ReceiverFeed } from '../../../src-main/engine/notify/receiver-feed.ts';
import { notificationAgeMs } from '../../../src-main/engine/notify/outbox.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { notification, memoryOutbox } from './notifications.ts';

/** A receiver that notes what it is told, and fails as long as it is broken. */
class Recorder implements Receiver {
  readonly name: string;
  readonly takesQuiet = false;
  readonly told: string[] = [];
  broken: MonitorError | undefined;
  onDeliver: () => void = () => {};

  constructor(name = 'recorder') {
    this.name = name;
  }

  async deliver({ id }: AlertNotification): Promise<void> {
    await Promise.resolve();
    this.onDeliver();
    if (this.broken) throw this.broken;
    this.told.push(id);
  }
}

const failure = new MonitorError('internal', 'no answer', { retriable: true });

/** A feed over a real outbox, with what happens in its pauses told by the test. */
function setUp(receiver = new Recorder()) {
  const outbox = memoryOutbox();
  const clock = new FakeClock(1_000);
  const pauses: number[] = [];
  const inPause = { run: (): void => {} };
  clock.onWait((lengthMs) => {
    pauses.push(lengthMs);
    clock.advance(lengthMs);
    inPause.run();
  });
  outbox.begin([receiver]);
  const feed = new ReceiverFeed({ receiver, outbox, clock });
  const add = (...ids: string[]): void => {
    for (const id of ids) outbox.add(notification(id, clock.now()));
  };
  return { receiver, outbox, clock, pauses, inPause, feed, add };
}

describe('a receiver', () => {
  it('gets what waits for it, in order, once', async () => {
    const { receiver, outbox, clock, feed, add } = setUp();
    add('a', 'b');
    await feed.run();
    await feed.run();
    await new ReceiverFeed({ receiver, outbox, clock }).run();
    expect(receiver.told).toEqual(['a', 'b']);
    expect(feed.status).toEqual({ name: 'recorder', waiting: 0, lost: 0, problem: null });
  });

  it('gets what is added while it is told something', async () => {
    const { receiver, feed, add } = setUp();
    receiver.onDeliver = () => {
      if (receiver.told.length < 200) add(`${receiver.told.length}`);
      void feed.run();
    };
    add('first');
    await feed.run();
    expect(receiver.told).toHaveLength(201);
  });

  it('that fails is tried again with growing pauses, and shown until it works', async () => {
    const { receiver, feed, add, pauses, inPause } = setUp();
    receiver.broken = failure;
    add('a', 'b');
    inPause.run = () => {
      expect(feed.status).toMatchObject({ waiting: 2, problem: { message: 'no answer' } });
      if (pauses.length === 15) receiver.broken = undefined;
    };
    await feed.run();
    expect(receiver.told).toEqual(['a', 'b']);
    expect(pauses.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
    expect(Math.max(...pauses)).toBe(300_000);
    expect(feed.status).toEqual({ name: 'recorder', waiting: 0, lost: 0, problem: null });
  });

  it('loses what is too old, counted, and gets the rest', async () => {
    const { receiver, feed, add, clock, inPause } = setUp();
    receiver.broken = failure;
    add('a');
    inPause.run = () => {
      clock.advance(notificationAgeMs);
      receiver.broken = undefined;
      add('b');
    };
    await feed.run();
    expect(receiver.told).toEqual(['b']);
    expect(feed.status).toMatchObject({ waiting: 0, lost: 1 });
  });

  it('is not told again what it took when only the mark failed', async () => {
    const { receiver, outbox, feed, add } = setUp();
    const take = outbox.take.bind(outbox);
    let failures = 2;
    outbox.take = (name, sequence) => {
      if ((failures -= 1) >= 0) throw new Error('database is locked');
      take(name, sequence);
    };
    add('a', 'b');
    await feed.run();
    expect(receiver.told).toEqual(['a', 'b']);
    expect(feed.status.waiting).toBe(0);
  });
});

describe('the notifier', () => {
  it('tells each receiver at its own pace, and stops in bounded time', async () => {
    const outbox = memoryOutbox();
    const quick = new Recorder('quick');
    const stuck: Receiver = {
      name: 'stuck',
      takesQuiet: true,
      deliver: (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
    };
    const clock = new FakeClock(1_000);
    const notifier = new Notifier({
      outbox,
      clock,
      receivers: [stuck, quick],
      pulled: [{ name: 'desktop', takesQuiet: false }],
    });
    outbox.add(notification('a', 1_000));
    notifier.wake();
    const stopped = notifier.stop(10);
    await expect.poll(() => quick.told).toEqual(['a']);
    clock.advance(10);
    await stopped;
    expect(notifier.status).toMatchObject([
      { name: 'stuck', waiting: 1, lost: 0 },
      { name: 'quick', waiting: 0, lost: 0, problem: null },
    ]);
    expect(outbox.next('desktop', epochMs(0), 9)).toHaveLength(1);
  });

  it('goes on in the next run with what is left', async () => {
    const outbox = memoryOutbox();
    const clock = new FakeClock(1_000);
    const first = new Recorder();
    first.broken = failure;
    new Notifier({ outbox, clock, receivers: [first], pulled: [] });
    outbox.add(notification('a', 1_000));
    const second = new Recorder();
    const notifier = new Notifier({ outbox, clock, receivers: [second], pulled: [] });
    notifier.wake();
    await notifier.stop(10);
    expect(second.told).toEqual(['a']);
  });
});
