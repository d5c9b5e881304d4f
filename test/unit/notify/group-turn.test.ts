import { expect, it } from 'vitest';
import type { Clock } from '../../../src-main/common/clock.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import type { AlertNotification } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { GroupOffset } from '../../../src-main/engine/log/kafka/checker-election.ts';
import {
  type GroupProgress,
  offsetsOfProgress,
  progressOf,
  receiverKey,
} from '../../../src-main/engine/notify/group-progress.ts';
import { GroupTurn } from '../../../src-main/engine/notify/group-turn.ts';
import type { NotifiedEvents } from '../../../src-main/engine/notify/notified-events.ts';
import type { Outbox, Reader } from '../../../src-main/engine/notify/outbox.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { episodeIn } from '../../support/store/episodes.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { limitOf } from '../../support/records/flows.ts';

const topic: Reader = { name: 'topic alerts', isRecord: true };
const webhook: Reader = { name: 'webhook', isRecord: false };
const output: Reader = { name: 'output', isRecord: true };

const notification = (id: string, sequence: number, startMs: number): AlertNotification =>
  ({
    ...{ id, sequence, kind: 'firing', limit: limitOf('max', 1) },
    ...episodeIn(startMs, startMs + 10, 2),
    ...{ atMs: epochMs(startMs), firedMs: epochMs(startMs), resolvedBy: null, suppressed: null },
  }) as unknown as AlertNotification;

/** A turn in a group whose events, progress and outbox are what a test says. */
class Group {
  readonly events = new Map<string, number>();
  readonly onChanged = new Emitter<void>().event;
  readonly committed: GroupProgress[] = [];
  progress: GroupProgress | undefined;
  newest = 0;
  taken = new Map<string, number>();
  isActive = false;
  term = 0;
  fenced = 0;
  letGo = 0;
  /** What the brokers answer, where it is not at once. */
  fence = (): Promise<void> => Promise.resolve();
  readToEnd = (): Promise<void> => Promise.resolve();
  readonly turn: GroupTurn;
  readonly #stopping = new AbortController();

  constructor(clock: Clock = systemClock) {
    const { events } = this;
    this.turn = new GroupTurn({
      election: this,
      events: {
        offsetOf: (id: string) => events.get(id),
        get end() {
          return Math.max(0, ...[...events.values()].map((offset) => offset + 1));
        },
        readToEnd: () => this.readToEnd(),
      } as unknown as NotifiedEvents,
      fence: () => {
        this.fenced += 1;
        return this.fence();
      },
      letGo: () => (this.letGo += 1),
      readProgress: () => Promise.resolve(this.progress),
      outbox: {
        newest: () => this.newest,
        mark: (name: string) => ({ taken: this.taken.get(name) ?? 0, lost: 0, refused: 0 }),
      } as unknown as Outbox,
      topicReceiver: topic.name,
      ...{ clock, shape: { sizeMs: 1_000, slideMs: 1_000 } },
    });
    this.turn.begin([topic, webhook]);
  }

  commit(offsets: readonly GroupOffset[]): Promise<void> {
    this.progress = progressOf(offsets.map((one) => ({ ...one, offset: String(one.offset) })));
    this.committed.push(this.progress!);
    return Promise.resolve();
  }

  /** Becomes active, and lets time pass until it is its turn. @returns how long that took */
  async take(clock: FakeClock, longestMs = 30_000): Promise<number> {
    [this.isActive, this.term] = [true, this.term + 1];
    const sinceMs = clock.monotonic();
    const running = this.turn.run(this.#stopping.signal);
    for (await eventLoop(); !this.turn.isOurs && clock.monotonic() < sinceMs + longestMs; await eventLoop())
      clock.advance(50);
    this.#stopping.abort();
    await running;
    return clock.monotonic() - sinceMs;
  }

  /** Lets the turn find out where the group stands now. */
  async look(): Promise<void> {
    const looked = Promise.withResolvers<undefined>();
    const listening = this.turn.onChanged(() => looked.resolve(undefined));
    const running = this.turn.run(this.#stopping.signal);
    await looked.promise;
    listening.dispose();
    this.#stopping.abort();
    await running;
  }
}

/** Lets what waits for nothing but its turn go on. */
const eventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stored = (changes: Partial<GroupProgress>): GroupProgress => ({
  ...{ positions: new Map([[0, 100]]), topic: 'c/t', closedMs: 1_000, receivers: new Map() },
  ...changes,
});

it('is kept as offsets of the group, and read from them again', () => {
  const progress = stored({ positions: new Map([[1, 7]]), receivers: new Map([['abc', 9]]) });
  const offsets = offsetsOfProgress(progress).map((one) => ({ ...one, offset: String(one.offset) }));
  expect(offsets.map(({ partition }) => partition)).toEqual([0, 1]);
  expect(progressOf(offsets)).toEqual({
    ...progress,
    positions: new Map([
      [0, 0],
      [1, 7],
    ]),
  });
  expect(progressOf([{ partition: 0, offset: '5', metadata: 'of another program' }])).toBeUndefined();
  expect(progressOf([{ partition: 0, offset: '-1', metadata: null }])).toBeUndefined();
});

it('is not ours before it is known what was notified, and ends with the term', async () => {
  const group = new Group();
  expect(group.turn.isOurs).toBe(false);
  [group.isActive, group.term] = [true, 1];
  expect(group.turn.isOurs).toBe(false);
  await group.look();
  expect([group.turn.isOurs, group.fenced]).toEqual([true, 1]);
  // Receivers begin where the alerts topic ends.
  expect([...group.committed[0]!.receivers]).toEqual([
    [receiverKey(topic.name), 0],
    [receiverKey(webhook.name), 0],
  ]);
  group.term = 2;
  expect(group.turn.isOurs).toBe(false);
});

it('asks anew over other connections where no answer comes, and has its turn soon after', async () => {
  const clock = new FakeClock();
  const group = new Group(clock);
  group.fence = () => (group.fenced === 1 ? new Promise(() => {}) : Promise.resolve());
  expect(await group.take(clock)).toBeLessThanOrEqual(2_500);
  expect([group.fenced, group.letGo]).toEqual([2, 1]);
});

it('keeps the one before from publishing once a term, however often it has to look', async () => {
  const clock = new FakeClock();
  const group = new Group(clock);
  let reads = 0;
  group.readToEnd = () => (++reads < 4 ? Promise.reject(new Error('no leader')) : Promise.resolve());
  expect(await group.take(clock)).toBeLessThanOrEqual(1_200);
  expect([reads, group.fenced]).toEqual([4, 1]);
});

it.each([
  ['no answer comes', () => new Promise<void>(() => {})],
  ['nothing but errors come', () => Promise.reject(new Error('no leader'))],
])('notifies all the same after ten seconds in which %s', async (_, readToEnd) => {
  const clock = new FakeClock();
  const group = new Group(clock);
  group.readToEnd = readToEnd;
  const tookMs = await group.take(clock);
  expect(tookMs).toBeGreaterThanOrEqual(10_000);
  expect(tookMs).toBeLessThanOrEqual(10_500);
});

it('passes over what the receivers of another checker have, and nothing else', async () => {
  const group = new Group();
  group.events.set('a/firing', 10).set('b/firing', 12);
  group.progress = stored({ receivers: new Map([[receiverKey(webhook.name), 11]]) });
  await group.look();
  const isSettled = (receiver: Reader, id: string): boolean =>
    group.turn.isSettled(receiver, notification(id, 1, 5_000));
  expect(['a', 'b', 'c'].map((id) => isSettled(topic, id))).toEqual([true, true, false]);
  expect(['a', 'b', 'c'].map((id) => isSettled(webhook, id))).toEqual([true, false, false]);
  // The other checker has no such receiver: people heard of it all the same.
  expect(['a', 'b', 'c'].map((id) => isSettled(output, id))).toEqual([true, true, false]);
});

it('passes over what follows from records that were dealt with, unless its window was not closed', async () => {
  const group = new Group();
  const topics = new Map([[0, 'c/t']]);
  group.newest = 3;
  group.turn.note({ positions: new Map([[0, 90]]), topics });
  group.newest = 5;
  group.turn.note({ positions: new Map([[0, 101]]), topics });
  group.progress = stored({});
  await group.look();
  const isSettled = (sequence: number, startMs: number): boolean =>
    group.turn.isSettled(topic, notification('x', sequence, startMs));
  expect([isSettled(3, 990), isSettled(3, 991), isSettled(4, 0)]).toEqual([true, false, false]);
});

it('takes no place in another topic of that name for one in this', async () => {
  const group = new Group();
  group.newest = 3;
  group.turn.note({ positions: new Map([[0, 90]]), topics: new Map([[0, 'c/other']]) });
  group.progress = stored({});
  await group.look();
  expect(group.turn.isSettled(topic, notification('x', 3, 0))).toBe(false);
});

it('lets the group know what was published, and which receivers have all of it', async () => {
  const group = new Group();
  [group.isActive, group.term] = [true, 1];
  await group.look();
  const checked = { positions: new Map([[0, 50]]), topics: new Map([[0, 'c/t']]), closedMs: 40 };
  group.newest = 4;
  group.events.set('a/firing', 20);
  group.taken.set(topic.name, 3);
  await group.turn.checkpointed(checked);
  expect(group.committed).toHaveLength(1);
  group.taken.set(topic.name, 4);
  await group.turn.checkpointed(checked);
  await group.turn.checkpointed(checked);
  expect(group.committed.slice(1)).toEqual([
    {
      ...{ positions: new Map([[0, 50]]), topic: 'c/t', closedMs: 40 },
      receivers: new Map([
        [receiverKey(topic.name), 21],
        [receiverKey(webhook.name), 0],
      ]),
    },
  ]);
  [group.isActive] = [false];
  group.taken.set(webhook.name, 4);
  await group.turn.checkpointed(checked);
  expect(group.committed).toHaveLength(2);
});

it('stores that time went on when one more window is closed by it, and not before', async () => {
  const group = new Group();
  [group.isActive, group.term] = [true, 1];
  await group.look();
  const known = group.committed.length;
  for (const closedMs of [1_000, 1_250, 1_999, 2_100, 2_900])
    await group.turn.checkpointed({ positions: new Map(), topics: new Map(), closedMs });
  expect(group.committed.slice(known).map(({ closedMs }) => closedMs)).toEqual([1_000, 2_100]);
});
