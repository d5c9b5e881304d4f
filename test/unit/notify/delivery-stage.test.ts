import { describe, expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import {
  type AlertNotification,
  isGroup,
  type NotificationMessage,
} from '../../../src-main/common/model/alerts.ts';
import { Notifier } from '../../../src-main/engine/notify/notifier.ts';
import {
  DeliveryStage,
  type Outcome,
  type PeopleReceiver,
  type RecordReceiver,
  type Receiver,
  taken,
} from '../../../src-main/engine/notify/delivery-stage.ts';
import { notificationAgeMs } from '../../../src-main/engine/notify/outbox.ts';
import { episodeIn } from '../../support/store/episodes.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { notification, memoryOutbox } from './notifications.ts';

/** A receiver that notes what it is told, and fails as long as it is broken. */
class Recorder implements PeopleReceiver {
  readonly name: string;
  readonly isRecord = false;
  readonly told: string[] = [];
  broken: MonitorError | undefined;
  onDeliver: () => void = () => {};

  constructor(name = 'recorder') {
    this.name = name;
  }

  /** What it answers to the next messages, before it takes them again. */
  readonly answers: Outcome[] = [];

  async deliver(message: NotificationMessage): Promise<Outcome> {
    await Promise.resolve();
    this.onDeliver();
    if (this.broken) throw this.broken;
    const answer = this.answers.shift() ?? taken;
    if (answer.kind === 'taken') this.told.push(isGroup(message) ? `${message.count} together` : message.id);
    return answer;
  }
}

const desktop = { name: 'desktop', isRecord: false };
const idle = { name: 'recorder', waiting: 0, lost: 0, refused: 0, problem: null, refusal: null };
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
  const feed = new DeliveryStage({ receiver, outbox, clock });
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
    await new DeliveryStage({ receiver, outbox, clock }).run();
    expect(receiver.told).toEqual(['a', 'b']);
    expect(feed.status).toEqual(idle);
  });

  it('gets what is added while it is told something', async () => {
    const { receiver, feed, add } = setUp();
    receiver.onDeliver = () => {
      if (receiver.told.length < 3) add(`${receiver.told.length}`);
      void feed.run();
    };
    add('first');
    await feed.run();
    expect(receiver.told).toEqual(['first', '0', '1', '2']);
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
    expect(feed.status).toEqual(idle);
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

describe('a receiver that refuses a notification for good', () => {
  const reason = new MonitorError('alerts/refused', 'answered 400');

  it('gets the next one at once; the refusal is counted and shown with its reason', async () => {
    const { receiver, outbox, clock, pauses, feed, add } = setUp();
    receiver.answers.push(taken, { kind: 'refused', reason });
    add('a', 'b', 'c');
    await feed.run();
    expect([receiver.told, pauses]).toEqual([['a', 'c'], []]);
    expect(feed.status).toEqual({ ...idle, refused: 1, refusal: reason.toData() });
    expect(new DeliveryStage({ receiver, outbox, clock }).status).toEqual(idle);
    expect(outbox.mark('recorder')).toEqual({ taken: 3, lost: 0, refused: 1 });
  });

  it('is left alone for as long as it asks, up to an hour', async () => {
    const { receiver, pauses, feed, add } = setUp();
    const later = (waitMs: number): Outcome => ({ kind: 'later', reason: failure, waitMs });
    receiver.answers.push(later(90_000), later(0), later(1e9));
    add('a');
    await feed.run();
    expect(pauses).toEqual([90_000, 500, 3_600_000]);
    expect([receiver.told, feed.status]).toEqual([['a'], idle]);
  });
});

describe('what can not be stored', () => {
  it('is delivered at once, past a pause, and not again when it is stored after all', async () => {
    const { receiver, outbox, clock } = setUp();
    const record: string[] = [];
    const topic: RecordReceiver = {
      ...{ name: 'topic', isRecord: true },
      deliver: ({ id, sequence }: AlertNotification) => {
        record.push(`${id} ${sequence}`);
        return Promise.resolve(taken);
      },
    };
    const notifier = new Notifier({ outbox, clock, receivers: [receiver, topic], fetching: desktop });
    outbox.newest = () => {
      throw new Error('database is locked');
    };
    expect(notifier.deliverUnstored([notification('a')])).toBe(true);
    expect(notifier.deliverUnstored([notification('same alert, read again')])).toBe(false);
    await expect.poll(() => [receiver.told, record]).toEqual([['a'], ['a -1']]);
    expect(await notifier.fetch()).toMatchObject([{ id: 'a', sequence: -1 }]);
    notifier.fetched(-1);
    delete (outbox as { newest?: unknown }).newest;
    outbox.add(notification('same alert, stored'));
    outbox.add({ ...notification('next'), ...episodeIn(10, 20, 7) });
    notifier.wake();
    await expect
      .poll(() => [receiver.told, record])
      .toEqual([
        ['a', 'next'],
        ['a -1', 'next 2'],
      ]);
    expect(await notifier.fetch()).toMatchObject([{ id: 'next' }]);
    notifier.fetched(2);
    expect(['recorder', 'topic', 'desktop'].map((name) => outbox.mark(name).taken)).toEqual([2, 2, 2]);
  });

  it('goes out with what is stored where a receiver was away meanwhile, and is lost by no kill', async () => {
    const { outbox, clock } = setUp();
    const notifier = new Notifier({ outbox, clock, receivers: [], fetching: desktop });
    notifier.deliverUnstored([notification('a')]);
    outbox.add(notification('a, stored'));
    expect(await notifier.fetch()).toMatchObject([{ id: 'a', sequence: -1 }]);
    expect(outbox.mark('desktop').taken).toBe(0);
    notifier.fetched(-1);
    expect(outbox.mark('desktop').taken).toBe(1);
  });
});

describe('the notifier', () => {
  it('tells each receiver at its own pace, and stops in bounded time', async () => {
    const outbox = memoryOutbox();
    const quick = new Recorder('quick');
    const stuck: Receiver = {
      name: 'stuck',
      isRecord: true,
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
      fetching: { name: 'desktop', isRecord: false },
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
    expect(await notifier.fetch()).toMatchObject([{ id: 'a', sequence: 1 }]);
    notifier.fetched(1);
    expect(await notifier.fetch()).toEqual([]);
  });

  it('goes on in the next run with what is left', async () => {
    const outbox = memoryOutbox();
    const clock = new FakeClock(1_000);
    const first = new Recorder();
    first.broken = failure;
    new Notifier({ outbox, clock, receivers: [first] });
    outbox.add(notification('a', 1_000));
    const second = new Recorder();
    const notifier = new Notifier({ outbox, clock, receivers: [second] });
    notifier.wake();
    await notifier.stop(10);
    expect(second.told).toEqual(['a']);
  });
});
